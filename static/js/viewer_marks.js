// Numbers on the drawing at the places that the words speak of: from the words there, and back.
const CLOSE_PX_PER_MM = 60;

export class Marks {
  // `appear` is called before a place is visited.
  constructor(pane, view, appear) {
    Object.assign(this, { pane, view, appear, isShown: true });
    this.read();
  }

  // Takes the places from the page's words, anew where those have changed.
  read() {
    for (const { element } of this.pane.marks) element.remove();
    this.pane.marks = [...document.querySelectorAll("[data-place]")].map((link) => this.made(link));
    this.pane.element.append(...this.pane.marks.map((mark) => mark.element));
    this.show(this.isShown);
    this.pane.draw();
  }

  made(link) {
    const [x, y] = link.dataset.place.split(",").map(Number);
    const element = document.createElement("button");
    const mark = { element, link, x, y };
    Object.assign(element, { type: "button", className: "mark", tabIndex: -1, textContent: link.dataset.number });
    element.setAttribute("aria-label", `${link.dataset.number}: back to the words about it`);
    element.addEventListener("click", () => this.goBack(mark));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.goBack(mark);
    });
    // The words and the mark show which belongs to which.
    for (const [from, to] of [[link, element], [element, link]]) {
      const near = (isNear) => to.classList.toggle("is-near", isNear);
      from.addEventListener("pointerenter", () => near(true));
      from.addEventListener("pointerleave", () => near(false));
    }
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.visit(mark);
    });
    return mark;
  }

  show(isShown) {
    this.isShown = isShown;
    for (const { element } of this.pane.marks) element.hidden = !isShown;
  }

  // Only the mark that is visited can be reached by the keyboard: its words lead to each.
  visit(mark) {
    this.appear();
    for (const { element } of this.pane.marks) {
      element.classList.toggle("is-visited", element === mark.element);
      element.tabIndex = element === mark.element ? 0 : -1;
    }
    const { width, height } = this.pane.sheet;
    const close = Math.max(this.view.scale, Math.min(this.view.fit * 6, CLOSE_PX_PER_MM));
    this.view.look(mark.x - width / 2, mark.y - height / 2, close);
    this.pane.place();
    this.pane.element.scrollIntoView({ block: "nearest" });
    mark.element.focus({ preventScroll: true });
  }

  goBack({ link }) {
    for (const other of document.querySelectorAll(".place.is-current")) other.classList.remove("is-current");
    link.classList.add("is-current");
    link.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
    link.scrollIntoView({ block: "nearest" });
    link.focus();
  }
}
