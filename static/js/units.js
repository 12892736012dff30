// Changing the unit converts the sizes that stand in the form; the studio reads what is sent.
// The last choice is remembered for addresses that name no unit.
import { putInAddress } from "./address.js";
import { workspace } from "./form_values.js";

const SIZES = ["width", "height", "inner_diameter", "outer_diameter"];
const MM_PER = { mm: 1, in: 25.4 };
const SAME_MM = 0.0005;

// The shortest text that means the same length; what is no bare number stays as it is.
const converted = (text, from, to) => {
  const number = Number(text.trim().replace(",", "."));
  if (!text.trim() || !Number.isFinite(number)) return text;
  const wanted = (number * MM_PER[from]) / MM_PER[to];
  for (let decimals = 0; decimals < 6; decimals += 1) {
    const shown = wanted.toFixed(decimals);
    if (Math.abs(Number(shown) - wanted) * MM_PER[to] < SAME_MM) return shown;
  }
  return wanted.toFixed(6);
};

const convert = (from, to) => {
  for (const name of SIZES) {
    const field = workspace().elements[name];
    field.value = converted(field.value, from, to);
  }
};

const remembered = () => {
  try {
    return localStorage.getItem("unit");
  } catch {
    return null; // Storage may be switched off; then millimetres it is.
  }
};
const remember = (unit) => {
  try {
    localStorage.setItem("unit", unit);
  } catch {
    // As above.
  }
};

// Only what a person does converts: a draft that comes back brings its own numbers.
document.addEventListener("change", ({ target, isTrusted }) => {
  if (!isTrusted || target.name !== "unit" || !target.checked) return;
  convert(target.value === "in" ? "mm" : "in", target.value);
  putInAddress("unit", target.value === "in" ? "in" : "");
  remember(target.value);
});

const isOpen = workspace().dataset.filled !== "typed" && !new URLSearchParams(location.search).has("unit");
if (isOpen && remembered() === "in" && workspace().elements.unit.value === "mm") {
  workspace().elements.unit.value = "in";
  convert("mm", "in");
}
