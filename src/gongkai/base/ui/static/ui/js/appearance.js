// Theme and type size: the links work by themselves; with script they change the page at once and are remembered.
const root = document.documentElement;
root.classList.add("js");

const remember = (name, value) => {
  const safe = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${safe}`;
};
const remembered = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=(\\w+)`))?.[1];

const show = () => {
  for (const link of document.querySelectorAll("[data-theme-set]")) {
    if (link.dataset.themeSet === root.dataset.theme) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const control of document.querySelectorAll("[data-size-set]")) {
    const chosen = control.dataset.sizeSet === (root.dataset.size || "normal");
    if (control.matches("button")) control.setAttribute("aria-pressed", String(chosen));
    else if (chosen) control.setAttribute("aria-current", "true");
    else control.removeAttribute("aria-current");
  }
};

// A page from a shared cache may carry the standard look: the reader's own choice wins.
const theme = remembered("gongkai_theme");
if (theme && root.dataset.theme === "default" && !new URLSearchParams(location.search).has("look")) {
  root.dataset.theme = theme;
}
const size = remembered("gongkai_size");
if (size && size !== "normal") root.dataset.size = size;
show();

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-theme-set]");
  const control = event.target.closest("[data-size-set]");
  if (link) {
    // The elder version is another page, with fewer things on it: the link leads there and back.
    if ([link.dataset.themeSet, root.dataset.theme].includes("elder")) return;
    event.preventDefault();
    const chosen = root.dataset.theme === link.dataset.themeSet ? "default" : link.dataset.themeSet;
    root.dataset.theme = chosen;
    remember("gongkai_theme", chosen);
  } else if (control) {
    event.preventDefault();
    root.dataset.size = control.dataset.sizeSet;
    remember("gongkai_size", control.dataset.sizeSet);
  } else return;
  show();
});

// The barrier-free tools stay as the reader left them while this tab is open; Escape folds them.
const tools = document.querySelector("[data-access]");
if (tools) {
  const kept = sessionStorage.getItem("access");
  if (kept !== null) tools.open = kept === "open";
  tools.addEventListener("toggle", () => sessionStorage.setItem("access", tools.open ? "open" : "closed"));
  tools.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !tools.open) return;
    tools.open = false;
    tools.querySelector("summary").focus();
  });
}
