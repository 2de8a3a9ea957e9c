// Help while the form is being written; without this file everything is still there, one page later. Nothing is stored.
const form = document.querySelector("form[data-apply]");
const PAUSE = 700;

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

function later(work) {
  let timer;
  return (...rest) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...rest), PAUSE);
  };
}

async function ask(address, values) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(values)) data.append(name, value);
  try {
    const response = await fetch(address, { method: "POST", body: data, credentials: "same-origin" });
    return response.status === 200 ? response : null;
  } catch {
    return null; // help only: the form works without
  }
}

function offer(matter) {
  const [title, text] = matter.querySelectorAll("textarea");
  const place = matter.querySelector("[data-offered]");
  let asked = "";
  const look = later(async () => {
    const words = `${title.value}\n${text.value}`;
    if (words === asked) return;
    asked = words;
    if (title.value.trim().length < 4) return place.replaceChildren();
    const response = await ask(form.dataset.matches, { title: title.value, text: text.value, agency: form.elements.agency.value });
    if (!response || asked !== words) return;
    const html = await response.text();
    const page = new DOMParser().parseFromString(html, "text/html");
    place.replaceChildren(...page.body.childNodes);
  });
  title.addEventListener("input", look);
  text.addEventListener("input", look);
}

function choose(code) {
  const words = document.querySelector("[data-find-agency]");
  if (words.value) {
    words.value = "";
    words.dispatchEvent(new Event("input"));
  }
  form.elements.agency.value = code;
  form.elements.agency.focus();
}

function narrow(words, select) {
  const all = [...select.options];
  words.addEventListener("input", () => {
    const wanted = words.value.trim();
    const found = [];
    for (const one of all) {
      const kept = !one.value || one.selected || !wanted || one.text.includes(wanted);
      // Hidden, not removed: a browser that comes back to the page finds what was chosen at its old place.
      one.hidden = one.disabled = !kept;
      if (kept && one.value) found.push(one);
    }
    if (!select.value && found.length === 1) select.value = found[0].value;
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.focus();
  });
}

function judge(party) {
  const base = party.dataset.party;
  const part = (name) => form.elements[`${base}${name}`];
  const number = part("identity_number");
  const said = document.getElementById(`${base}identity_number_error`);
  const look = async () => {
    if (!number.value.trim()) return;
    const response = await ask(form.dataset.identity, {
      kind: part("kind").value, identity: part("identity").value, number: number.value, name: part("name").value,
    });
    if (!response) return;
    const { defect } = await response.json();
    said.textContent = defect;
    said.hidden = !defect;
    number.closest(".field").classList.toggle("has-error", Boolean(defect));
    if (defect) number.setAttribute("aria-invalid", "true");
    else number.removeAttribute("aria-invalid");
  };
  number.addEventListener("change", look);
  part("identity").addEventListener("change", look);
}

if (form) {
  form.querySelectorAll("[data-matter]").forEach(offer);
  form.querySelectorAll("[data-party]").forEach(judge);
  narrow(form.querySelector("[data-find-agency]"), form.elements.agency);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose-agency]");
    if (button) choose(button.dataset.chooseAgency);
  });
}
