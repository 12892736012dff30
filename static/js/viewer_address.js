// What is looked at and how, kept in the page's address.
const KEPT_MS = 300;

// Where one looks, as `look=x,y,scale`; nothing while the whole sheet is seen.
export const lookOf = ({ x, y, scale, isFitted }) =>
  isFitted ? "" : [x.toFixed(2), y.toFixed(2), scale.toPrecision(4)].join(",");

export const takeLook = (view) => {
  const look = (new URLSearchParams(location.search).get("look") ?? "").split(",").map(Number);
  if (look.length === 3 && look.every(Number.isFinite) && look[2] > 0) view.look(...look);
};

// Notes names and texts in the address, what moves on a moment later; what is empty is left out.
export class Address {
  keep(wanted, { isMoving = true } = {}) {
    clearTimeout(this.keeping);
    const write = () => {
      const address = new URL(location.href);
      for (const [name, text] of Object.entries(wanted()))
        if (text) address.searchParams.set(name, text);
        else address.searchParams.delete(name);
      if (address.href !== location.href) history.replaceState(history.state, "", address);
    };
    if (isMoving) this.keeping = setTimeout(write, KEPT_MS);
    else write();
  }
}
