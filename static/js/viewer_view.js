// Where one looks: the middle of the window in mm from the sheet's middle, and pixels per mm.
// Several windows may share one view, and then move together.
const STEP_PX = 60;
const MOST_PX_PER_MM = 400;
export const TRUE_SIZE = 96 / 25.4;

export class View extends EventTarget {
  constructor() {
    super();
    Object.assign(this, { x: 0, y: 0, scale: 1, fit: 1, isFitted: true });
  }

  // The scale at which the whole sheet is seen, told by the windows.
  setFit(fit) {
    this.fit = fit;
    if (this.isFitted) this.toFit();
    else this.changed();
  }

  toFit() {
    Object.assign(this, { x: 0, y: 0, scale: this.fit, isFitted: true });
    this.changed();
  }

  // `at` stays where it is: mm from the sheet's middle.
  zoom(factor, at = { x: this.x, y: this.y }) {
    const most = Math.max(MOST_PX_PER_MM, this.fit * 8);
    // A sheet of a few millimetres is larger than life when it is fitted.
    const least = Math.min(this.fit * 0.5, TRUE_SIZE);
    const scale = Math.min(Math.max(this.scale * factor, least), most);
    const ratio = this.scale / scale;
    this.x = at.x + (this.x - at.x) * ratio;
    this.y = at.y + (this.y - at.y) * ratio;
    this.scale = scale;
    this.isFitted = false;
    this.changed();
  }

  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.isFitted = false;
    this.changed();
  }

  look(x, y, scale) {
    Object.assign(this, { x, y, scale, isFitted: false });
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  // Says whether the key was one of ours.
  press(key) {
    const moves = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (key in moves) this.pan(moves[key][0] * STEP_PX, moves[key][1] * STEP_PX);
    else if (key === "+" || key === "=") this.zoom(1.25);
    else if (key === "-" || key === "_") this.zoom(0.8);
    else if (key === "0") this.toFit();
    else if (key === "1") this.zoom(TRUE_SIZE / this.scale);
    else return false;
    return true;
  }
}
