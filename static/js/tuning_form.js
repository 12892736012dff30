// The fields of a drawing's settings: what they say, what they were, and the address that holds it.
const LONGEST_IN_ADDRESS = 200;

export class Fields {
  constructor(form, keep) {
    Object.assign(this, { form, keep });
  }

  get all() {
    const own = [...this.form.elements].filter((field) => field.name && field.name !== "do");
    return [...own, ...this.listed];
  }

  given() {
    return new URLSearchParams(this.all.map((field) => [field.name, field.value]));
  }

  // What differs from the stored settings; a list of many lines is too long for an address.
  changed() {
    const isShort = (field) => field.localName !== "textarea" && field.value.length < LONGEST_IN_ADDRESS;
    const isOther = (field) => field.value !== (field.dataset.stored ?? "");
    return this.all.filter((field) => isShort(field) && isOther(field)).map((field) => [field.name, field.value]);
  }

  // Each change is a step that going back undoes.
  keepInAddress() {
    const address = new URL(location.href);
    for (const field of this.all) address.searchParams.delete(field.name);
    for (const [name, text] of this.changed()) address.searchParams.set(name, text);
    const lists = this.lists();
    const isSame = address.href === location.href && JSON.stringify(lists) === JSON.stringify(history.state?.lists ?? lists);
    if (!isSame) history.pushState({ lists }, "", address);
  }

  get listed() {
    return [...this.keep.elements].filter((field) => field.localName === "textarea");
  }

  lists() {
    return Object.fromEntries(this.listed.map((field) => [field.name, field.value]));
  }

  takeLists(lists) {
    for (const field of this.listed) field.value = lists[field.name] ?? field.defaultValue;
  }

  areListsMoved() {
    return this.listed.some((field) => field.value !== field.defaultValue);
  }

  // Takes the settings that the address holds back into the fields.
  readAddress() {
    const given = new URLSearchParams(location.search);
    this.takeLists(history.state?.lists ?? {});
    for (const field of this.all.filter((each) => each.localName !== "textarea")) {
      if (field.type !== "hidden") field.value = given.get(field.name) ?? field.dataset.stored ?? "";
      this.moveSlider(field);
    }
  }

  moveSlider(field) {
    const slider = this.form.querySelector(`[data-slides="${CSS.escape(field.id)}"]`);
    if (slider) slider.value = field.value === "" ? slider.defaultValue : field.value.replace(",", ".");
  }

  // A slider writes into its field, a field moves its slider.
  follow(moved) {
    if (moved.dataset.slides) document.getElementById(moved.dataset.slides).value = moved.value;
    else this.moveSlider(moved);
  }

  tellFaults(faults) {
    for (const setting of this.form.querySelectorAll("[data-setting]")) {
      const fault = faults[setting.dataset.setting] ?? "";
      setting.querySelector("[data-fault]").textContent = fault;
      const field = setting.querySelector("[name]");
      if (fault) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      if (fault && setting.closest("details")) setting.closest("details").open = true;
    }
  }
}
