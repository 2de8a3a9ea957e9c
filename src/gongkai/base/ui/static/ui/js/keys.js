// "/" goes to the search box; in a list with data-keys j and k walk, Enter or o opens, x picks, e unfolds the clock.
const typing = (target) =>
  target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");

const rows = () => [...document.querySelectorAll("[data-keys] > li, tbody[data-keys] > tr")].filter((row) => row.offsetParent);
const here = () => document.querySelector(".is-here");

const walk = (by) => {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(here());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  here()?.classList.remove("is-here");
  next.classList.add("is-here");
  (next.querySelector(".what a, th a") || next.querySelector("a"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
};

const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => here()?.querySelector(".what a, th a, a")?.click(),
  x: () => here()?.querySelector("input[type=checkbox]")?.click(),
  e: () => here()?.querySelector("details > summary")?.click(),
  "/": () => document.querySelector("[data-slash]")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const act = keys[event.key];
  if (!act || (event.key !== "/" && !document.querySelector("[data-keys]"))) return;
  event.preventDefault();
  act();
});
