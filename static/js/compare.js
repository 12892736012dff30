// Two to four drawings that move together: beside each other, or two of them in one window behind
// a slider, in turn, or as their difference. What is chosen is kept in the address.
import { Address, lookOf, takeLook } from "./viewer_address.js";
import { Pane } from "./viewer_pane.js";
import { TRUE_SIZE, View } from "./viewer_view.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

// In the middle of what it lies in, as wide and high as these parts of it in percent.
const placed = (element, [wide, high], name) => {
  const [left, top] = [(100 - wide) / 2, (100 - high) / 2];
  const percent = { width: wide, height: high, left, top };
  for (const [side, value] of Object.entries(percent)) element.style[side] = `${value}%`;
  element.className = name;
  return element;
};

class Comparison {
  constructor(root) {
    this.root = root;
    this.view = new View();
    this.address = new Address();
    const given = new URLSearchParams(location.search);
    const pair = (given.get("pair") ?? "").split(",").map((n) => Number(n) - 1);
    const reveal = Number(given.get("reveal") ?? 50);
    this.state = { way: root.dataset.way, pair: [0, 1], reveal: reveal >= 0 && reveal <= 100 ? reveal : 50 };
    root.classList.add("is-live");
    for (const hidden of root.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
    root.addEventListener("pane:resize", () => this.refit());
    this.panes = [...root.querySelectorAll("[data-pane]")].map((element) => new Pane(element, this.view));
    if (pair.length === 2 && pair.every((n) => this.panes[n])) this.state.pair = pair;
    takeLook(this.view);
    this.listen();
    this.show();
  }

  refit() {
    const fits = this.panes.map((pane) => pane.fit).filter(Boolean);
    if (fits.length) this.view.setFit(Math.min(...fits));
  }

  listen() {
    const acts = {
      in: () => this.view.zoom(1.5),
      out: () => this.view.zoom(1 / 1.5),
      fit: () => this.view.toFit(),
    };
    for (const button of this.root.querySelectorAll("[data-act]"))
      button.addEventListener("click", () => acts[button.dataset.act]());
    for (const button of this.root.querySelectorAll("[data-way-of]"))
      button.addEventListener("click", () => this.set({ way: button.dataset.wayOf }));
    this.slider = this.root.querySelector("[data-reveal]");
    this.slider.addEventListener("input", () => this.set({ reveal: Number(this.slider.value) }));
    this.picks = [...this.root.querySelectorAll("[data-pick]")];
    for (const pick of this.picks)
      pick.addEventListener("change", () => this.set({ pair: this.picks.map((p) => Number(p.value)) }));
    this.hold = this.root.querySelector("[data-hold]");
    this.hold.addEventListener("click", () => this.holdStill());
    this.view.addEventListener("change", () => {
      const percent = Math.round((this.view.scale / TRUE_SIZE) * 100).toLocaleString("en");
      this.root.querySelector("[data-scale]").textContent = `${percent} %`;
      this.keep();
    });
  }

  // Where motion is unwelcome the same button turns from one to the other.
  holdStill() {
    const turned = still.matches ? "is-turned" : "is-held";
    const isOn = this.root.classList.toggle(turned);
    this.hold.setAttribute("aria-pressed", String(isOn));
  }

  set(change) {
    Object.assign(this.state, change);
    this.show();
    this.keep({ isMoving: "reveal" in change });
  }

  show() {
    const { way, pair, reveal } = this.state;
    const isPair = way !== "side";
    this.root.dataset.way = way;
    for (const button of this.root.querySelectorAll("[data-way-of]"))
      button.setAttribute("aria-pressed", String(button.dataset.wayOf === way));
    this.panes.forEach((pane, i) => (pane.element.hidden = isPair && i !== pair[0]));
    this.root.classList.toggle("is-difference", way === "difference");
    this.root.classList.toggle("is-blinking", way === "blink");
    this.root.querySelector("[data-pair]").hidden = !isPair || this.panes.length < 3;
    this.root.querySelector("[data-reveal-field]").hidden = way !== "slider";
    this.root.querySelector("[data-key]").hidden = way !== "difference";
    this.hold.hidden = way !== "blink";
    this.hold.textContent = still.matches ? "Show the other" : "Hold still";
    this.picks.forEach((pick, i) => (pick.value = pair[i]));
    this.slider.value = reveal;
    this.layer(isPair);
    this.panes.forEach((pane) => {
      pane.gridOn = way === "side";
      pane.draw();
    });
  }

  // The second lies over the first, middle on middle, in the same millimetres; the paper of both
  // is as large as the larger of the two, so that nothing counts as ink that is only a sheet's end.
  layer(isPair) {
    for (const old of this.root.querySelectorAll(".layer-second, .layer-ground, .reveal-edge")) old.remove();
    for (const pane of this.panes) pane.setAround(null);
    if (!isPair) return;
    const [first, second] = this.state.pair.map((i) => this.panes[i]);
    const larger = (side) => Math.max(first.sheet[side], second.sheet[side]);
    first.setAround({ width: larger("width"), height: larger("height") });
    const share = (side) => (second.sheet[side] / first.sheet[side]) * 100;
    const [wide, high] = [share("width"), share("height")];
    const union = [Math.max(wide, 100), Math.max(high, 100)];
    const ground = placed(document.createElement("div"), union, "layer layer-ground");
    const over = placed(document.createElement("div"), union, "layer layer-second");
    const image = second.stage.querySelector("img").cloneNode();
    image.alt = "";
    over.append(placed(image, [(wide / union[0]) * 100, (high / union[1]) * 100], "layer"));
    first.stage.prepend(ground);
    first.stage.append(over);
    if (this.state.way !== "slider") return;
    const cut = ((this.state.reveal - (100 - union[0]) / 2) / union[0]) * 100;
    over.style.clipPath = `inset(0 0 0 ${Math.min(Math.max(cut, 0), 100)}%)`;
    const edge = Object.assign(document.createElement("div"), { className: "reveal-edge" });
    edge.style.left = `${this.state.reveal}%`;
    first.stage.append(edge);
  }

  keep({ isMoving = true } = {}) {
    const { way, pair, reveal } = this.state;
    const isPair = way !== "side";
    const wanted = () => ({
      way: isPair ? way : "",
      pair: isPair && pair.join() !== "0,1" ? pair.map((i) => i + 1).join(",") : "",
      reveal: way === "slider" && reveal !== 50 ? String(reveal) : "",
      look: lookOf(this.view),
    });
    this.address.keep(wanted, { isMoving });
  }
}

const root = document.querySelector("[data-compare]");
if (root) new Comparison(root);
