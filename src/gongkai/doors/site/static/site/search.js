// Which result was opened (its place, nothing else), and the answer to "did this help", without leaving the page.
const list = document.querySelector("[data-counted]");
const form = document.querySelector("form[data-helped]");

list?.addEventListener("click", (event) => {
  const entry = event.target.closest(".doc-item a[href]")?.closest(".doc-item");
  if (!entry) return;
  const place = [...list.querySelectorAll(".doc-item")].indexOf(entry) + 1 + Number(list.dataset.offset || 0);
  navigator.sendBeacon?.("/search/opened", new URLSearchParams({ s: list.dataset.counted, place: String(place) }));
});

form?.addEventListener("submit", (event) => {
  const answer = event.submitter?.value;
  if (!answer || !navigator.sendBeacon) return;
  const data = new URLSearchParams({ s: form.elements.s.value, helped: answer });
  if (!navigator.sendBeacon(form.action, data)) return;
  event.preventDefault();
  const thanks = document.createElement("p");
  thanks.setAttribute("role", "status");
  thanks.tabIndex = -1;
  thanks.textContent = "谢谢，意见已记录。";
  form.replaceWith(thanks);
  thanks.focus();
});
