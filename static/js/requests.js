// What a screen reader and a keyboard need around a request: busy, announced, and focus on trouble.
export const say = (text) => {
  const region = document.getElementById("announce");
  if (region && region.textContent !== text) region.textContent = text;
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
const showResults = (results) => {
  const top = results?.getBoundingClientRect().top;
  if (top < 0 || top > innerHeight / 2) results.scrollIntoView();
};

const asks = (source) => source?.matches?.("form[data-announce]");
// These tell of their trouble by themselves, beside the cards; see waiting.js.
const isOfCards = (source) => source?.matches?.("[data-watch], [data-action]");

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  // Who waits for news for minutes is not kept from reading.
  if (!isOfCards(ctx.sourceElement)) ctx.target?.setAttribute("aria-busy", "true");
  if (!asks(ctx.sourceElement)) return;
  clearErrors(ctx.sourceElement);
  say(ctx.sourceElement.dataset.announce);
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (isOfCards(ctx.sourceElement)) return;
  for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
  if (asks(ctx.sourceElement) && ctx.response?.status < 400) showResults(ctx.target);
  if (ctx.response?.status >= 400) {
    say("");
    focusTroubleSoon();
  }
});

document.addEventListener("htmx:error", ({ detail }) => {
  const template = document.getElementById("unreachable");
  const source = detail?.ctx?.sourceElement;
  if (!template || !asks(source)) return;
  const results = detail.ctx.target;
  for (const old of results.querySelectorAll(":scope > .alert")) old.remove();
  // What was drawn before stays.
  results.prepend(template.content.cloneNode(true));
  say("");
  focusTroubleSoon();
});

focusTrouble();
