// Counts on the seconds of a stage, from what the studio said: the clock here may be wrong.
const begun = new WeakMap();

const start = (shown) => {
  const told = `${shown.dataset.since} ${shown.dataset.seconds}`;
  if (begun.get(shown)?.told !== told)
    begun.set(shown, { told, at: Date.now() - 1000 * Number(shown.dataset.seconds) });
  return begun.get(shown).at;
};

const tick = () => {
  for (const shown of document.querySelectorAll("[data-seconds]")) {
    const text = `${Math.floor((Date.now() - start(shown)) / 1000)} s`;
    if (shown.textContent !== text) shown.textContent = text;
  }
};
tick();
setInterval(tick, 1000);
document.addEventListener("htmx:after:settle", tick);
