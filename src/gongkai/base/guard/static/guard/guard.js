// Proof of work instead of the question: this file is the page's script and, loaded by it, the worker.
// SHA-256 is our own: browsers offer theirs over HTTPS only, and one promise a hash would take longer than the hash.

const primes = (count) => { const found = []; for (let n = 2; found.length < count; n += 1) if (found.every((p) => n % p)) found.push(n); return found; };
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const START = primes(8).map((p) => fraction(Math.sqrt(p)));
const ROUND = primes(64).map((p) => fraction(Math.cbrt(p)));
const turn = (x, n) => (x >>> n) | (x << (32 - n));

export function sha256(text) { // ASCII only
  const length = text.length, w = new Int32Array(64), hash = [...START];
  const words = new Int32Array(((length + 8 >> 6) + 1) * 16);
  for (let i = 0; i < length; i += 1) words[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
  words[length >> 2] |= 0x80 << (24 - (length % 4) * 8);
  words[words.length - 1] = length * 8;
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) w[i] = words[block + i];
      else {
        const x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
      }
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => { hash[i] = (hash[i] + x) | 0; });
  }
  return hash.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
}

function search({ salt, challenge, most }, from, to) {
  for (let n = from; n <= Math.min(to, most); n += 1) if (sha256(salt + n) === challenge) return n;
  return null;
}

async function inSlices(task) { // where there are no workers: the page stays alive between two slices
  for (let from = 0; from <= task.most; from += 1000) {
    const found = search(task, from, from + 999);
    if (found !== null) return found;
    await new Promise((go) => { setTimeout(go); });
  }
  return null;
}

function solve(task) {
  return new Promise((done) => {
    let worker;
    const slowly = () => { worker?.terminate(); inSlices(task).then(done); };
    try {
      worker = new Worker(import.meta.url, { type: "module" });
    } catch { slowly(); return; }
    worker.onerror = slowly;
    worker.onmessage = ({ data }) => { worker.terminate(); done(data); };
    worker.postMessage(task);
  });
}

function keep(box) {
  const form = box.closest("form"), question = box.querySelector("[data-proof-question]");
  const answer = question.querySelector("input"), state = box.querySelector("[data-proof-state]");
  const proof = Object.assign(document.createElement("input"), { type: "hidden", name: "guard_proof" });
  let run = 0, waiting = null;
  const say = (text) => { state.hidden = !text; state.textContent = text; };
  const ask = () => { question.hidden = false; answer.required = true; proof.remove(); say(""); waiting = null; };

  async function work(task) {
    const mine = run += 1;
    question.hidden = true; answer.required = false; proof.value = ""; box.append(proof);
    say("正在自动验证，不需要操作，请照常填写。");
    const number = await solve(task);
    if (mine !== run) return; // a newer one has begun
    if (number === null) { ask(); return; }
    const { salt, challenge, signature } = task;
    proof.value = btoa(JSON.stringify({ algorithm: "SHA-256", challenge, number, salt, signature }));
    say("已通过自动验证。");
    setTimeout(() => { if (mine === run) renew(); }, task.lifetime * 900); // before it expires
    if (waiting) { const { by } = waiting; waiting = null; form.requestSubmit(by); }
  }

  async function renew() {
    try {
      const answered = await fetch(box.dataset.proof, { cache: "no-store" });
      if (!answered.ok) throw new Error(answered.status);
      await work(await answered.json());
    } catch { ask(); }
  }

  form.addEventListener("submit", (event) => {
    if (!proof.isConnected || proof.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { by: event.submitter };
    say("正在自动验证，完成后会自动提交，请稍候。");
  }, { capture: true });
  // Back from the next page: what is in the form has been used.
  addEventListener("pageshow", ({ persisted }) => { if (persisted) renew(); });
  const { salt, challenge, signature, most, lifetime } = box.dataset;
  work({ salt, challenge, signature, most: Number(most), lifetime: Number(lifetime) });
}

if (typeof document === "undefined") onmessage = ({ data }) => postMessage(search(data, 0, data.most));
else document.querySelectorAll("[data-proof]").forEach(keep);
