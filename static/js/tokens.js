// The parts that the studio reads in the prompt. The words stay what is sent: taking a part out
// or changing its number changes the words, or empties the field that it stands for. What is not
// understood is marked in place, by a mirror of the text behind it.
import { workspace, changed } from "./form_values.js";

const promptOf = () => document.getElementById("id_prompt");
const tokens = () => [...document.querySelectorAll("#reading .token")];

// The studio counts characters, JavaScript counts halves of some.
const spanOf = (token, text) => {
  const [start, end] = [Number(token.dataset.start), Number(token.dataset.end)];
  const skipped = text.length - text.trimStart().length;
  const characters = [...text.trimStart()];
  const from = skipped + characters.slice(0, start).join("").length;
  const to = from + characters.slice(start, end).join("").length;
  if (end > start && text.slice(from, to).toLowerCase() === token.dataset.text.toLowerCase()) return [from, to];
  return null; // The words have changed since they were read.
};

const putWords = (words) => {
  const prompt = promptOf();
  prompt.value = words;
  prompt.dispatchEvent(new Event("input", { bubbles: true }));
};

const emptyField = (name) => {
  for (const control of workspace().querySelectorAll(`[name="${name}"]`)) {
    if (control.type === "checkbox") control.checked = false;
    else control.value = "";
  }
  changed(workspace());
};

const takeOut = (token) => {
  if (token.dataset.field) return emptyField(token.dataset.field);
  const prompt = promptOf();
  const span = spanOf(token, prompt.value);
  if (!span) return undefined;
  const [before, after] = [prompt.value.slice(0, span[0]), prompt.value.slice(span[1])];
  return putWords(`${before}${after}`.replace(/ ,/g, ",").replace(/,\s*(?=,|$)/g, "").replace(/ {2,}/g, " ").trim());
};

const WORDS = { outer: "mm outer", hole: "mm hole", wide: "mm wide", high: "mm high" };

const changeNumber = (input) => {
  const token = input.closest(".token");
  const prompt = promptOf();
  const span = spanOf(token, prompt.value);
  const number = Number(input.value.replace(",", "."));
  if (!span || !(number > 0)) {
    input.value = input.dataset.number;
    return;
  }
  const words = prompt.value.slice(...span);
  const fresh = words.includes(input.dataset.number)
    ? words.replace(input.dataset.number, String(number))
    : `${number} ${WORDS[input.dataset.label] ?? "mm"}`;
  putWords(prompt.value.slice(0, span[0]) + fresh + prompt.value.slice(span[1]));
};

const mirror = document.createElement("div");
mirror.className = "prompt-mirror";
mirror.setAttribute("aria-hidden", "true");
// As the field: words from right to left begin at its right.
mirror.dir = "auto";

const markUnknown = () => {
  const prompt = promptOf();
  if (!prompt) return;
  if (prompt.previousElementSibling !== mirror) prompt.before(mirror);
  const text = prompt.value;
  const spans = tokens()
    .filter((token) => token.classList.contains("token-unknown"))
    .map((token) => spanOf(token, text))
    .filter(Boolean)
    .sort((one, other) => one[0] - other[0]);
  const parts = [];
  let at = 0;
  for (const [from, to] of spans) {
    if (from < at) continue;
    const marked = document.createElement("mark");
    marked.textContent = text.slice(from, to);
    parts.push(text.slice(at, from), marked);
    at = to;
  }
  parts.push(`${text.slice(at)}\n`);
  mirror.replaceChildren(...parts);
  mirror.scrollTop = prompt.scrollTop;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest(".token-remove");
  if (!button) return;
  takeOut(button.closest(".token"));
  promptOf().focus();
});
document.addEventListener(
  "change",
  (event) => {
    if (!event.target.matches(".token-number")) return;
    event.stopPropagation();
    changeNumber(event.target);
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".token-number")) return;
  event.preventDefault();
  event.target.blur();
});
document.addEventListener("input", (event) => {
  if (event.target === promptOf()) markUnknown();
});
document.addEventListener("htmx:after:swap", markUnknown);
document.addEventListener("htmx:after:settle", markUnknown);
promptOf()?.addEventListener("scroll", () => (mirror.scrollTop = promptOf().scrollTop));
markUnknown();

// The place for a picture opens the chooser of the form below, which takes it.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-choose-file]")) return;
  event.preventDefault();
  document.getElementById("import-file").click();
});
for (const shy of document.querySelectorAll("#prompt-foot [data-needs-script]")) shy.hidden = false;
