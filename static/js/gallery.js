// Choosing, doing and what follows from it. The results may be swapped at any time, so the
// document listens, and what is chosen is known by id.
const chosen = new Set();
let anchor = "";
const saying = document.getElementById("gallery-message");
export const results = () => document.getElementById("gallery-results");
export const cards = () => [...document.querySelectorAll("#assets > .card")];
export const boxOf = (card) => card.querySelector('[name="asset"]');
export const linkOf = (card) => card.querySelector("a.sheet");
// The bar's buttons know the addresses of what one does to all that is chosen.
export const buttonOf = (action) => document.querySelector(`.chosen [formaction$="/${action}"]`);
export const actionUrl = (action) => buttonOf(action).formAction;
export const chosenIds = () => cards().map((card) => card.id).filter((id) => chosen.has(id));
export const say = (text) => {
  if (saying) saying.textContent = text;
};

// What a server refuses to take at once is not offered to be chosen.
const most = () => Number(results()?.dataset.most ?? 0);
const count = () => {
  const shown = document.querySelector("[data-chosen-count]");
  const isFull = chosen.size >= most() ? ", the most at once" : "";
  const text = chosen.size ? `${chosen.size} selected${isFull}` : "";
  if (shown && shown.textContent !== text) shown.textContent = text;
  const compare = document.querySelector("[data-compare]");
  if (!compare) return;
  compare.hidden = chosen.size < 2 || chosen.size > 4;
  if (!compare.hidden) compare.href = `${compare.dataset.compare}?ids=${chosenIds().join(",")}`;
};

export const choose = (card, on) => {
  const takes = on && (chosen.has(card.id) || chosen.size < most());
  boxOf(card).checked = takes;
  if (takes) chosen.add(card.id);
  else chosen.delete(card.id);
};

export const chooseTo = (card, { from = anchor, on = true } = {}) => {
  const all = cards();
  const ends = [all.findIndex((one) => one.id === from), all.indexOf(card)].sort((a, b) => a - b);
  for (const one of ends[0] < 0 ? [card] : all.slice(ends[0], ends[1] + 1)) choose(one, on);
  anchor = card.id;
  count();
};

export const chooseAll = (on) => {
  for (const card of cards()) choose(card, on);
  count();
};

export const chooseOnly = (card) => {
  if (chosen.has(card.id)) return;
  chooseAll(false);
  chooseTo(card, { from: "" });
};

// An action whose answer takes the place of a card or of the results; the form sends what is chosen.
export const send = (address, target) =>
  window.htmx.ajax("POST", address, { source: "#chosen", target, swap: "outerMorph" });

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.target.id !== "chosen" || !button) return;
  const card = button.closest("#assets > .card");
  if (!card && !("inPlace" in button.dataset)) return;
  event.preventDefault();
  send(button.formAction, card ?? results());
});

document.addEventListener("click", (event) => {
  const card = event.target.closest("#assets > .card");
  if (card && event.target === boxOf(card)) {
    const on = event.target.checked;
    if (event.shiftKey) chooseTo(card, { on });
    else chooseTo(card, { from: "", on });
  } else if (card && event.target.closest("a.sheet")) {
    if (event.shiftKey) {
      event.preventDefault();
      chooseTo(card);
    } else if (!event.ctrlKey && !event.metaKey) {
      // Who comes back finds the place by it.
      history.replaceState(history.state, "", `#${card.id}`);
    }
  } else if (event.target.closest("[data-choose-all]")) {
    chooseAll(true);
  } else if (event.target.closest("[data-choose-none]")) {
    chooseAll(false);
    cards()[0]?.querySelector("a.sheet").focus();
  }
});

// Enter in a field of the bar does what the button beside it does.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".action input")) return;
  event.preventDefault();
  event.target.parentElement.querySelector("button").click();
});

// The size of the cards, remembered on this device.
const slider = document.getElementById("card-size");
const resize = () => {
  const list = document.getElementById("assets");
  if (!slider || !list || !localStorage.getItem("card-size")) return;
  list.style.setProperty("--card", `${slider.value}rem`);
  list.toggleAttribute("data-small", Number(slider.value) < 10);
};
if (slider) {
  slider.closest("[data-size-slider]").hidden = false;
  slider.value = localStorage.getItem("card-size") ?? slider.value;
  slider.addEventListener("input", () => {
    localStorage.setItem("card-size", slider.value);
    resize();
  });
  slider.addEventListener("change", (event) => event.stopPropagation());
}

// What is typed is searched for at once; leaving the field must not ask again.
document.getElementById("filter-q")?.addEventListener("change", (event) => event.stopPropagation());

const refresh = () => {
  const there = new Set(cards().map((card) => card.id));
  for (const id of chosen) if (!there.has(id)) chosen.delete(id);
  for (const card of cards()) boxOf(card).checked = chosen.has(card.id);
  for (const shy of document.querySelectorAll("[data-needs-script], [data-choose-all], [data-choose-none]"))
    shy.hidden = false;
  for (const field of document.querySelectorAll("[data-return-url]"))
    if (field.matches("input")) field.value = results()?.dataset.returnUrl ?? "";
  resize();
  count();
};

document.addEventListener("htmx:after:settle", refresh);
document.addEventListener("htmx:finally:request", (event) => {
  const { target, response } = event.detail.ctx;
  if (target?.id === "gallery-results" && response?.status < 400) say(results()?.dataset.message ?? "");
});
// A reload may keep what was ticked.
for (const card of cards()) if (boxOf(card).checked) chosen.add(card.id);
refresh();
if (location.hash) document.getElementById(location.hash.slice(1))?.querySelector("a.sheet")?.focus();
