// A star is given and taken in place; without a script its form leads there and back.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-star]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const isOn = button.getAttribute("aria-pressed") === "true";
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  if (answer.type !== "opaqueredirect" && !answer.ok) return;
  button.setAttribute("aria-pressed", String(!isOn));
  const address = new URL(form.action);
  if (isOn) address.searchParams.delete("on");
  else address.searchParams.set("on", "0");
  form.action = address.href;
});
