// Changing the unit converts the sizes that stand in the form; the studio reads what is sent.
import { putInAddress } from "./address.js";
import { bench } from "./form_values.js";

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

// Only what a person does converts: a draft that comes back brings its own numbers.
document.addEventListener("change", ({ target, isTrusted }) => {
  if (!isTrusted || target.name !== "unit" || !target.checked) return;
  const from = target.value === "in" ? "mm" : "in";
  for (const name of SIZES) {
    const field = bench().elements[name];
    field.value = converted(field.value, from, target.value);
  }
  putInAddress("unit", target.value === "in" ? "in" : "");
});
