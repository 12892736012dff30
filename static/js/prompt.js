// Counts characters as the studio does, and draws on Ctrl+Enter. The form may be swapped at any
// time, so the document listens.
const show = (prompt) => {
  const counter = prompt.form.querySelector("[data-counter]");
  const limit = Number(prompt.dataset.limit);
  const length = [...prompt.value.trim()].length;
  counter.hidden = false;
  counter.textContent = `${length.toLocaleString("en")} / ${limit.toLocaleString("en")}`;
  counter.dataset.over = String(length > limit);
};
const promptOf = (root) => root.querySelector("textarea[data-limit]");

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-limit]")) show(event.target);
});
document.addEventListener("keydown", (event) => {
  const wanted = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (wanted && event.target.matches("textarea[data-limit]")) event.target.form.requestSubmit();
});
for (const kind of ["change", "htmx:after:settle"]) {
  document.addEventListener(kind, () => promptOf(document) && show(promptOf(document)));
}
if (promptOf(document)) show(promptOf(document));
