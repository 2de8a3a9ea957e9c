// The card beside its points follows what is typed. Only the card is drawn anew; the fields are never touched, save that an
// untouched name of a section follows the kind of policy.
const PAUSE = 500;
const form = document.querySelector("[data-card-form]");

const rename = (headings) => {
  for (const [name, word] of Object.entries(headings)) {
    const part = form.querySelector(`[data-card-part="${name}"]`);
    const own = part?.querySelector("[data-heading]");
    if (own) own.placeholder = word;
    const label = part?.querySelector(`label[for="id_${name}"]`);
    const words = label && [...label.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (words) words.data = word;
  }
};

const draw = async (number) => {
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  body.set("live", "1");
  const answer = await fetch(location.pathname, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || number !== asked) return;
  const told = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-card-now]");
  if (!told) return;
  document.querySelector("[data-card-now]").replaceWith(told);
  rename(JSON.parse(told.querySelector("#card-headings").textContent));
};

let asked = 0;
let waiting = 0;
const soon = () => {
  clearTimeout(waiting);
  asked += 1;
  waiting = setTimeout(draw, PAUSE, asked);
};
form?.addEventListener("input", soon);
