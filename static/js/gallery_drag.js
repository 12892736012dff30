// Dragging a card: to another place of its collection, or onto a collection.
import { cards, chooseOnly, actionUrl, results, say, send } from "./gallery.js";

let dragged = null;
const shelf = document.getElementById("drop-targets");
const collection = () => results()?.dataset.collection;
export const canArrange = () => Boolean(collection() && document.querySelector("[data-needs-script]"));

export const place = async (card, before) => {
  const list = document.getElementById("assets");
  const last = document.getElementById("more");
  list.insertBefore(card, before ?? last);
  const form = new FormData();
  form.set("csrfmiddlewaretoken", document.querySelector("#chosen [name=csrfmiddlewaretoken]").value);
  form.set("moved", card.id);
  form.set("before", card.nextElementSibling?.matches(".card") ? card.nextElementSibling.id : "");
  const answer = await fetch(results().dataset.moveAt, {
    method: "POST",
    body: form,
    headers: { "HX-Request": "true" },
  });
  say(answer.ok ? `Moved to place ${cards().indexOf(card) + 1}.` : "It could not be moved.");
};

const clearDrop = () => {
  for (const marked of document.querySelectorAll("[data-drop]")) delete marked.dataset.drop;
};
const targetOf = (event) => {
  if (!dragged) return null;
  const onShelf = event.target.closest?.("[data-drop-on]");
  const over = canArrange() ? event.target.closest?.("#assets > .card") : null;
  return onShelf ?? (over !== dragged ? over : null);
};
const isBehind = (event, card) => {
  const { left, width } = card.getBoundingClientRect();
  return event.clientX > left + width / 2;
};

// The collection that one looks at has the card already.
const offer = () => {
  const others = [...(shelf?.querySelectorAll("[data-drop-on]") ?? [])];
  for (const one of others) one.hidden = one.dataset.dropOn === collection();
  return others.some((one) => !one.hidden);
};

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("#assets > .card");
  if (!card) return;
  dragged = card;
  card.dataset.dragged = "";
  event.dataTransfer.effectAllowed = "copyMove";
  // What appears at once may end the drag that it appears for.
  if (offer()) setTimeout(() => (shelf.hidden = !dragged));
});
document.addEventListener("dragover", (event) => {
  clearDrop();
  const over = targetOf(event);
  if (!over) return;
  event.preventDefault();
  over.dataset.drop = over.matches(".card") && isBehind(event, over) ? "behind" : "";
});
document.addEventListener("drop", (event) => {
  const over = targetOf(event);
  if (!over) return;
  event.preventDefault();
  if (over.matches(".card")) {
    place(dragged, isBehind(event, over) ? over.nextElementSibling : over);
  } else {
    // All that is chosen goes along with a chosen one.
    chooseOnly(dragged);
    send(`${actionUrl("collect")}?collection=${over.dataset.dropOn}`, results());
  }
});
document.addEventListener("dragend", () => {
  clearDrop();
  if (dragged) delete dragged.dataset.dragged;
  dragged = null;
  if (shelf) shelf.hidden = true;
});
