// Autosave of a draft: every change is kept on the server a moment later; without a connection it stays in this browser
// and is sent as soon as the connection is back. The form itself is saved by its button only.
const PAUSE = 2500;

const attach = (form) => {
  const said = document.querySelector(form.dataset.autosaveSaid);
  const key = `draft:${form.dataset.autosave}`;
  const say = (words) => {
    if (said) said.textContent = words;
  };
  let waiting = 0;
  let sending = false;
  let again = false;
  const send = async () => {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin" });
      if (answer.ok) {
        localStorage.removeItem(key);
        say(`${(await answer.json()).at} 已自动保存`);
      } else {
        const { error } = await answer.json().catch(() => ({}));
        say(error || "没有自动保存，请按“保存”。");
      }
    } catch {
      try {
        body.delete("csrfmiddlewaretoken");
        localStorage.setItem(key, body.toString());
        say("连接中断，内容已留在本机，恢复连接后自动保存");
      } catch {
        say("连接中断，请不要关闭本页");
      }
    } finally {
      sending = false;
      if (again) {
        again = false;
        send();
      }
    }
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("keyup", (event) => event.target.closest("[contenteditable]") && later());
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    localStorage.removeItem(key);
  });
  addEventListener("online", () => localStorage.getItem(key) && send());
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.querySelector("button[name=save]")?.click();
    }
  });
  const left = localStorage.getItem(key);
  if (left) {
    const body = new URLSearchParams(left);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin" })
      .then((answer) => {
        if (!answer.ok) return;
        localStorage.removeItem(key);
        location.reload();
      })
      .catch(() => say("连接中断，上次未保存的内容还在本机"));
  }
};

document.querySelectorAll("form[data-autosave]").forEach(attach);
