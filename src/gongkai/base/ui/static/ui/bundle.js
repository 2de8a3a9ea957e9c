/* 由 python -m gongkai.base.ui.bundle 生成，请改源文件 */
{ // appearance.js
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
}
{ // citing.js
// Reading: the number of an article copies a citation of it; a cited title shows what it is and whether it holds, a
// word that the text defines shows its meaning.
const sheet = document.querySelector("[data-cite]");
if (sheet) {
  sheet.addEventListener("click", (event) => {
    const link = event.target.closest(".art a");
    if (!link) return;
    const { cite, number, url } = sheet.dataset;
    const text = `《${cite}》${number ? `（${number}）` : ""}${link.textContent}，${url}${link.hash}`;
    navigator.clipboard?.writeText(text).then(
      () => document.dispatchEvent(new CustomEvent("ui:toast", { detail: { text: `已复制引文：${link.textContent}` } })),
      () => {},
    );
  });

  // The page of citations is asked once, when somebody first rests on a title; without it the link simply leads there.
  let page = null;
  const script = new URLSearchParams(location.search).get("script") === "hant" ? "?script=hant" : "";
  const explained = async (link) => {
    const meaning = document.getElementById(link.dataset.term ?? "");
    if (meaning) return [...meaning.childNodes].map((node) => node.cloneNode(true));
    page ??= fetch(link.pathname + script).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)));
    const found = new DOMParser().parseFromString(await page, "text/html").getElementById(link.hash.slice(1));
    return found ? [...found.childNodes].map((node) => document.importNode(node, true)) : null;
  };
  let card = null;
  let timer = 0;
  let tapped = null;
  const hide = () => {
    clearTimeout(timer);
    card?.remove();
    card = null;
  };
  const show = (link) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const nodes = await explained(link).catch(() => null);
      if (!nodes) return;
      hide();
      card = Object.assign(document.createElement("div"), { className: "cited-card", role: "status" });
      card.append(...nodes);
      document.body.append(card);
      const at = link.getClientRects()[0];
      card.style.insetInlineStart = `${Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 8)) + scrollX}px`;
      card.style.insetBlockStart = `${at.bottom + 6 + scrollY}px`;
      card.addEventListener("pointerleave", hide);
    }, 200);
  };
  const cited = (event) => event.target.closest?.("a.cited, .term");
  sheet.addEventListener("pointerover", (event) => event.pointerType === "mouse" && cited(event) && show(cited(event)));
  sheet.addEventListener("pointerout", (event) => {
    if (cited(event) && !card?.contains(event.relatedTarget)) timer = setTimeout(() => card?.matches(":hover") || hide(), 250);
  });
  // A finger has no hover: the first tap on a defined word shows its meaning, a second one follows the link.
  sheet.addEventListener("click", (event) => {
    const term = event.target.closest(".term");
    if (!term || event.pointerType !== "touch" || (card && tapped === term)) return;
    event.preventDefault();
    tapped = term;
    show(term);
  });
  document.addEventListener("pointerdown", (event) => {
    if (card && !card.contains(event.target) && !event.target.closest?.(".term")) hide();
  });
  sheet.addEventListener("focusin", (event) => (cited(event) ? show(cited(event)) : hide()));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}
}
{ // forms.js
// Forms: ask before what cannot be undone (data-confirm), warn before unsaved work is left behind (data-guard),
// and send a form only once.
const askDialog = (question, word) =>
  new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-label", "请确认");
    const text = Object.assign(document.createElement("p"), { textContent: question });
    const foot = Object.assign(document.createElement("form"), { method: "dialog", className: "dialog-foot" });
    const no = Object.assign(document.createElement("button"), { className: "btn quiet", value: "no", textContent: "取消" });
    const yes = Object.assign(document.createElement("button"), { className: "btn danger", value: "yes", textContent: word });
    foot.append(no, yes);
    dialog.append(text, foot);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    dialog.showModal();
  });

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  const question = button?.dataset.confirm || form.dataset.confirm;
  if (question && !form.confirmed) {
    event.preventDefault();
    if (await askDialog(question, button?.textContent.trim() || "确定")) {
      form.confirmed = true;
      form.requestSubmit(button);
      form.confirmed = false;
    }
    return;
  }
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
  form.changed = false;
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) form.changed = true;
});
// The editor hides its textarea, and with it the label: what one writes in gets the same name.
document.addEventListener("prose-editor:ready", ({ target }) => {
  const box = target.closest(".prose-editor")?.querySelector("[contenteditable]");
  const label = target.labels?.[0];
  if (!box || !label) return;
  label.id ||= `${target.id}_label`;
  box.setAttribute("aria-labelledby", label.id);
  box.setAttribute("aria-multiline", "true");
  if (target.hasAttribute("aria-describedby")) box.setAttribute("aria-describedby", target.getAttribute("aria-describedby"));
});
addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("form[data-guard]")].some((form) => form.changed);
  if (unsaved) event.preventDefault();
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
}
{ // keys.js
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
}
{ // popover.js
// A floating <details> closes when one clicks elsewhere, opens another or presses Escape.
const open = () => document.querySelectorAll("details[data-popover][open]");

document.addEventListener("click", (event) => {
  for (const details of open()) {
    if (!details.contains(event.target)) details.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of open()) {
    const inside = details.contains(document.activeElement);
    details.open = false;
    if (inside) details.querySelector("summary").focus();
  }
});
// What is folded away must be on paper all the same.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details.fold:not([open])")) {
    details.open = true;
    details.dataset.openedForPrint = "";
  }
});
addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("[data-opened-for-print]")) {
    details.open = false;
    delete details.dataset.openedForPrint;
  }
});
}
{ // suggest.js
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
}
{ // toast.js
// Toasts: Django messages, and whatever announces itself with a `ui:toast` event {detail: {text, level}}.
const SECONDS = 8;
const place = document.querySelector("[data-toasts]");

const leaveLater = (toast) => {
  if (toast.classList.contains("error") || toast.classList.contains("warning") || toast.querySelector("a, form")) return;
  setTimeout(() => toast.matches(":hover, :focus-within") || toast.remove(), SECONDS * 1000);
};
place?.querySelectorAll(".toast").forEach(leaveLater);

document.addEventListener("ui:toast", (event) => {
  if (!place) return;
  const toast = document.createElement("div");
  toast.className = `toast ${event.detail.level ?? "success"}`;
  toast.append(Object.assign(document.createElement("span"), { textContent: event.detail.text }));
  place.append(toast);
  leaveLater(toast);
});
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast")?.remove());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") place?.querySelector(".toast:last-child")?.remove();
});
}
{ // tools.js
// Small conveniences: copy, print, read aloud, disabled buttons that say why, filters that apply themselves, pick all.
const say = (text, level) => document.dispatchEvent(new CustomEvent("ui:toast", { detail: { text, level } }));

const copy = async (text) => {
  const value = text.startsWith("/") ? new URL(text, location.href).href : text;
  try {
    await navigator.clipboard.writeText(value);
    say("已复制");
  } catch {
    say(`没有复制成功，请手工复制：${value}`, "warning");
  }
};

// Read paragraph by paragraph: one can stop at once, and the paragraph being read is marked.
let reading = null;
const stop = () => {
  speechSynthesis.cancel();
  document.querySelectorAll(".speaking").forEach((element) => element.classList.remove("speaking"));
  if (reading) reading.textContent = reading.dataset.word;
  reading = null;
};
const read = (button) => {
  if (reading) return stop();
  const spoken = ":is(h1, h2, h3, h4, p, li, dt, dd, th, td, label, legend)";
  const paragraphs = [...document.querySelectorAll(`${button.dataset.read} ${spoken}`)].filter(
    (p) => p.offsetParent && p.textContent.trim() && !p.querySelector(spoken) && !p.closest(".sr"),
  );
  if (!paragraphs.length || !("speechSynthesis" in globalThis)) return say("这个浏览器不能朗读", "warning");
  reading = button;
  button.dataset.word = button.textContent;
  button.textContent = "停止朗读";
  const next = (n) => {
    document.querySelectorAll(".speaking").forEach((element) => element.classList.remove("speaking"));
    if (!reading || n >= paragraphs.length) return stop();
    const speech = new SpeechSynthesisUtterance(paragraphs[n].textContent);
    speech.lang = "zh-CN";
    speech.rate = 0.95;
    speech.onend = () => reading && next(n + 1);
    paragraphs[n].classList.add("speaking");
    paragraphs[n].scrollIntoView({ block: "center" });
    speechSynthesis.speak(speech);
  };
  next(0);
};

document.addEventListener("click", (event) => {
  const at = (name) => event.target.closest(`[data-${name}]`);
  if (at("copy")) copy(at("copy").dataset.copy);
  if (at("print")) print();
  if (at("read")) read(at("read"));
  const disabled = event.target.closest("[aria-disabled=true]");
  if (disabled) {
    event.preventDefault();
    say(disabled.querySelector(".sr")?.textContent.replace(/^，/, "") || "还不能这样做，请先补齐所缺的事项", "warning");
  }
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form) form.requestSubmit();
  const all = event.target.closest("[data-select-all]");
  if (all) {
    for (const box of document.getElementsByName(all.dataset.selectAll)) box.checked = all.checked;
  }
  const count = document.querySelector("[data-selected]");
  if (count) {
    const chosen = document.querySelectorAll(`input[name="${count.dataset.selected}"]:checked`).length;
    count.textContent = chosen ? `已选${chosen}项` : "勾选后批量处理";
  }
});
document.querySelector("[data-focus]")?.focus();

// The outline follows the reader.
const outline = document.querySelector("[data-outline]");
if (outline && "IntersectionObserver" in globalThis) {
  const links = new Map([...outline.querySelectorAll("a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const seen = new IntersectionObserver(
    (entries) => {
      const top = entries.find((entry) => entry.isIntersecting);
      if (!top) return;
      links.forEach((a) => a.removeAttribute("aria-current"));
      links.get(top.target.id)?.setAttribute("aria-current", "true");
    },
    { rootMargin: "0px 0px -70% 0px" },
  );
  links.forEach((_, id) => document.getElementById(id) && seen.observe(document.getElementById(id)));
}
}
