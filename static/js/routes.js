// Routes that the chosen provider lacks cannot be chosen and say so.
import { workspace } from "./form_values.js";

const mark = () => {
  const form = workspace();
  if (!form) return;
  const provider = form.elements.provider?.value;
  for (const route of form.querySelectorAll("[data-by]:not(.route-off)")) {
    const isMissing = Boolean(provider) && !route.dataset.by.split(" ").includes(provider);
    const choice = route.querySelector("input");
    route.querySelector(".route-missing").hidden = !isMissing;
    choice.disabled = isMissing;
    if (isMissing) choice.checked = false;
  }
  if (!form.elements.route.value) form.querySelector("[name=route][value='']").checked = true;
};

for (const kind of ["change", "htmx:after:settle"]) document.addEventListener(kind, mark);
mark();
