// Drawings of before are shown in place of those of now: marked in the list, and brought in sight.
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const link = ctx.sourceElement?.closest?.("[data-recent]");
  if (!link || !(ctx.response?.status < 400)) return;
  for (const other of document.querySelectorAll("[data-recent]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  const results = document.getElementById("results");
  if (results.getBoundingClientRect().top < 0) results.scrollIntoView();
});
