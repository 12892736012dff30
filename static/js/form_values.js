// What stands in the form, as pairs of names and texts, and putting such pairs into it.
const OWN = new Set(["csrfmiddlewaretoken", "idempotency_token"]);

export const workspace = () => document.getElementById("workspace");

export const valuesOf = (form) => [...new FormData(form)].filter(([name]) => !OWN.has(name));

const put = (control, given) => {
  const texts = given.filter(([name]) => name === control.name).map(([, text]) => text);
  if (control.type === "radio" || control.type === "checkbox") {
    control.checked = texts.includes(control.value) && !control.closest(".route-off, .provider-off");
  } else {
    control.value = texts[0] ?? "";
  }
};

export const putValues = (form, given) => {
  const named = [...form.elements].filter((control) => control.name && !OWN.has(control.name));
  for (const control of named) if (control.type !== "submit") put(control, given);
  for (const fold of form.querySelectorAll("details.disclosure")) {
    const isUsed = ({ name, type, value, checked }) =>
      name && value && (checked || (type !== "radio" && type !== "checkbox"));
    if ([...fold.querySelectorAll("input, select")].some(isUsed)) fold.open = true;
  }
  changed(form);
};

// What listens to the form hears of what a script did to it.
export const changed = (control) => control.dispatchEvent(new Event("change", { bubbles: true }));
