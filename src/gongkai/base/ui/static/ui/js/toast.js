// Toasts: Django messages, and whatever announces itself with a `ui:toast` event {detail: {text, level}}.
const SECONDS = 8;
const place = document.querySelector("[data-toasts]");

const leaveLater = (toast) => {
  if (toast.classList.contains("error") || toast.classList.contains("warning") || toast.querySelector("a, form")) return;
  setTimeout(() => toast.matches(":hover, :focus-within") || toast.remove(), SECONDS * 1000);
};
place?.querySelectorAll(".toast").forEach(leaveLater);

document.addEventListener("ui:toast", (event) => {
  if (!place) return;
  const toast = document.createElement("div");
  toast.className = `toast ${event.detail.level ?? "success"}`;
  toast.append(Object.assign(document.createElement("span"), { textContent: event.detail.text }));
  place.append(toast);
  leaveLater(toast);
});
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast")?.remove());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") place?.querySelector(".toast:last-child")?.remove();
});
