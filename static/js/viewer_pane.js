// One window on a sheet: its pictures lie in true millimetres, and wheel, drag, pinch and keys
// move the view that it shares with others.
import { Ruling } from "./viewer_ruling.js";

const MARGIN_PX = 44;
const MARK_PX = 12;

export class Pane {
  constructor(element, view) {
    this.element = element;
    this.view = view;
    this.stage = element.querySelector("[data-stage]");
    this.sheet = { width: Number(element.dataset.widthMm), height: Number(element.dataset.heightMm) };
    this.gridOn = true;
    this.marks = [];
    this.pointers = new Map();
    this.ruling = new Ruling(element);
    this.size = { width: 0, height: 0 };
    this.pending = 0;
    this.listen();
    new ResizeObserver(() => this.measure()).observe(element);
    view.addEventListener("change", () => this.draw());
  }

  // The scale at which this window shows its whole sheet; null while it is hidden.
  get fit() {
    const { width, height } = this.size;
    if (!width || !height) return null;
    const room = (px) => Math.max(px - 2 * MARGIN_PX, 40);
    const seen = this.around ?? this.sheet;
    return Math.min(room(width) / seen.width, room(height) / seen.height);
  }

  // What else is to be seen at once, in mm around the sheet's middle; null for the sheet alone.
  setAround(around) {
    this.around = around;
    this.element.dispatchEvent(new Event("pane:resize", { bubbles: true }));
  }

  measure() {
    this.size = { width: this.element.clientWidth, height: this.element.clientHeight };
    this.element.dispatchEvent(new Event("pane:resize", { bubbles: true }));
    this.draw();
  }

  setSheet(width, height) {
    if (width === this.sheet.width && height === this.sheet.height) return;
    this.sheet = { width, height };
    this.element.dispatchEvent(new Event("pane:resize", { bubbles: true }));
    this.draw();
  }

  draw() {
    this.pending ||= requestAnimationFrame(() => {
      this.pending = 0;
      this.place();
    });
  }

  place() {
    const { width, height } = this.size;
    if (!width) return;
    const { scale } = this.view;
    const left = width / 2 - (this.sheet.width / 2 + this.view.x) * scale;
    const top = height / 2 - (this.sheet.height / 2 + this.view.y) * scale;
    Object.assign(this.stage.style, {
      width: `${this.sheet.width * scale}px`,
      height: `${this.sheet.height * scale}px`,
      transform: `translate(${left}px, ${top}px)`,
    });
    const { sheet, gridOn } = this;
    this.ruling.draw({ width, height, left, top, scale, sheet, gridOn });
    for (const { element, x, y } of this.marks) {
      const at = [left + x * scale - MARK_PX, top + y * scale - MARK_PX];
      element.style.transform = `translate(${at[0]}px, ${at[1]}px)`;
    }
    // A finger that moves up or down scrolls the page while everything is seen anyway.
    this.element.style.touchAction = this.view.isFitted ? "pan-y" : "none";
  }

  // Where a pointer is, in mm from the sheet's middle.
  at(event) {
    const box = this.element.getBoundingClientRect();
    return {
      x: this.view.x + (event.clientX - box.left - box.width / 2) / this.view.scale,
      y: this.view.y + (event.clientY - box.top - box.height / 2) / this.view.scale,
    };
  }

  listen() {
    const on = (name, act, options) => this.element.addEventListener(name, act, options);
    on("wheel", (event) => this.turn(event), { passive: false });
    on("dblclick", (event) => this.view.zoom(event.shiftKey ? 0.5 : 2, this.at(event)));
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"])
      on(name, (event) => this.release(event));
    // Two fingers are ours even where one of them scrolls the page.
    for (const name of ["touchstart", "touchmove"])
      on(name, (event) => event.touches.length > 1 && event.cancelable && event.preventDefault(), { passive: false });
    on("keydown", (event) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      const isHere = event.target === this.element || event.target.matches(".mark");
      if (isPlain && isHere && this.view.press(event.key)) event.preventDefault();
    });
  }

  turn(event) {
    // The whole sheet is seen: who scrolls on wants to get past it.
    if (this.view.isFitted && event.deltaY > 0 && !event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const turned = Math.max(-240, Math.min(240, event.deltaY * lines));
    this.view.zoom(Math.exp(-turned * (event.ctrlKey ? 0.01 : 0.0022)), this.at(event));
    if (this.view.scale <= this.view.fit) this.view.toFit();
  }

  press(event) {
    if (event.button !== 0 || event.target.closest("button, a, input")) return;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (event.pointerType === "mouse") this.element.setPointerCapture(event.pointerId);
  }

  release(event) {
    const wasPinched = this.pointers.size > 1;
    if (this.pointers.delete(event.pointerId) && wasPinched && this.view.scale <= this.view.fit) this.view.toFit();
  }

  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
    if (other) this.pinch(event, { before, now, other });
    else if (event.pointerType !== "touch" || !this.view.isFitted)
      this.view.pan(now.x - before.x, now.y - before.y);
    this.pointers.set(event.pointerId, now);
  }

  pinch(event, { before, now, other }) {
    const apart = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) || 1;
    const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
    this.view.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    this.view.zoom(apart(now, other) / apart(before, other), this.at(middle));
  }
}
