// Keys on a finding that has the focus: its buttons' letters decide, . goes to the next that waits.
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

const waiting = () => [...document.querySelectorAll("details.finding[data-waits]")];

const show = (finding) => {
  if (!finding) return;
  finding.open = true;
  finding.scrollIntoView({ block: "center" });
  finding.querySelector("summary").focus({ preventScroll: true });
};

const next = (from) => waiting().find((one) => !from || from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || waiting()[0];

// What needs a ground or a reason is asked for before it is sent; before the guard against sending twice hears of it.
document.addEventListener(
  "submit",
  (event) => {
    const asks = event.submitter?.dataset.asks;
    const said = event.target.closest(".decide-hit")?.elements.said;
    if (!asks || !said || said.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    said.placeholder = `请填写${asks}`;
    said.setAttribute("aria-invalid", "true");
    said.focus();
  },
  { capture: true },
);

document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const finding = event.target.closest("details.finding");
    if (event.key === "." && (finding || waiting().length)) {
      event.preventDefault();
      show(next(finding));
      return;
    }
    const button = finding?.querySelector(`.decide-hit button[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.click();
  },
  { capture: true },
);

// The margin: each stack beside its first words, below the one before it; the text keeps its own spacing. Without script
// a stack makes its paragraph as tall as itself. On a narrow page the stacks stay below their paragraphs.
const GAP = 8;

const place = (article) => {
  const stacks = [...article.querySelectorAll(":scope > .para > .finding-stack")];
  const inMargin = stacks.length > 0 && getComputedStyle(stacks[0]).gridColumnStart === "2";
  article.classList.toggle("is-placed", inMargin);
  let bottom = 0;
  const top = article.getBoundingClientRect().top;
  for (const stack of stacks) {
    const para = stack.parentElement;
    const words = para.querySelector("mark.hit") ?? para;
    const wanted = Math.max(words.getBoundingClientRect().top - top, bottom);
    stack.style.top = inMargin ? `${Math.round(wanted)}px` : "";
    bottom = wanted + stack.offsetHeight + GAP;
  }
  article.style.minHeight = inMargin ? `${Math.round(bottom)}px` : "";
};

const watch = new ResizeObserver((entries) => {
  for (const article of new Set(entries.map((entry) => entry.target.closest(".annotated")))) place(article);
});
for (const article of document.querySelectorAll(".annotated:has(> .para > .finding-stack)")) {
  place(article);
  watch.observe(article);
  for (const stack of article.querySelectorAll(":scope > .para > .finding-stack")) watch.observe(stack);
}

// Back from a decision: on to the next that waits, once the browser has gone to the place in the address.
const arrive = () => {
  const came = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (came?.matches("details.finding")) show(came.hasAttribute("data-waits") ? came : next(came) || came);
};
if (document.readyState === "complete") arrive();
else addEventListener("load", arrive, { once: true });
