// The gallery by keyboard: one card is in the order of tabs, arrows go on from it.
import {
  boxOf,
  buttonOf,
  cards,
  chooseAll,
  chooseOnly,
  chooseTo,
  chosenIds,
  actionUrl,
  linkOf,
  say,
  send,
} from "./gallery.js";
import { canArrange, place } from "./gallery_drag.js";
import { toggleStack } from "./gallery_focus.js";

const dialog = document.getElementById("keys");
const cardOf = (node) => node?.closest?.("#assets > .card") ?? null;
const isOff = () => localStorage.getItem("gallery-keys") === "off";

let roving = null;
const setStop = (card, tabindex) => {
  for (const part of card.querySelectorAll("a, button, input")) part.tabIndex = tabindex;
};
const rove = (card) => {
  if (roving && roving !== card) setStop(roving, -1);
  if (card) setStop(card, 0);
  roving = card;
};
// Cards that came with a swap are not in the order of tabs yet taken out of it.
const keepOne = () => {
  const all = cards();
  const now = cardOf(document.activeElement) ?? (roving?.isConnected ? roving : all[0]);
  for (const card of all) if (card !== now) setStop(card, -1);
  rove(now ?? null);
};

const go = (card) => {
  if (!card) return;
  rove(card);
  linkOf(card).focus();
  card.scrollIntoView({ block: "nearest" });
};

// Strips are as wide as two, so rows hold different numbers of cards.
const middleOf = (card) => card.offsetLeft + card.offsetWidth / 2;
const inNextRow = (card, direction) => {
  const away = cards().filter((other) => (other.offsetTop - card.offsetTop) * direction > 0);
  if (!away.length) return null;
  const rows = away.map((other) => other.offsetTop);
  const row = direction > 0 ? Math.min(...rows) : Math.max(...rows);
  const distance = (other) => Math.abs(middleOf(other) - middleOf(card));
  return away
    .filter((other) => other.offsetTop === row)
    .reduce((best, other) => (distance(other) < distance(best) ? other : best));
};
const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };
const ROWS = { ArrowUp: -1, ArrowDown: 1 };
const isArrow = (key) => key in SIDEWAYS || key in ROWS;
const target = (card, key) => {
  const all = cards();
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key in ROWS) return inNextRow(card, ROWS[key]);
  return all[all.indexOf(card) + SIDEWAYS[key]];
};

const pathOf = (card, action) => `${linkOf(card).getAttribute("href")}/${action}`;
const press = (action) => buttonOf(action)?.click();
const starOf = (card) => card.querySelector(".star");

const download = (card) => {
  if (chosenIds().length) return press("download");
  const link = document.createElement("a");
  const { value: format, dataset } = document.getElementById("action-format");
  link.href = `${dataset.exportAt.replace("0-0", card.id)}?format=${format}`;
  link.download = "";
  link.click();
  return say(`Downloading ${format.toUpperCase()}.`);
};

const compare = (card) => {
  const ids = chosenIds();
  if (ids.length === 1 && ids[0] !== card.id) ids.push(card.id);
  if (ids.length < 2) return say("Choose another drawing with Space, then C compares it with this one.");
  if (ids.length > 4) return say(`Two to four drawings are compared; ${ids.length} are chosen.`);
  const { compare: path } = document.querySelector("[data-compare]").dataset;
  return location.assign(`${path}?ids=${ids.join(",")}`);
};

// What is chosen is meant where the card is one of it, or else the card alone.
const meansMany = (card) => chosenIds().length > 1 && boxOf(card).checked;
const LETTERS = {
  s: (card) => (meansMany(card) ? press("star") : send(starOf(card).formAction, card)),
  d: download,
  c: compare,
  p: (card) => toggleStack(card),
};
const rate = (card, key) => {
  if (!meansMany(card)) send(pathOf(card, `rate/${key}`), card);
  else send(`${actionUrl("rate")}?rating=${key}`, document.getElementById("gallery-results"));
};
const archive = (card) => {
  chooseOnly(card);
  press("archive");
};

const arrange = (card, key) => {
  const to = target(card, key);
  if (!to) return;
  const forward = cards().indexOf(to) > cards().indexOf(card);
  place(card, forward ? to.nextElementSibling : to);
  linkOf(card).focus();
};

const onCard = (event, card) => {
  const { key } = event;
  const moves = isArrow(key) || key === "Home" || key === "End";
  if (moves && event.altKey) return isArrow(key) && canArrange() ? arrange(card, key) : false;
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return key === "a" ? chooseAll(true) : false;
  if (moves) {
    const to = target(card, key);
    if (to && event.shiftKey) chooseTo(to, { from: card.id });
    return go(to);
  }
  if (key === "Escape") return chosenIds().length ? chooseAll(false) : false;
  if (key === " " && event.target.matches("a, input"))
    return event.shiftKey ? chooseTo(card) : chooseTo(card, { from: "", on: !boxOf(card).checked });
  if (key === "Delete") return archive(card);
  if (isOff()) return false;
  if (/^[0-5]$/.test(key)) return rate(card, key);
  const letter = LETTERS[key.toLowerCase()];
  return letter ? letter(card) : false;
};

const anywhere = (event) => {
  const { key, ctrlKey, metaKey } = event;
  const undo = document.querySelector("#undo button");
  if (key === "z" && (ctrlKey || metaKey)) return undo ? undo.click() : false;
  if (ctrlKey || metaKey) return false;
  // Where nothing has the focus yet, arrows begin where the order of tabs would.
  if (isArrow(key) && event.target === document.body) return roving ? go(roving) : false;
  if (isOff()) return false;
  if (key === "/") return document.getElementById("filter-q").focus();
  if (key === "?") return dialog.showModal();
  return false;
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || dialog.open || event.isComposing) return;
  const card = cardOf(event.target);
  const isWriting = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (!card && (isWriting || event.altKey)) return;
  let done = card ? onCard(event, card) : false;
  if (done === false && !event.altKey) done = anywhere(event);
  if (done !== false) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const card = cardOf(event.target);
  if (card) rove(card);
});
document.addEventListener("htmx:after:settle", keepOne);

for (const button of document.querySelectorAll("[data-show-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}
const off = dialog.querySelector("[data-keys-off]");
off.checked = isOff();
off.addEventListener("change", () => localStorage.setItem("gallery-keys", off.checked ? "off" : "on"));
keepOne();
