// One entry after the other without the mouse: 1 to 9 choose a conclusion, Ctrl+Enter hands in, n goes to the next one.
// Nothing here decides for several: each key works on the entry that stands on the page.
const panel = document.querySelector("#decision");
const typing = (target) =>
  target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog");

const choose = (place) => {
  const choice = panel.querySelectorAll("input[name=verdict]")[place];
  if (!choice) return false;
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  (panel.querySelector("[name=reason]") || choice).focus();
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const form = event.target.closest("#decision form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.primary"));
    return;
  }
  if (event.ctrlKey || event.metaKey || typing(event.target)) return;
  if (/^[1-9]$/.test(event.key) && choose(Number(event.key) - 1)) event.preventDefault();
  if (event.key === "c") {
    const opinion = panel.querySelector("[name=opinion]");
    if (opinion) { event.preventDefault(); opinion.focus(); }
  }
  if (event.key === "n") document.querySelector("a[data-next]")?.click();
});
