// Counts on the seconds since a moment; what htmx swaps in is found at the next tick.
const tick = () => {
  for (const shown of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(shown.dataset.since)) / 1000));
    const text = `${seconds} s`;
    if (shown.textContent !== text) shown.textContent = text;
  }
};
setInterval(tick, 1000);
