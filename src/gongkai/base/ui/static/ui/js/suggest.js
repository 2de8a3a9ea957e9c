// Suggestions under an input with data-suggest="/address": GET ?q=… answers a JSON list of {label, url, note} or {items: […]}.
// An entry with an url is gone to, one without fills the input and sends its form. data-suggest-param renames q.
const WAIT = 160;
let timer = 0;
let asked = 0;

const listOf = (input) => {
  if (input.suggestionList) return input.suggestionList;
  const list = document.createElement("div");
  list.className = "suggestions";
  list.id = `${input.id || "suggest"}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel || "建议");
  list.hidden = true;
  input.after(list);
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" }).forEach(
    ([name, value]) => input.setAttribute(name, value),
  );
  input.suggestionList = list;
  return list;
};

const close = (input) => {
  listOf(input).hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
};

const fill = (input, items) => {
  const list = listOf(input);
  list.replaceChildren(
    ...items.map((item, n) => {
      const option = document.createElement("div");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = item.label;
      if (item.url) option.dataset.url = item.url;
      option.dataset.value = item.value ?? item.label;
      if (item.note) option.append(Object.assign(document.createElement("small"), { textContent: item.note }));
      return option;
    }),
  );
  list.hidden = !items.length;
  input.setAttribute("aria-expanded", String(!!items.length));
  input.removeAttribute("aria-activedescendant");
};

const ask = async (input) => {
  const words = input.value.trim();
  if (!words) return close(input);
  const mine = ++asked;
  const url = new URL(input.dataset.suggest, location.href);
  url.searchParams.set(input.dataset.suggestParam || "q", words);
  const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  const data = await answer.json().catch(() => []);
  fill(input, (Array.isArray(data) ? data : (data.items ?? [])).slice(0, 10));
};

const choose = (input, option) => {
  if (option.dataset.url) {
    location.assign(option.dataset.url);
    return;
  }
  input.value = option.dataset.value;
  close(input);
  input.dispatchEvent(new Event("change", { bubbles: true }));
  if (input.type === "search") input.form?.requestSubmit();
};

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-suggest]") || event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT, event.target);
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.("[data-suggest]")) ask(event.target);
});
document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-suggest]") || event.isComposing || !input.suggestionList || input.suggestionList.hidden) return;
  const options = [...input.suggestionList.children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    event.preventDefault();
    const next = options[(at + steps[event.key] + options.length + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length];
    options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    choose(input, options[at]);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close(input);
  }
});
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest(".suggestions [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(option.parentElement.previousElementSibling, option);
});
document.addEventListener("focusout", (event) => {
  if (event.target.suggestionList) setTimeout(close, 120, event.target);
});
