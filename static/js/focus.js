// Keeps the keyboard in its place: a swap may take away what has the focus, and a request disable it.
let kept = null;

const wordsOf = (control) => control.getAttribute("aria-label") ?? control.textContent.trim();

const keep = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return;
  const around = [];
  for (let outer = element; outer; outer = outer.parentElement) if (outer.id) around.push(outer.id);
  kept = { element, around, tag: element.tagName, words: wordsOf(element) };
};

const isLost = () => !document.activeElement || document.activeElement === document.body;

const twin = (outer) =>
  [...outer.querySelectorAll(kept.tag)].find((control) => wordsOf(control) === kept.words);

const place = () => {
  if (kept.element.isConnected) return kept.element;
  const id = kept.around.find((name) => document.getElementById(name));
  const outer = id && document.getElementById(id);
  if (!outer) return document.getElementById("main");
  return twin(outer) ?? outer;
};

const restore = () => {
  if (!kept || !isLost()) return;
  const found = place();
  if (found.tabIndex < 0) found.tabIndex = -1;
  found.focus({ preventScroll: true });
};

// Who pressed beside everything wanted to leave.
document.addEventListener("pointerdown", () => (kept = null));
document.addEventListener("htmx:config:request", keep);
document.addEventListener("htmx:before:swap", keep);
document.addEventListener("htmx:after:swap", restore);
// Only after that what was disabled is enabled again.
document.addEventListener("htmx:finally:request", () => setTimeout(restore));
