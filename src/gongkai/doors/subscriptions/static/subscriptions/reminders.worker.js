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

// Some browsers change the address of a reminder by themselves; without this the device would fall silent.
const packed = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function renew(old, given) {
  if (!old) return;
  const now = given ?? await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: old.options.applicationServerKey });
  const said = { old: old.endpoint, endpoint: now.endpoint, public: packed(now.getKey("p256dh")), auth: packed(now.getKey("auth")) };
  await fetch("/subscriptions/reminders/renewed", { method: "POST", body: JSON.stringify(said), credentials: "omit", keepalive: true });
}

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renew(event.oldSubscription, event.newSubscription));
});
