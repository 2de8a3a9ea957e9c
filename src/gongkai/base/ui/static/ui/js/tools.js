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

// A link from elsewhere names a paragraph alone: in a text that is shown in parts, go to the part where it stands.
const parted = document.querySelector("[data-parts]");
function toPart() {
  const wanted = /^#p(\d+)$/.exec(location.hash);
  if (!wanted || document.getElementById(wanted[0].slice(1))) return;
  const number = parted.dataset.parts.split(" ").findIndex((last) => Number(wanted[1]) <= Number(last)) + 1;
  if (number) location.replace(`?part=${number}${location.hash}`);
}
if (parted) {
  toPart();
  addEventListener("hashchange", toPart);
}

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
