// Keeps what is typed in the form while one looks elsewhere, goes back or reloads, as long as the
// tab lives. The entry in the tab's history knows its draft: coming back to it brings that draft.
// Coming from elsewhere, settings in the address begin a draft of their own; without any, the
// latest goes on.
import { workspace, putValues, valuesOf } from "./form_values.js";

const LATEST = "draft";

// Storage may be full or switched off; then a reload shows what the address says.
const guarded = (action) => {
  try {
    return action();
  } catch {
    return null;
  }
};
const stored = (name) => guarded(() => sessionStorage.getItem(name));
const store = (name, text) => guarded(() => sessionStorage.setItem(name, text));

const newName = () => `${LATEST} ${Date.now()}`;
const isSent = workspace().dataset.filled === "typed";
const isFilled = workspace().dataset.filled === "address";
const latest = isFilled || isSent ? null : stored(LATEST);
const draft = (!isSent && history.state?.draft) || latest || newName();

// htmx goes back only to entries that bear its mark.
const mark = () => history.replaceState({ htmx: true, ...history.state, draft }, "");

const save = () => store(draft, JSON.stringify(valuesOf(workspace())));
// What only came with the drawings that are shown is nobody's draft: the next page must not show
// it beside others.
const saveAsLatest = () => {
  save();
  store(LATEST, draft);
};

const values = guarded(() => JSON.parse(stored(draft)));
mark();
if (values) putValues(workspace(), values);
save();
if (latest || isFilled || isSent) saveAsLatest();

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    if (workspace()?.contains(event.target)) saveAsLatest();
  });
}
// Looking at other drawings makes a new entry, and the form stays as it is.
document.addEventListener("htmx:after:history:push", mark);
// Following a link to the page's own address keeps its entry; a cleared form is a new draft there.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-clear]")) return;
  guarded(() => sessionStorage.removeItem(LATEST));
  history.replaceState({ ...history.state, draft: null }, "");
});
