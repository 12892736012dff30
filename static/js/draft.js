// Keeps what is typed in the form while one looks elsewhere, goes back or reloads, as long as the
// tab lives. An address that brings settings of its own wins when one follows it, but not when one
// comes back to it: what was typed over them is kept for that address.
import { bench, putValues, valuesOf } from "./form_values.js";

const LATEST = "draft";
const here = () => `${LATEST} ${location.search}`;

const keep = (key, values) => {
  try {
    sessionStorage.setItem(key, JSON.stringify(values));
  } catch {
    // Storage may be full or switched off; then a reload shows what the address says.
  }
};
const kept = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
};
const forget = (key) => {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // As above.
  }
};

const save = () => {
  const values = valuesOf(bench());
  keep(LATEST, values);
  keep(here(), values);
};

const isFollowed = () => performance.getEntriesByType("navigation")[0]?.type === "navigate";

const restore = () => {
  const { filled } = bench().dataset;
  if (filled === "typed" || (filled && isFollowed())) return save();
  const values = kept(filled ? here() : LATEST);
  if (values) putValues(bench(), values);
};

restore();
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    if (bench()?.contains(event.target)) save();
  });
}
// Looking at other drawings changes the address, and the form stays as it is.
document.addEventListener("htmx:after:history:push", save);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-clear]")) forget(LATEST);
});
