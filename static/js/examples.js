// An example fills the prompt and leaves every other setting as it is.
import { workspace, changed } from "./form_values.js";

document.addEventListener("click", (event) => {
  const example = event.target.closest("[data-example]");
  if (!example || event.ctrlKey || event.metaKey || event.shiftKey || !workspace()) return;
  event.preventDefault();
  const prompt = workspace().elements.prompt;
  prompt.value = example.dataset.example;
  prompt.dispatchEvent(new Event("input", { bubbles: true }));
  changed(prompt);
  prompt.focus();
});
