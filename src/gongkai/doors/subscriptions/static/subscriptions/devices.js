// The button "在这台设备的浏览器里接收提醒": asks the browser, writes what it gives into the form and sends the form.

const form = document.querySelector("form[data-reminders]");
const state = document.querySelector("[data-reminders-state]");
const say = (text) => { state.textContent = text; state.hidden = false; };

const WORDS = {
  NotAllowedError: "浏览器没有得到您的允许。想接收提醒的，请在地址栏左侧的网站设置里允许通知，再点一次。",
  AbortError: "浏览器连接不上它的推送服务，请稍后再试。邮件通知不受影响。",
  InvalidStateError: "浏览器里有旧的授权，请刷新页面再试一次。",
};

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const packed = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function here() { // a name that its owner knows again
  const agent = navigator.userAgent;
  const browser = [["Edg", "Edge"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], ["Safari", "Safari"]].find(([mark]) => agent.includes(mark))?.[1] ?? "浏览器";
  const system = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac", "Mac"], ["Linux", "Linux"]].find(([mark]) => agent.includes(mark))?.[1];
  return system ? `${system} 上的 ${browser}` : browser;
}

async function agreed(key) {
  const kept = await navigator.serviceWorker.register(form.dataset.program, { scope: form.dataset.scope });
  await new Promise((done) => { // a new program starts in a moment; only then it may be told
    const starting = kept.installing ?? kept.waiting;
    if (kept.active || !starting) done();
    else starting.addEventListener("statechange", () => { if (starting.state === "activated") done(); });
  });
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  try {
    return await kept.pushManager.subscribe(wanted);
  } catch (error) {
    const old = error.name === "InvalidStateError" && await kept.pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe(); // given for another key, before this installation was set up anew
    return kept.pushManager.subscribe(wanted);
  }
}

async function add(button) {
  button.disabled = true;
  say("正在请求浏览器授权……");
  try {
    const given = await agreed(form.dataset.reminders);
    form.elements.endpoint.value = given.endpoint;
    form.elements.public.value = packed(given.getKey("p256dh"));
    form.elements.auth.value = packed(given.getKey("auth"));
    form.submit();
  } catch (error) {
    button.disabled = false;
    say(WORDS[error.name] ?? "浏览器没有给出推送地址，请稍后再试。邮件通知不受影响。");
  }
}

// On iPhone and iPad only a page on the home screen may show reminders; put there, it opens as this very page.
const apple = /iPhone|iPad/.test(navigator.userAgent);
if (form && apple && !("PushManager" in window)) say("iPhone 和 iPad 上，请先点“共享”，选“添加到主屏幕”，再从主屏幕打开这一页，就可以接收提醒。邮件通知不受影响。");

if (form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  form.hidden = false;
  state.hidden = true;
  form.elements.device_name.value ||= here();
  form.addEventListener("submit", (event) => { event.preventDefault(); add(form.querySelector("button")); });
}
