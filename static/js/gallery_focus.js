// The place is kept: focus after a swap, stacks that are expanded in place, and what is new
// only on demand.
import { boxOf, cards, chosenIds, linkOf, results, say } from "./gallery.js";

const LOOK_EVERY_MS = 30_000;
const LOOK_AGAIN_AFTER_MS = 3_000;

// Whoever loses the focus to a swap finds it on the same card, or on the one that took its place.
let place = { id: "", at: 0 };
const remember = () => {
  const all = cards();
  const active = document.activeElement?.closest("#assets > .card");
  const card = active ?? all.find((one) => boxOf(one).checked);
  if (card) place = { id: card.id, at: all.indexOf(card) };
};
const isLost = () => {
  const active = document.activeElement;
  return !active || active === document.body || (active.closest(".chosen") && !chosenIds().length);
};
const regain = () => {
  if (!isLost()) return;
  const all = cards();
  const card = all.find((one) => one.id === place.id) ?? all[Math.min(place.at, all.length - 1)];
  const instead = document.querySelector("#undo button, #gallery-results .empty a");
  const now = card ? linkOf(card) : instead;
  now?.focus({ preventScroll: true });
  now?.scrollIntoView({ block: "nearest" });
};
document.addEventListener("htmx:before:swap", remember);
document.addEventListener("htmx:after:settle", regain);

const swapTo = (address) =>
  window.htmx.ajax("GET", address, { source: results(), target: results(), swap: "outerMorph" });
const seen = () => document.querySelector('#chosen [name="seen"]')?.value ?? "";

// The address in the bar says how much is shown; a link that was written earlier does not.
export const toggleStack = async (card) => {
  const { stack } = card.dataset;
  if (!stack) return;
  const there = new URL(location.href);
  const expanded = new Set((there.searchParams.get("expanded") ?? "").split(",").filter(Boolean));
  if (!expanded.delete(stack)) expanded.add(stack);
  there.searchParams.set("expanded", [...expanded].join(","));
  there.searchParams.set("seen", seen());
  there.searchParams.delete("archived");
  const top = document.querySelector(`.card-stack[data-stack="${CSS.escape(stack)}"]`);
  if (top && card !== top) linkOf(top).focus();
  await swapTo(`${there.pathname}${there.search}`);
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.stack");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  toggleStack(link.closest(".card"));
});

const news = document.getElementById("gallery-updates");
let newsSince = seen();
let lookedAt = Date.now();
const look = async () => {
  if (document.hidden || !seen() || Date.now() - lookedAt < LOOK_AGAIN_AFTER_MS) return;
  lookedAt = Date.now();
  const since = seen();
  const query = new URLSearchParams(location.search);
  query.set("seen", since);
  query.delete("archived");
  const answer = await fetch(`${news.dataset.updatesUrl}?${query}`).catch(() => null);
  if (answer?.status !== 200 || answer.redirected || since !== seen()) return;
  const before = news.textContent;
  news.innerHTML = await answer.text();
  if (news.textContent !== before) say(`${news.textContent.trim()}.`);
};
if (news) {
  setInterval(look, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", (event) => event.persisted && look());
  document.addEventListener("htmx:after:settle", () => {
    if (newsSince !== seen()) news.replaceChildren();
    newsSince = seen();
  });
  news.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await swapTo(link.getAttribute("href"));
    news.replaceChildren();
    const first = cards()[0];
    if (!first) return;
    linkOf(first).focus();
    first.scrollIntoView({ block: "center" });
  });
}
