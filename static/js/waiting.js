// Waiting for drawings: goes on by itself when the studio was away, and says so meanwhile in words.
import { say } from "./requests.js";

const LONGEST_MS = 10000;
let failures = 0;
let timer = 0;

const tell = (text) => {
  const note = document.getElementById("waiting-trouble");
  if (!note) return;
  note.textContent = text;
  note.hidden = false;
  say(text);
};

const look = () => {
  const watch = document.querySelector("[data-watch]");
  if (watch) window.htmx.trigger(watch, "again");
};

const lookSoon = () => {
  clearTimeout(timer);
  timer = setTimeout(look, Math.min(1000 * 2 ** failures, LONGEST_MS));
  failures += 1;
};

const awayWords = () =>
  navigator.onLine
    ? "The studio does not answer. What it has begun goes on, and this page tries again by itself."
    : "There is no network. Your drawings are made all the same; this page goes on when it is back.";

const REFUSED = {
  403: "This page has expired. Reload it, and try again.",
  404: "This is not there any more. Reload the page to see what is.",
};
const refusedWords = (status) => REFUSED[status] ?? "The studio refused that. Reload the page.";

const isPassing = (status) => status === undefined || status === 429 || status >= 500;

const onWatchEnded = (status) => {
  if (!isPassing(status)) return tell(refusedWords(status));
  tell(awayWords());
  lookSoon();
};

const onActionEnded = (status) =>
  tell(isPassing(status) ? "That was not done: the studio does not answer. Try again." : refusedWords(status));

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const source = ctx.sourceElement;
  const status = ctx.response?.status;
  if (!source.isConnected || status < 400) return;
  if (source.matches("[data-watch]")) onWatchEnded(status);
  else if (source.matches("[data-action]")) onActionEnded(status);
});

// After a silence it is told at once how things stand, whether there is news or not.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (failures && ctx.sourceElement.matches("[data-watch]"))
    [ctx.request.action] = ctx.request.action.split("?");
});

// A request that was under way may hang for long before the browser gives it up.
window.addEventListener("offline", () => {
  const watch = document.querySelector("[data-watch]");
  if (watch) window.htmx.trigger(watch, "htmx:abort");
});

document.addEventListener("htmx:after:settle", (event) => {
  if (event.target.id !== "drawings") return;
  failures = 0;
  clearTimeout(timer);
});

// News for a part that is no longer shown, because another generation is, or an action was faster.
document.addEventListener("htmx:before:swap", (event) => {
  const source = event.detail.ctx.sourceElement;
  if (source?.matches?.("[data-watch]") && !source.isConnected) event.preventDefault();
});

// The second half of a double click would undo what the first half did.
document.addEventListener(
  "click",
  (event) => {
    if (event.detail > 1 && event.target.closest("form[data-action]")) event.preventDefault();
  },
  true,
);
