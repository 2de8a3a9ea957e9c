// Uploads in parts with progress; goes on by itself after a network error, and after a reload when the same file is chosen again.
//
// <div data-upload="/desk/files/uploads/">
//   <input type="file" name="attachment">            without JavaScript: a plain multipart field
//   <input type="hidden" name="attachment_id" data-upload-id>
//   <progress data-upload-progress hidden></progress> <output data-upload-message aria-live="polite"></output>
// </div>
// With several files (multiple) the hidden field is repeated, one id each. The form is held back until its files have arrived. Events on the element: upload:done (detail: {file, name, size, kind}), upload:failed.

const KEY = "gongkai-upload:";
const TRIES = 8;
const LONGEST_WAIT = 30000;

class Refusal extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function csrf() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (field) return field.value;
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Private windows may forbid storage: then an upload resumes only within the page.
  }
}

async function ask(url, options, signal) {
  const response = await fetch(url, {
    credentials: "same-origin",
    signal,
    ...options,
    headers: { "X-CSRFToken": csrf(), Accept: "application/json", ...(options.headers || {}) },
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 409 && Number.isInteger(answer.offset)) return { received: answer.offset, conflict: true };
  throw new Refusal(answer.error || `上传失败（${response.status}）。请稍后再试。`, response.status);
}

// Server faults and lost connections are worth another try; a refusal is final.
const passing = (error) => !(error instanceof Refusal) || error.status >= 500 && error.status !== 507 || error.status === 400;

class Uploader {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.upload;
    this.input = root.querySelector("input[type=file]");
    this.hidden = root.querySelector("[data-upload-id]");
    this.bar = root.querySelector("[data-upload-progress]") || root.appendChild(document.createElement("progress"));
    this.output = root.querySelector("[data-upload-message]") || root.appendChild(document.createElement("output"));
    this.name = this.input.name;
    this.bar.hidden = true;
    this.input.addEventListener("change", () => this.start());
    const form = root.closest("form");
    if (form) form.addEventListener("submit", (event) => this.guard(event));
  }

  guard(event) {
    if (!this.running) return;
    event.preventDefault();
    this.say("文件还在上传，传完后再提交。");
  }

  say(text) {
    this.output.textContent = text;
  }

  show(done, size, name) {
    const percent = size ? Math.floor((done / size) * 100) : 0;
    this.bar.hidden = false;
    this.bar.max = size;
    this.bar.value = done;
    this.bar.setAttribute("aria-label", `上传“${name}”`);
    this.say(`${name} ${percent}%`);
  }

  async start() {
    if (this.running) this.running.abort();
    const files = [...this.input.files];
    this.hidden.value = "";
    for (const more of this.root.querySelectorAll("[data-upload-more]")) more.remove();
    // The plain field stays in use until the upload has succeeded, so nothing is lost without it.
    this.input.name = this.name;
    if (!files.length) {
      this.bar.hidden = true;
      this.say("");
      return;
    }
    const controller = (this.running = new AbortController());
    try {
      const answers = [];
      for (const file of files) answers.push(await this.send(file, controller.signal));
      this.finished(answers);
    } catch (error) {
      if (!controller.signal.aborted) this.failed(error);
    } finally {
      if (this.running === controller) this.running = null;
    }
  }

  finished(answers) {
    this.hidden.value = answers[0].file;
    for (const answer of answers.slice(1)) {
      const more = document.createElement("input");
      Object.assign(more, { type: "hidden", name: this.hidden.name, value: answer.file });
      more.dataset.uploadMore = "";
      this.hidden.after(more);
    }
    // The bytes are on the server: the form need not carry them again.
    this.input.removeAttribute("name");
    this.say(`${answers.map((answer) => answer.name).join("、")} 已上传`);
    for (const answer of answers) this.root.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail: answer }));
  }

  failed(error) {
    this.bar.hidden = true;
    this.input.value = "";
    const text = error instanceof Refusal ? error.message : "网络中断，已传的部分已保留。网络恢复后重新选择同一文件，会从中断处继续。";
    this.say(text);
    this.root.dispatchEvent(new CustomEvent("upload:failed", { bubbles: true, detail: { message: text } }));
  }

  async send(file, signal) {
    const key = `${KEY}${file.name}:${file.size}:${file.lastModified}`;
    let state = await this.resumed(key, signal);
    if (!state) {
      state = await this.patiently(() => this.begin(file, signal), signal);
      remember(key, state.id);
    }
    let received = state.received;
    const url = `${this.base}${state.id}/`;
    try {
      while (received < file.size) {
        this.show(received, file.size, file.name);
        const from = received;
        const body = file.slice(from, from + state.chunk);
        const headers = { "Content-Type": "application/octet-stream" };
        const answer = await this.patiently(() => ask(`${url}?offset=${from}`, { method: "PATCH", body, headers }, signal), signal);
        received = answer.received;
      }
      this.show(received, file.size, file.name);
      const answer = await this.patiently(() => ask(`${url}finish/`, { method: "POST" }, signal), signal);
      remember(key, null);
      return answer;
    } catch (error) {
      if (error instanceof Refusal && [404, 422].includes(error.status)) remember(key, null);
      throw error;
    }
  }

  begin(file, signal) {
    const body = JSON.stringify({ filename: file.name, size: file.size });
    return ask(this.base, { method: "POST", body, headers: { "Content-Type": "application/json" } }, signal);
  }

  async resumed(key, signal) {
    const id = remembered(key);
    if (!id) return null;
    try {
      const state = await ask(`${this.base}${id}/`, { method: "GET" }, signal);
      return state.file ? null : state;
    } catch (error) {
      if (error instanceof Refusal) {
        remember(key, null);
        return null;
      }
      throw error;
    }
  }

  async patiently(attempt, signal) {
    for (let turn = 0; ; turn += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (signal.aborted || !passing(error) || turn + 1 >= TRIES) throw error;
        const wait = Math.min(LONGEST_WAIT, 500 * 2 ** turn);
        this.say(`网络中断，${Math.ceil(wait / 1000)} 秒后自动继续……`);
        await Promise.race([pause(wait), new Promise((resolve) => addEventListener("online", resolve, { once: true }))]);
      }
    }
  }
}

export function attach(scope = document) {
  for (const root of scope.querySelectorAll("[data-upload]:not([data-upload-ready])")) {
    root.dataset.uploadReady = "";
    new Uploader(root);
  }
}

attach();
document.addEventListener("htmx:load", (event) => attach(event.target));
