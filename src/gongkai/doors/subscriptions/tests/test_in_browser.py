"""The button and the kept program in a real browser; only the push service of its maker is played."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.models import Device
from gongkai.doors.subscriptions.queries import manage_path
from gongkai.doors.subscriptions.rules.webpush import packed
from gongkai.doors.subscriptions.tests.browsers import Browser, PushService, push_service
from gongkai.doors.subscriptions.tests.world import confirmed, hear, public

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium"),
]
# Headless Chromium reaches no push service: what it would answer is put in its place, the rest is real.
PLAYED = """([endpoint, point, word]) => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
  PushManager.prototype.subscribe = async (wanted) => {
    if (!wanted.userVisibleOnly || wanted.applicationServerKey.length !== 65) throw new TypeError("key");
    return { endpoint, getKey: (name) => bytes({ p256dh: point, auth: word }[name]) };
  };
}"""
REFUSED = (
    "() => { PushManager.prototype.subscribe = async () => { throw new DOMException('no', 'NotAllowedError'); }; }"
)


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_LOOPBACK = True
    with push_service() as running:
        yield running


@pytest.fixture
def chromium(city: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread
    from playwright.sync_api import sync_playwright

    actions.save_push_key(contact="ops@yunchuan.example", by=city.xu)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def space(chromium: Any, live_server: Any, **context: Any) -> tuple[Any, Any]:
    mine = confirmed()
    page = chromium.new_context(locale="zh-CN", permissions=["notifications"], **context).new_page()
    page.goto(live_server.url + manage_path(mine))
    return page, mine


def test_the_button_adds_this_browser_and_its_program_shows_what_is_sent(
    city: Any, chromium: Any, live_server: Any, service: PushService
) -> None:
    page, _ = space(chromium, live_server)
    browser = Browser()
    page.evaluate(PLAYED, [f"{service.url}/a", packed(browser.public), packed(browser.auth)])
    assert "Chrome" in page.input_value("#device_name")
    page.get_by_role("button", name="在这台设备的浏览器里接收提醒").click()
    page.get_by_text("这台设备已经添加").wait_for()
    assert page.get_by_role("button", name="移除设备").count() == 1
    public(city.housing)
    hear()
    actions.send_due()
    (body,) = service.taken
    seen = shown(page, live_server.url, browser.opened(body.body).decode())
    assert seen == [["新公开：关于住房租赁补贴的通知", json.loads(browser.opened(body.body))["tag"]]]
    page.get_by_role("button", name="移除设备").click()
    page.get_by_text("设备已经移除").wait_for()
    assert Device.objects.get().gone_reason == "own"


CHANGED = """async ([old, endpoint, point, word]) => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
  const event = new ExtendableEvent("pushsubscriptionchange");
  event.oldSubscription = { endpoint: old, options: {} };
  event.newSubscription = { endpoint, getKey: (name) => bytes({ p256dh: point, auth: word }[name]) };
  const asked = new Promise((done) => {
    const real = self.fetch;
    self.fetch = async (...given) => { const answer = await real(...given); done(answer.status); return answer; };
  });
  self.dispatchEvent(event);
  return await asked;
}"""


def test_the_kept_program_tells_when_its_address_changed(
    city: Any, chromium: Any, live_server: Any, service: PushService
) -> None:
    del city
    page, _ = space(chromium, live_server)
    browser, new = Browser(), Browser()
    page.evaluate(PLAYED, [f"{service.url}/a", packed(browser.public), packed(browser.auth)])
    page.get_by_role("button", name="在这台设备的浏览器里接收提醒").click()
    page.get_by_text("这台设备已经添加").wait_for()
    program = page.context.service_workers[0]
    said = [f"{service.url}/a", f"{service.url}/b", packed(new.public), packed(new.auth)]
    assert program.evaluate(CHANGED, said) == 204
    device = Device.objects.get()
    assert (device.endpoint, device.public) == (f"{service.url}/b", packed(new.public))


def shown(page: Any, origin: str, data: str) -> list[list[str]]:
    """Hand a message to the program that the page installed, as the browser does when a push arrives."""
    wire = page.context.new_cdp_session(page)
    found: list[str] = []
    wire.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    wire.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    assert found
    message = {"origin": origin, "registrationId": found[-1], "data": data}
    wire.send("ServiceWorker.deliverPushMessage", message)
    page.wait_for_timeout(500)
    script = """async () => {
      const kept = await navigator.serviceWorker.getRegistration("/subscriptions/");
      return (await kept.getNotifications()).map((one) => [one.title, one.tag]);
    }"""
    return page.evaluate(script)  # type: ignore[no-any-return]


def test_whoever_says_no_is_told_what_to_do_and_nothing_is_sent(city: Any, chromium: Any, live_server: Any) -> None:
    del city
    page, _ = space(chromium, live_server)
    page.evaluate(REFUSED)
    page.get_by_role("button", name="在这台设备的浏览器里接收提醒").click()
    page.get_by_text("浏览器没有得到您的允许").wait_for()
    assert not Device.objects.exists()


def test_a_telephone_that_wants_a_home_screen_first_is_told_so(city: Any, chromium: Any, live_server: Any) -> None:
    del city
    phone = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1"
    )
    context = chromium.new_context(locale="zh-CN", user_agent=phone)
    context.add_init_script("delete window.PushManager")
    page = context.new_page()
    page.goto(live_server.url + manage_path(confirmed()))
    page.get_by_text("添加到主屏幕").wait_for()
    read = context.new_cdp_session(page).send("Page.getAppManifest")
    assert read["errors"] == []
    assert json.loads(read["data"])["display"] == "standalone"


def test_without_script_the_page_says_so_and_works(city: Any, chromium: Any, live_server: Any) -> None:
    del city
    page, _ = space(chromium, live_server, java_script_enabled=False)
    assert page.get_by_text("这个浏览器不支持提醒，或者没有启用脚本").is_visible()
    assert not page.get_by_role("button", name="在这台设备的浏览器里接收提醒").is_visible()


def test_nobody_is_shut_out_by_accessibility(city: Any, chromium: Any, live_server: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, mine = space(chromium, live_server)
    browser = Browser()
    actions.add_device(
        subscriber=mine, endpoint="https://push.example.com/a", public=packed(browser.public), auth=packed(browser.auth)
    )
    page.reload()
    assert Axe().run(page, context="main").violations_count == 0
    del city


def test_a_real_browser_may_send_the_forms_of_these_pages(city: Any, chromium: Any, live_server: Any) -> None:
    """The referrer policy keeps the links from other sites, yet lets our own forms say where they come from."""
    del city
    page = chromium.new_context(locale="zh-CN").new_page()
    page.goto(f"{live_server.url}/subscriptions/")
    page.get_by_role("button", name="订阅", exact=True).click()
    page.get_by_text("还不能提交").wait_for()
