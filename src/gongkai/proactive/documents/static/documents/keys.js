// Keys on the page of one document: a to the decision, r to the return, ? for help. j k o / work in lists (ui/keys.js).
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");

const goTo = (element) => {
  if (!element) return;
  const fold = element.closest("details");
  if (fold) fold.open = true;
  element.scrollIntoView({ block: "center" });
  (element.querySelector?.("input:not([type=hidden]), select, textarea, button") || element).focus({ preventScroll: true });
};

const help = () => {
  const known = document.querySelector("dialog.key-help");
  if (known) return known.showModal();
  const lines = [
    ["j　k", "下一条、上一条"],
    ["o", "打开"],
    ["x", "选中"],
    ["a", "到审查决定"],
    ["r", "退回"],
    ["s", "保存稿件（Ctrl+S）"],
    ["/", "查找"],
    ["?", "显示本说明"],
  ];
  const dialog = document.createElement("dialog");
  dialog.className = "dialog key-help";
  dialog.setAttribute("aria-label", "键盘操作");
  const list = document.createElement("dl");
  for (const [key, words] of lines) {
    list.append(
      Object.assign(document.createElement("dt"), { textContent: key }),
      Object.assign(document.createElement("dd"), { textContent: words }),
    );
  }
  const foot = Object.assign(document.createElement("form"), { method: "dialog", className: "dialog-foot" });
  foot.append(Object.assign(document.createElement("button"), { className: "btn", textContent: "关闭" }));
  dialog.append(Object.assign(document.createElement("h2"), { textContent: "键盘操作" }), list, foot);
  document.body.append(dialog);
  return dialog.showModal();
};

const keys = {
  a: () => goTo(document.querySelector("#decision .decide form, #decision .decide")),
  r: () => goTo(document.querySelector("#m-return")?.closest("section")?.querySelector("form")),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.defaultPrevented || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
