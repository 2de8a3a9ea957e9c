// Kept by the browser (service worker): shows a reminder and opens what it is about. It sees no page and keeps nothing.

const ICON = "/static/ui/icon.svg";

function told(event) {
  try { return event.data.json(); } catch { return {}; } // a browser insists on showing something
}

self.addEventListener("push", (event) => {
  const { title = "有您订阅的新内容", body = "", url = "/", tag = "", again = false } = told(event);
  const shown = { body, tag, renotify: Boolean(tag && again), icon: ICON, lang: "zh-CN", data: { url } };
  event.waitUntil(self.registration.showNotification(title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
