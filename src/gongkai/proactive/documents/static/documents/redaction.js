// Marking by selecting text: every selected piece becomes {paragraph, start, words} in the form beside it.
// Without this script paragraph number and words are typed by hand.
const paragraphOf = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-paragraph]");

// The text of a paragraph itself, without paragraphs inside it: what the server counts in.
const piecesOf = (paragraph) => {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let start = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (paragraphOf(node) !== paragraph) continue;
    pieces.push({ node, start });
    start += node.data.length;
  }
  return pieces;
};

const passagesIn = (range, root) => {
  const found = [];
  for (const paragraph of root.querySelectorAll("[data-paragraph]")) {
    if (!range.intersectsNode(paragraph)) continue;
    let first = null;
    let words = "";
    for (const { node, start } of piecesOf(paragraph)) {
      if (!range.intersectsNode(node)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.data.length;
      if (to <= from) continue;
      first ??= start + from;
      words += node.data.slice(from, to);
    }
    if (words.trim()) found.push({ paragraph: Number(paragraph.dataset.paragraph), start: first, words });
  }
  return found;
};

const attach = (sheet) => {
  const form = document.querySelector(sheet.dataset.redact);
  if (!form) return;
  const said = form.querySelector("[data-selected]");
  const byHand = form.querySelector(".by-hand");
  const take = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !sheet.contains(selection.anchorNode)) return;
    const found = passagesIn(selection.getRangeAt(0), sheet);
    if (!found.length) return;
    form.elements.passages.value = JSON.stringify(found);
    form.elements.paragraph.value = found[0].paragraph;
    form.elements.words.value = found.map((one) => one.words).join("\n");
    const where = [...new Set(found.map((one) => one.paragraph))].map((number) => `第${number}段`).join("、");
    said.textContent = `已选${where}：${form.elements.words.value}`;
    said.hidden = false;
    byHand.hidden = true;
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(sheet.waiting);
    sheet.waiting = setTimeout(take, 150);
  });
  for (const name of ["paragraph", "words"]) {
    form.elements[name].addEventListener("input", () => {
      form.elements.passages.value = "";
    });
  }
};

document.querySelectorAll("[data-redact]").forEach(attach);
