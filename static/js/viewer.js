// The drawing large: zoom, pan, rulers, grid, outline, its source over or beside it, and marks.
// Without this the picture is simply there. What is chosen is kept in the address.
import { Address, lookOf, takeLook } from "./viewer_address.js";
import { Marks } from "./viewer_marks.js";
import { Pane } from "./viewer_pane.js";
import { svgElement } from "./viewer_ruling.js";
import { TRUE_SIZE, View } from "./viewer_view.js";

const PAINT = ["d", "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"];

// A picture of our own from a drawing that came as text: its paths and nothing else of it.
export const pictureOf = (text) => {
  const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const picture = svgElement("svg", { viewBox: drawing.getAttribute("viewBox"), class: "layer" });
  picture.setAttribute("aria-hidden", "true");
  for (const path of drawing.querySelectorAll("path")) {
    const named = PAINT.filter((name) => path.hasAttribute(name));
    picture.append(svgElement("path", Object.fromEntries(named.map((n) => [n, path.getAttribute(n)]))));
  }
  return picture;
};

const imageOf = (address, name) => {
  const image = new Image();
  image.className = `layer layer-${name}`;
  image.alt = "";
  image.draggable = false;
  image.src = address;
  return image;
};

export class Viewer {
  constructor(root) {
    this.root = root;
    this.view = new View();
    this.panes = [];
    this.address = new Address();
    this.state = { grid: true, outline: false, marks: true, source: "", reveal: 50 };
    root.classList.add("is-live");
    for (const hidden of root.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
    for (const shown of root.querySelectorAll("[data-without-script]")) shown.hidden = true;
    root.addEventListener("pane:resize", () => this.refit());
    this.main = this.addPane(root.querySelector("[data-pane]"));
    this.marks = new Marks(this.main, this.view, () => this.set({ marks: true }));
    this.read();
    this.listen();
    this.show();
  }

  addPane(element) {
    const pane = new Pane(element, this.view);
    this.panes.push(pane);
    for (const image of element.querySelectorAll("img")) image.draggable = false;
    return pane;
  }

  refit() {
    const fits = this.panes.map((pane) => pane.fit).filter(Boolean);
    if (fits.length) this.view.setFit(Math.min(...fits));
  }

  read() {
    const given = new URLSearchParams(location.search);
    this.state.grid = given.get("grid") !== "0";
    this.state.marks = given.get("marks") !== "0";
    this.state.outline = given.get("outline") === "1";
    if (this.root.dataset.source && ["over", "beside"].includes(given.get("source")))
      this.state.source = given.get("source");
    const reveal = Number(given.get("reveal"));
    if (given.has("reveal") && reveal >= 0 && reveal <= 100) this.state.reveal = reveal;
    takeLook(this.view);
  }

  keep({ isMoving = true } = {}) {
    const { state, view } = this;
    const wanted = () => ({
      grid: state.grid ? "" : "0",
      marks: state.marks ? "" : "0",
      outline: state.outline ? "1" : "",
      source: state.source,
      reveal: state.source === "over" && state.reveal !== 50 ? String(state.reveal) : "",
      look: lookOf(view),
    });
    this.address.keep(wanted, { isMoving });
  }

  listen() {
    const acts = {
      in: () => this.view.zoom(1.5),
      out: () => this.view.zoom(1 / 1.5),
      fit: () => this.view.toFit(),
      true: () => this.view.zoom(TRUE_SIZE / this.view.scale),
    };
    for (const button of this.root.querySelectorAll("[data-act]"))
      button.addEventListener("click", () => acts[button.dataset.act]());
    for (const button of this.root.querySelectorAll("[data-toggle]"))
      button.addEventListener("click", () => this.toggle(button.dataset.toggle));
    this.slider = this.root.querySelector("[data-reveal]");
    this.slider?.addEventListener("input", () => this.set({ reveal: Number(this.slider.value) }));
    this.view.addEventListener("change", () => {
      this.sayScale();
      this.keep();
    });
  }

  toggle(name) {
    if (name === "over" || name === "beside")
      this.set({ source: this.state.source === name ? "" : name });
    else this.set({ [name]: !this.state[name] });
  }

  set(change) {
    Object.assign(this.state, change);
    this.show();
    this.keep({ isMoving: "reveal" in change });
  }

  show() {
    const { state } = this;
    const pressed = { ...state, over: state.source === "over", beside: state.source === "beside" };
    for (const button of this.root.querySelectorAll("[data-toggle]"))
      button.setAttribute("aria-pressed", String(Boolean(pressed[button.dataset.toggle])));
    this.showLayer("outline", state.outline, this.root.dataset.outline);
    this.showLayer("source", state.source === "over", this.root.dataset.source);
    this.main.element.classList.toggle("is-outlined", state.outline);
    this.showBeside(state.source === "beside");
    this.reveal(state.source === "over");
    for (const pane of this.panes) pane.gridOn = state.grid;
    this.marks.show(state.marks);
    for (const pane of this.panes) pane.draw();
    this.sayScale();
  }

  showLayer(name, wanted, address) {
    let layer = this.main.stage.querySelector(`.layer-${name}`);
    if (!layer && wanted && address) {
      layer = imageOf(address, name);
      if (name === "source") this.main.stage.append(layer);
      else this.main.stage.querySelector(".layer").after(layer);
    }
    if (layer) layer.hidden = !wanted;
  }

  showBeside(wanted) {
    if (wanted && !this.beside) {
      const pane = document.createElement("div");
      pane.className = "pane";
      pane.tabIndex = 0;
      pane.setAttribute("role", "group");
      pane.setAttribute("aria-label", "Its source, moved with the drawing");
      Object.assign(pane.dataset, { widthMm: this.main.sheet.width, heightMm: this.main.sheet.height });
      const stage = document.createElement("div");
      stage.dataset.stage = "";
      stage.className = "stage";
      stage.append(imageOf(this.root.dataset.source, "source"));
      pane.append(stage);
      this.main.element.before(pane);
      this.beside = this.addPane(pane);
    }
    if (this.beside) this.beside.element.hidden = !wanted;
  }

  reveal(wanted) {
    const field = this.slider?.closest("[data-reveal-field]");
    if (!field) return;
    field.hidden = !wanted;
    this.slider.value = this.state.reveal;
    const layer = this.main.stage.querySelector(".layer-source");
    if (layer) layer.style.clipPath = `inset(0 ${100 - this.state.reveal}% 0 0)`;
    this.edge ??= this.main.stage.appendChild(Object.assign(document.createElement("div"), { className: "reveal-edge" }));
    this.edge.hidden = !wanted;
    this.edge.style.left = `${this.state.reveal}%`;
  }

  sayScale() {
    const label = this.root.querySelector("[data-scale]");
    if (label) label.textContent = `${Math.round((this.view.scale / TRUE_SIZE) * 100).toLocaleString("en")} %`;
  }

  // The outline of what is shown now, by its address; nothing where there is none.
  setOutline(address) {
    this.root.dataset.outline = address;
    this.main.stage.querySelector(".layer-outline")?.remove();
    this.show();
  }

  // A drawing that is only tried takes the place of the stored one.
  showPicture(text, { width, height }) {
    const picture = pictureOf(text);
    const old = this.main.stage.querySelector(".layer-preview");
    picture.classList.add("layer-preview");
    if (old) old.replaceWith(picture);
    else this.main.stage.querySelector(".layer").after(picture);
    this.main.stage.querySelector("img.layer-drawing")?.setAttribute("hidden", "");
    for (const pane of this.panes) pane.setSheet(width, height);
  }
}
