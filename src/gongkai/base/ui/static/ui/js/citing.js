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
