// Shows what the form would make while it is changed; without this the Preview button does.
const form = document.querySelector("[data-make]");
let waiting = 0;
let running = null;

// The token is for keeping; it has no place in an address.
const query = () => {
  const given = new FormData(form);
  given.delete("csrfmiddlewaretoken");
  return new URLSearchParams(given).toString();
};

const refresh = async () => {
  running?.abort();
  running = new AbortController();
  const address = `${form.getAttribute("action")}?${query()}`;
  try {
    const response = await fetch(address, { signal: running.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const made = page.querySelector("[data-made]");
    if (!made) return;
    document.querySelector("[data-made]").replaceWith(made);
    for (const error of page.querySelectorAll("[data-make] .errors")) {
      document.getElementById(error.id).textContent = error.textContent;
    }
    history.replaceState(history.state, "", address);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
};

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 250);
});
