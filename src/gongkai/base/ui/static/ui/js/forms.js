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
