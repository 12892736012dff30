// Sections of a rail as tabs. Without this they stand one below the other and the links lead there.
const rail = document.querySelector("[data-rail]");
const list = rail.querySelector("[data-tabs]");
const tabs = [...list.querySelectorAll("[data-opens]")];
const panelOf = (tab) => rail.querySelector(`[data-panel="${tab.dataset.opens}"]`);

const open = (chosen) => {
  for (const tab of tabs) {
    const isChosen = tab === chosen;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    panelOf(tab).hidden = !isChosen;
  }
};

list.setAttribute("role", "tablist");
for (const tab of tabs) {
  const panel = panelOf(tab);
  tab.id = `tab-${tab.dataset.opens}`;
  tab.setAttribute("role", "tab");
  panel.id ||= `panel-${tab.dataset.opens}`;
  tab.setAttribute("aria-controls", panel.id);
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  tab.addEventListener("click", (event) => {
    event.preventDefault();
    open(tab);
    history.replaceState(history.state, "", `#${tab.dataset.opens}`);
  });
}
list.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  open(next);
  next.focus();
});

// Whatever the address names is shown with the section it stands in.
const named = () => {
  const aim = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const panel = aim && aim.closest?.("[data-panel]");
  return panel && tabs.find((tab) => panelOf(tab) === panel);
};
open(named() || tabs[0]);
addEventListener("hashchange", () => named() && open(named()));
// Words that a mark on the drawing leads back to may stand in another section.
rail.addEventListener("reveal", ({ target }) => {
  const panel = target.closest("[data-panel]");
  const tab = tabs.find((each) => panelOf(each) === panel);
  if (tab) open(tab);
});
