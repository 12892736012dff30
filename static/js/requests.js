// What a screen reader and a keyboard need around a request: busy, announced, and focus on trouble.
const say = (text) => {
  const region = document.getElementById("announce");
  if (region) region.textContent = text;
};

const clearErrors = (form) => {
  for (const old of form.querySelectorAll(".errors, #error-summary")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
};

const focusTrouble = () => {
  const trouble = document.querySelector("[data-take-focus]");
  if (!trouble) return;
  trouble.removeAttribute("data-take-focus");
  trouble.focus();
};

// Results stay hidden until htmx has finished, and what is hidden takes no focus.
const focusTroubleSoon = () => setTimeout(focusTrouble);

// On a phone the results are below the form, and after a long look they may be above the window.
const showWait = (waiting) => {
  const top = waiting?.getBoundingClientRect().top;
  if (top < 0 || top > innerHeight / 2) waiting.scrollIntoView();
};

const targetOf = (event) => event.detail?.ctx?.target;

document.addEventListener("htmx:before:request", (event) => {
  targetOf(event)?.setAttribute("aria-busy", "true");
  const source = event.detail.ctx.sourceElement;
  if (!source.matches("form[data-announce]")) return;
  clearErrors(source);
  say(source.dataset.announce);
  showWait(document.querySelector(".pending"));
});

document.addEventListener("htmx:finally:request", (event) => {
  for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
  if (event.detail.ctx.response?.status >= 400) {
    say("");
    focusTroubleSoon();
  }
});

document.addEventListener("htmx:error", (event) => {
  const template = document.getElementById("unreachable");
  const source = event.detail?.ctx?.sourceElement;
  if (!template || !source?.matches("form[data-announce]")) return;
  targetOf(event).replaceChildren(template.content.cloneNode(true));
  say("");
  focusTroubleSoon();
});

focusTrouble();
