// Rulers and a grid in true millimetres, as fine as the eye can tell them apart.
const SVG = "http://www.w3.org/2000/svg";
const RULER_PX = 22;
const FINE_PX = 7;
const LABEL_PX = 56;

export const svgElement = (name, attributes = {}) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

// The smallest of 1, 2, 5, 10, ... tenths or wholes that is at least so many mm.
const niceStep = (least) => {
  const decade = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((n) => n * decade).find((step) => step >= least * 0.999);
};

const multiples = (step, from, to) => {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
};

const label = (mm, step) => {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return mm.toFixed(digits).replace("-", "−");
};

export class Ruling {
  constructor(pane) {
    this.grid = svgElement("svg", { class: "pane-grid", "aria-hidden": "true" });
    this.paper = svgElement("rect", { class: "pane-paper" });
    this.fine = svgElement("path", { class: "grid-fine" });
    this.coarse = svgElement("path", { class: "grid-coarse" });
    this.grid.append(this.paper, this.fine, this.coarse);
    this.rulers = svgElement("svg", { class: "pane-rulers", "aria-hidden": "true" });
    pane.prepend(this.grid);
    pane.append(this.rulers);
  }

  // left, top: where the sheet's corner is, in px; scale: px per mm.
  draw({ width, height, left, top, scale, sheet, gridOn }) {
    const right = left + sheet.width * scale;
    const bottom = top + sheet.height * scale;
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    for (const [key, value] of Object.entries(box)) this.paper.setAttribute(key, value);
    const step = niceStep(FINE_PX / scale);
    const lines = (by) => {
      const seen = (start, end, size) => [Math.max(0, -start / scale), Math.min(end, (size - start) / scale)];
      const across = multiples(by, ...seen(left, sheet.width, width)).map((mm) => left + mm * scale);
      const down = multiples(by, ...seen(top, sheet.height, height)).map((mm) => top + mm * scale);
      const [x0, x1] = [Math.max(left, 0), Math.min(right, width)];
      const [y0, y1] = [Math.max(top, 0), Math.min(bottom, height)];
      return across.map((x) => `M${x} ${y0}V${y1}`).join("") + down.map((y) => `M${x0} ${y}H${x1}`).join("");
    };
    this.fine.setAttribute("d", gridOn ? lines(step) : "");
    this.coarse.setAttribute("d", gridOn ? lines(step * 10) : "");
    this.drawRulers({ width, height, left, top, scale });
  }

  drawRulers({ width, height, left, top, scale }) {
    const step = niceStep(LABEL_PX / scale);
    const small = step / (String(step).includes("2") ? 4 : 5);
    const nodes = [
      svgElement("rect", { class: "ruler", width, height: RULER_PX }),
      svgElement("rect", { class: "ruler", width: RULER_PX, height }),
    ];
    let ticks = "";
    for (const mm of multiples(small, (RULER_PX - left) / scale, (width - left) / scale))
      ticks += `M${left + mm * scale} ${RULER_PX}v-5`;
    for (const mm of multiples(small, (RULER_PX - top) / scale, (height - top) / scale))
      ticks += `M${RULER_PX} ${top + mm * scale}h-5`;
    for (const mm of multiples(step, (RULER_PX - left) / scale, (width - left) / scale)) {
      ticks += `M${left + mm * scale} ${RULER_PX}v-${RULER_PX - 4}`;
      // What the edge would cut off is not written.
      if (left + mm * scale < width - 30) nodes.push(this.text(label(mm, step), left + mm * scale + 3, 12));
    }
    for (const mm of multiples(step, (RULER_PX - top) / scale, (height - top) / scale)) {
      const y = top + mm * scale;
      ticks += `M${RULER_PX} ${y}h-${RULER_PX - 4}`;
      nodes.push(this.text(label(mm, step), 12, y - 3, `rotate(-90 12 ${y - 3})`));
    }
    nodes.push(svgElement("path", { class: "ruler-ticks", d: ticks }));
    nodes.push(svgElement("rect", { class: "ruler ruler-corner", width: RULER_PX, height: RULER_PX }));
    nodes.push(this.text("mm", 3, 14));
    this.rulers.replaceChildren(...nodes);
  }

  text(words, x, y, transform) {
    const element = svgElement("text", { x, y });
    if (transform) element.setAttribute("transform", transform);
    element.textContent = words;
    return element;
  }
}
