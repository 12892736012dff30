// Draws anew while settings are moved: one request at a time, and what is overtaken is dropped.
// Without this the form asks for the page, which shows the same.
import { Viewer } from "./viewer.js";

const form = document.querySelector("[data-tune]");
const keep = document.querySelector("[data-keep]");
const root = document.querySelector("[data-viewer]");
const said = document.querySelector("[data-said]");
const viewer = root ? new Viewer(root) : null;
const format = (number, digits = 0) =>
  number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

const fields = () => [...form.elements].filter((field) => field.name && field.name !== "do");
const given = () => new URLSearchParams(fields().map((field) => [field.name, field.value]));

let running = null;
let isOvertaken = false;
let asked = "";

const tellFaults = (faults) => {
  for (const setting of form.querySelectorAll("[data-setting]")) {
    const fault = faults[setting.dataset.setting] ?? "";
    setting.querySelector("[data-fault]").textContent = fault;
    const field = setting.querySelector("[name]");
    if (fault) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
};

const tell = (answer) => {
  const words = {
    nodes: (n) => format(n),
    subpaths: (n) => format(n),
    cut_length_mm: (n) => `${format(n)} mm`,
    bitmap_iou: (n) => format(n, 4),
  };
  for (const cell of document.querySelectorAll("[data-told]")) {
    const value = answer[cell.dataset.told];
    cell.textContent = value == null ? "–" : words[cell.dataset.told](value);
    cell.parentElement.classList.remove("is-empty");
  }
  const list = document.querySelector("[data-warnings]");
  list.replaceChildren(
    ...answer.warnings.map((words) => Object.assign(document.createElement("li"), { className: "note", textContent: words })),
  );
  const size = document.querySelector("[data-size]");
  if (size) size.textContent = `${answer.width_mm} × ${answer.height_mm}`;
};

const keepAddress = () => {
  const address = new URL(location.href);
  for (const field of fields())
    if (field.value !== (field.dataset.stored ?? "")) address.searchParams.set(field.name, field.value);
    else address.searchParams.delete(field.name);
  history.replaceState(history.state, "", address);
};

const ask = async (signal) => {
  const token = keep.elements.csrfmiddlewaretoken.value;
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  const response = await fetch(form.dataset.try, { method: "POST", body: given(), headers, signal });
  const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isOurs) throw new Error("The studio gave no answer. Try again in a moment.");
  return { ok: response.ok, answer: await response.json() };
};

const show = ({ ok, answer }, started) => {
  tellFaults(answer.fields ?? {});
  if (!ok) {
    said.textContent = answer.message ?? answer.detail ?? "Nothing can be drawn with these settings.";
    return;
  }
  viewer?.showPicture(answer.svg, { width: answer.width_mm, height: answer.height_mm });
  tell(answer);
  const seen = performance.now() - started;
  root?.setAttribute("data-seen-ms", seen.toFixed(1));
  said.textContent = `Drawn in ${format(answer.elapsed_ms)} ms, shown after ${format(seen)} ms. Nothing is stored yet.`;
};

// While a slider moves the newest waits for the one that is out; let go, and that one is dropped.
const draw = async (isLast) => {
  const wanted = given().toString();
  if (wanted === asked) return;
  if (running && !isLast) {
    isOvertaken = true;
    return;
  }
  running?.abort();
  const mine = new AbortController();
  running = mine;
  isOvertaken = false;
  asked = wanted;
  const started = performance.now();
  try {
    const drawn = await ask(mine.signal);
    if (running === mine) show(drawn, started);
  } catch (error) {
    if (error.name === "AbortError" || running !== mine) return;
    asked = "";
    said.textContent = "The studio cannot be reached. Move a setting to try again.";
  }
  if (running !== mine) return;
  running = null;
  if (isOvertaken) draw(false);
};

const sliderOf = (field) => form.querySelector(`[data-slides="${CSS.escape(field.id)}"]`);

const follow = (event) => {
  const { slides } = event.target.dataset;
  if (slides) document.getElementById(slides).value = event.target.value;
  else {
    const slider = sliderOf(event.target);
    if (slider && event.target.value !== "") slider.value = event.target.value.replace(",", ".");
  }
};

for (const slider of form.querySelectorAll("[data-slides]")) slider.hidden = false;
form.addEventListener("input", (event) => {
  follow(event);
  draw(false);
});
form.addEventListener("change", (event) => {
  follow(event);
  keepAddress();
  draw(true);
});
form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "do") return;
  event.preventDefault();
  keepAddress();
  draw(true);
});
keep.addEventListener("submit", () => {
  const hidden = [...given()].map(([name, value]) =>
    Object.assign(document.createElement("input"), { type: "hidden", name, value }),
  );
  keep.querySelector("[data-kept]").replaceChildren(...hidden);
});
