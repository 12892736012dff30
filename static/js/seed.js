// The seed: locked for the draws to come, a new one, copied. Empty is a new one for each draw.
import { putInAddress } from "./address.js";
import { workspace, changed } from "./form_values.js";

const field = () => workspace().elements.variant_seed;
const shown = () => document.querySelector("[data-seed-shown]")?.textContent ?? "";
const isLocked = () => field().value !== "";

// As the studio makes them: 16 hexadecimal digits.
const newSeed = () =>
  [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

const show = () => {
  for (const button of workspace()?.querySelectorAll("[data-seed]") ?? []) {
    const action = button.dataset.seed;
    button.hidden = action === "copy" && !navigator.clipboard;
    if (action === "lock") button.setAttribute("aria-pressed", String(isLocked()));
    if (action === "copy") button.disabled = !isLocked() && !shown();
  }
};

const take = (seed) => {
  field().value = seed;
  putInAddress("variant_seed", seed);
  changed(field());
};

const copy = async (button) => {
  await navigator.clipboard.writeText(field().value || shown());
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 2000);
};

const actions = {
  lock: () => take(isLocked() ? "" : shown() || newSeed()),
  new: () => take(newSeed()),
  copy,
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-seed]");
  if (button) actions[button.dataset.seed](button);
});
for (const kind of ["input", "change", "htmx:after:settle"]) document.addEventListener(kind, show);
show();
