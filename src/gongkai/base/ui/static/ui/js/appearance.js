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
  for (const button of document.querySelectorAll("[data-size-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.sizeSet === (root.dataset.size || "normal")));
  }
};

// A page from a shared cache may carry the standard look: the reader's own choice wins.
const theme = remembered("gongkai_theme");
if (theme && root.dataset.theme === "default" && !new URLSearchParams(location.search).has("theme")) {
  root.dataset.theme = theme;
}
const size = remembered("gongkai_size");
if (size && size !== "normal") root.dataset.size = size;
show();

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-theme-set]");
  const button = event.target.closest("[data-size-set]");
  if (link) {
    event.preventDefault();
    const chosen = root.dataset.theme === link.dataset.themeSet ? "default" : link.dataset.themeSet;
    root.dataset.theme = chosen;
    remember("gongkai_theme", chosen);
  } else if (button) {
    root.dataset.size = button.dataset.sizeSet;
    remember("gongkai_size", button.dataset.sizeSet);
  } else return;
  show();
});
