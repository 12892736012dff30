// Draws anew while settings are moved: one request at a time, and what is overtaken is dropped.
// Without this the form asks for the page, which shows the same.
import { Fields } from "./tuning_form.js";
import { Viewer } from "./viewer.js";

const form = document.querySelector("[data-tune]");
const keep = document.querySelector("[data-keep]");
const root = document.querySelector("[data-viewer]");
const status = document.querySelector("[data-status]");
const findings = document.querySelector("[data-findings]");
const viewer = root ? new Viewer(root) : null;
const fields = new Fields(form, keep);
const format = (number, digits = 0) =>
  number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

let running = null;
let isOvertaken = false;
let isLet = false;
let quiet = 0;
let asked = "";
let judged = "";

const post = async (address, signal) => {
  const token = keep.elements.csrfmiddlewaretoken.value;
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  const response = await fetch(address, { method: "POST", body: fields.given(), headers, signal });
  const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isOurs) throw new Error("The studio gave no answer. Try again in a moment.");
  return { ok: response.ok, answer: await response.json() };
};

const tell = (answer) => {
  const words = {
    nodes: (n) => format(n),
    subpaths: (n) => format(n),
    cut_length_mm: (n) => `${format(n)} mm`,
    bitmap_iou: (n) => format(n, 4),
  };
  for (const cell of document.querySelectorAll("[data-preview-value]")) {
    const value = answer[cell.dataset.previewValue];
    cell.textContent = value == null ? "–" : words[cell.dataset.previewValue](value);
    cell.parentElement.classList.remove("is-empty");
  }
};

// What was said of the drawing before holds for this one only when it has been judged.
const doubt = () => {
  findings.classList.add("is-stale");
  viewer?.marks.show(false);
};

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

const show = async ({ ok, answer }, started) => {
  fields.tellFaults(answer.fields ?? {});
  if (!ok) {
    status.textContent = answer.message ?? answer.detail ?? "Nothing can be drawn with these settings.";
    return;
  }
  // A page that could draw nothing has no place for a picture yet.
  if (!viewer && isLet) location.reload();
  if (!viewer) return;
  viewer.showPicture(answer.svg, { width: answer.width_mm, height: answer.height_mm });
  const size = document.querySelector("[data-size]");
  if (size) size.textContent = `${answer.width_mm} × ${answer.height_mm}`;
  tell(answer);
  doubt();
  await painted();
  const seen = performance.now() - started;
  root.dataset.seenMs = seen.toFixed(1);
  status.textContent = `Drawn in ${format(answer.elapsed_ms)} ms, shown after ${format(seen)} ms. Nothing is stored yet.`;
};

// Outline and warnings come after the picture, and only for settings that were let go.
const settle = async (mine) => {
  viewer.setOutline(`${form.dataset.outline}?${new URLSearchParams(fields.changed())}`);
  const { ok, answer } = await post(form.dataset.report, mine.signal);
  if (running !== mine || !ok) return;
  judged = asked;
  findings.innerHTML = answer.findings;
  findings.classList.remove("is-stale");
  viewer.marks.read();
  viewer.marks.show(viewer.state.marks);
};

const drawAndSettle = async (mine) => {
  const started = performance.now();
  const result = await post(form.dataset.preview, mine.signal);
  if (running === mine) await show(result, started);
  if (result.ok && running === mine && isLet) await settle(mine);
};

const run = async (work) => {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  isOvertaken = false;
  try {
    await work(mine);
  } catch (error) {
    if (error.name === "AbortError" || running !== mine) return;
    asked = "";
    status.textContent = "The studio cannot be reached. Move a setting to try again.";
  }
  if (running !== mine) return;
  running = null;
  if (isOvertaken) draw(false);
};

// While a slider moves the newest waits for the one that is out; let go, and that one is dropped,
// unless it is drawn by these very settings.
const draw = (isLast) => {
  const wanted = fields.given().toString();
  isLet = isLast;
  if (wanted === asked) {
    if (isLast && !running && judged !== asked) run(settle);
  } else if (running && !isLast) isOvertaken = true;
  else {
    asked = wanted;
    run(drawAndSettle);
  }
};

// Each key that moves a slider lets it go. What is dropped is worked off by the studio all the
// same, so a setting counts as let go only once nothing has moved for a moment.
const QUIET_MS = 150;
const drawWhenQuiet = () => {
  clearTimeout(quiet);
  quiet = setTimeout(() => draw(true), QUIET_MS);
};

// The state is ours and not htmx's, which would load the page anew on the way back.
const begin = () => {
  const before = history.state?.lists;
  if (before) fields.takeLists(before);
  history.replaceState({ lists: fields.lists() }, "");
  if (before && fields.areListsMoved()) draw(true);
};

for (const slider of form.querySelectorAll("[data-slides]")) slider.hidden = false;
for (const shown of document.querySelectorAll(".asset-record [data-needs-script]")) shown.hidden = false;
for (const hidden of form.querySelectorAll("[data-without-script]")) hidden.hidden = true;
for (const part of [form, keep]) {
  part.addEventListener("input", (event) => {
    fields.follow(event.target);
    draw(false);
  });
  part.addEventListener("change", (event) => {
    fields.follow(event.target);
    fields.keepInAddress();
    drawWhenQuiet();
  });
}
form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "do") return;
  event.preventDefault();
  fields.keepInAddress();
  draw(true);
});
addEventListener("popstate", () => {
  fields.readAddress();
  draw(true);
});
keep.addEventListener("submit", () => {
  const hidden = [...fields.given()]
    .filter(([name]) => keep.elements[name]?.localName !== "textarea")
    .map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  keep.querySelector("[data-kept]").replaceChildren(...hidden);
  const button = keep.querySelector("[type=submit]");
  // Pressed twice, it is kept once; who comes back finds it as it was.
  setTimeout(() => (button.disabled = true));
});
addEventListener("pageshow", () => (keep.querySelector("[type=submit]").disabled = false));
begin();
