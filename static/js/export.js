// The main export is the one that was taken last: for a machine one works with, one press is enough.
const KEY = "export";
const main = document.querySelector("[data-export-main]");
const links = [...document.querySelectorAll("[data-export]")];

const remembered = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // Storage may be switched off; then it is the first.
  }
};
const remember = (name) => {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // As above.
  }
};
const show = (link) => {
  main.href = link.href;
  main.querySelector("[data-export-name]").textContent = link.dataset.name ?? link.textContent;
};

const last = links.find((link) => link.dataset.export === remembered());
if (last) show(last);
for (const link of links) {
  link.addEventListener("click", () => {
    remember(link.dataset.export);
    show(link);
  });
}
