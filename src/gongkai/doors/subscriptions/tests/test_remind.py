"""Reminders in browsers by the pages and verbs that people use; a push service on this machine opens what it gets."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai.base.events.models import Event
from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.actions import sending
from gongkai.doors.subscriptions.models import Campaign, Consent, Delivery, Device, Letter, PushKey, Subscriber
from gongkai.doors.subscriptions.queries import manage_path, stop_path
from gongkai.doors.subscriptions.rules import DEVICE_ADDS, MOST_DEVICES, MOST_TRIES, PUSH_LOST_BEFORE_GONE, Criteria
from gongkai.doors.subscriptions.tests.browsers import Browser, claims, push_service
from gongkai.doors.subscriptions.tests.world import confirmed, corrected, hear, public, sent_to, withdrawn

LATER = dt.timedelta(hours=3)


@pytest.fixture
def service(settings):
    settings.PUSH_LOOPBACK = True
    with push_service() as running:
        yield running


@pytest.fixture
def ready(city):
    """Set up at the desk, by a person, over its page."""
    client = Client()
    client.force_login(city.people["xu"])
    assert client.post("/desk/subscriptions/reminders/", {"contact": "ops@yunchuan.example"}).status_code == 302
    return city


def add(client, subscriber, browser, endpoint, **changes):
    return client.post(f"{manage_path(subscriber)}/device", browser.form(endpoint) | changes)


@pytest.fixture
def told(ready, client, service):
    """Somebody confirmed, and one browser of hers."""
    mine, browser = confirmed(), Browser()
    assert add(client, mine, browser, f"{service.url}/a").status_code == 302
    return mine, browser


@pytest.mark.requirement("R183", "R185")
def test_a_browser_is_added_by_its_page_and_shows_what_became_public(ready, client, service):
    mine, browser = confirmed(), Browser()
    page = client.get(manage_path(mine)).content.decode()
    key = PushKey.objects.get()
    assert "在这台设备的浏览器里接收提醒" in page
    assert f'data-reminders="{key.public}"' in page
    answer = add(client, mine, browser, f"{service.url}/a")
    assert "家里的电脑" in client.get(answer["Location"]).content.decode()
    release = public(ready.housing)
    hear()
    actions.send_due()
    (said,) = service.told(browser)
    campaign = Campaign.objects.get()
    assert said["title"] == "新公开：关于住房租赁补贴的通知"
    assert "云川市住房和城乡建设局" in said["body"]
    assert said["url"] == f"/subscriptions/to/{campaign.code}"
    assert client.get(said["url"])["Location"] == f"/documents/{release.key}"
    (taken,) = service.taken
    assert claims(taken.headers["authorization"])[0] | {"exp": 0} == {
        "aud": service.url, "exp": 0, "sub": "mailto:ops@yunchuan.example",
    }  # fmt: skip
    assert claims(taken.headers["authorization"])[1] == key.public
    assert (taken.headers["content-encoding"], taken.headers["urgency"]) == ("aes128gcm", "normal")
    assert int(taken.headers["ttl"]) > 0
    assert "租赁".encode() not in taken.body
    assert len(sent_to(mine)) == 1  # the mail goes as well


@pytest.mark.requirement("R185")
def test_a_worker_that_runs_again_tells_a_browser_once(told, ready, service):
    public(ready.housing)
    hear()
    for _ in range(3):
        actions.send_due()
        hear()
    assert len(service.taken) == 1
    assert sorted(Delivery.objects.values_list("device", "state")) == [(0, "sent"), (Device.objects.get().pk, "sent")]


def test_what_a_dead_worker_wrote_down_as_accepted_is_not_told_again(told, ready, service, monkeypatch):
    public(ready.housing)
    hear()

    def dies(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_settle", dies)
        for _ in range(2):  # once with the mail in hand, once with the push
            with pytest.raises(KeyboardInterrupt):
                actions.send_due()
            Letter.objects.filter(state="handing").update(lease_until=timezone.now() - LATER)
    actions.send_due()
    assert len(service.taken) == 1
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.requirement("R184")
def test_a_browser_that_is_gone_is_removed_with_a_record_and_the_mail_goes_on(told, ready, client, service):
    mine, _ = told
    service.answers["/a"] = [(410, {})]
    public(ready.housing)
    hear()
    actions.send_due()
    device = Device.objects.get()
    assert (device.gone_reason, device.endpoint, device.public, device.auth) == ("expired", "", "", "")
    assert Event.objects.filter(tag="subscriptions:device:gone").count() == 1
    assert "浏览器取消了授权" in client.get(manage_path(mine)).content.decode()
    client.post(f"{manage_path(mine)}/drop-device", {"device": device.pk})  # seen, and put away
    assert "浏览器取消了授权" not in client.get(manage_path(mine)).content.decode()
    mine.refresh_from_db()
    assert mine.state == "confirmed"
    public(ready.housing, title="第二份租赁补贴通知")
    hear()
    actions.send_due()
    assert len(service.taken) == 1
    assert len(sent_to(mine)) == 2
    client.force_login(ready.people["xu"])
    page = client.get(f"/desk/subscriptions/pushes/{Campaign.objects.order_by('pk')[0].pk}/").content.decode()
    row = page[page.index("浏览器提醒</th>") :].split("</tr>")[0]
    assert [cell.split("<")[0] for cell in row.split('<td class="r num">')[1:]] == ["1", "0", "0", "1", "0", "0"]


@pytest.mark.requirement("R183")
@pytest.mark.parametrize(
    ("status", "headers"), [(503, {"Retry-After": "600"}), (429, {"Retry-After": "600"}), (500, {})]
)
def test_a_busy_service_is_asked_again_later_and_the_message_arrives_once(told, ready, service, status, headers):
    _, browser = told
    service.answers["/a"] = [(status, headers)]
    public(ready.housing)
    hear()
    before = timezone.now()
    actions.send_due()
    letter = Letter.objects.get(device__isnull=False)
    wait = (letter.due_at - before).total_seconds()
    assert (letter.state, letter.tries) == ("waiting", 1)
    assert 590 < wait < 660 if headers else 50 < wait < 90
    actions.send_due()
    assert len(service.taken) == 1  # not yet
    actions.send_due(now=before + LATER)
    actions.send_due(now=before + LATER)
    assert len(service.taken) == 2
    assert [one["title"] for one in service.told(browser)] == ["新公开：关于住房租赁补贴的通知"] * 2
    assert Delivery.objects.get(device__gt=0).state == "sent"


def test_a_service_that_is_busy_is_not_asked_for_the_rest(told, ready, client, service):
    people = [confirmed(f"reader{n}@example.com") for n in range(20)]
    for n, one in enumerate(people):
        add(client, one, Browser(), f"{service.url}/{n}")
        service.answers[f"/{n}"] = [(503, {})]
    service.answers["/a"] = [(503, {})]
    public(ready.housing)
    hear()
    actions.send_due()
    assert len(service.taken) == 8  # as many as are asked at once
    waiting = Letter.objects.filter(device__isnull=False, state="waiting")
    assert waiting.count() == 21
    assert waiting.filter(tries=0).count() == 13  # nobody's failure


def test_a_browser_that_never_takes_anything_is_given_up_in_the_end(told, ready, service):
    service.answers["/a"] = [(403, {})] * 100
    for number in range(PUSH_LOST_BEFORE_GONE):
        public(ready.housing, title=f"第{number}份租赁补贴通知")
        hear()
        for tries in range(MOST_TRIES):
            actions.send_due(now=timezone.now() + LATER * (tries + 1))
    assert Device.objects.get().gone_reason == "failed"
    assert len(service.taken) == PUSH_LOST_BEFORE_GONE * MOST_TRIES


@pytest.mark.requirement("R185")
def test_what_was_withdrawn_between_match_and_sending_is_not_told(told, ready, service):
    release = public(ready.housing)
    hear()
    withdrawn(release)
    actions.send_due()
    hear()
    actions.send_due()
    assert service.taken == []
    assert set(Letter.objects.values_list("state", flat=True)) == {"dropped"}


def test_what_was_withdrawn_while_a_busy_service_was_waited_for_is_not_told(told, ready, service):
    service.answers["/a"] = [(503, {})]
    release = public(ready.housing)
    hear()
    actions.send_due()
    withdrawn(release)
    hear()
    actions.send_due(now=timezone.now() + LATER)
    assert len(service.taken) == 1  # the try before; the mail alone was told, so the mail alone hears of the withdrawal
    assert Letter.objects.get(slot__startswith="withdrawn").device is None


@pytest.mark.requirement("R183")
def test_a_correction_and_a_withdrawal_take_the_place_of_what_was_told(told, ready, client, service):
    mine, browser = told
    release = public(ready.housing)
    hear()
    actions.send_due()
    late = Browser()
    add(client, mine, late, f"{service.url}/late")
    corrected(release, title="关于租赁补贴标准的通知")
    hear()
    actions.send_due()
    withdrawn(release)
    hear()
    actions.send_due()
    assert {one.path for one in service.taken} == {"/a"}  # whoever was told; not the browser that came later
    assert len({one.headers["topic"] for one in service.taken}) == 1
    first, second, third = service.told(browser)
    assert first["tag"] == second["tag"] == third["tag"]
    assert [one["again"] for one in (first, second, third)] == [False, True, True]
    assert second["title"] == "已更正：关于租赁补贴标准的通知"
    assert third["title"] == f"已撤下：索引号 {release.key}"
    assert "租赁" not in json.dumps(third, ensure_ascii=False)


def test_browsers_keep_the_rhythm_and_the_quiet_hours_of_the_mail(told, ready, service):
    mine, browser = told
    actions.set_rhythm(subscriber=mine, frequency="day")
    public(ready.housing)
    public(ready.housing, title="第二份租赁补贴通知")
    hear()
    actions.send_due()
    assert service.taken == []
    actions.send_due(now=timezone.now() + dt.timedelta(days=2))
    (said,) = service.told(browser)
    assert "2件您订阅的内容" in said["title"]
    assert "第二份租赁补贴通知" in said["body"]


def test_a_mail_server_that_is_down_keeps_nothing_from_browsers(told, ready, service, monkeypatch):
    def closed():
        raise OSError("refused")

    public(ready.housing)
    hear()
    with monkeypatch.context() as patch:
        patch.setattr(sending, "mail_post", closed)
        with pytest.raises(actions.Unreachable):
            actions.send_due()
    assert len(service.taken) == 1
    actions.send_due()
    assert len(service.taken) == 1
    assert len(mail.outbox) == 2


def test_a_targeted_push_reaches_the_browser_too(told, ready, service, monkeypatch):
    from gongkai.doors.subscriptions.rules.eligibility import Judged

    def everybody(key, kind, profiles):
        return [Judged("yes", "符合条件") for _ in profiles]

    monkeypatch.setattr("gongkai.doors.subscriptions.rules.eligibility.ELIGIBLE", [everybody])
    monkeypatch.setattr("gongkai.doors.subscriptions.actions.pushing.ELIGIBLE", [everybody])
    mine, browser = told
    actions.set_profile(subscriber=mine, profile={"age": ["30"]}, agreed=True)
    release = public(ready.housing)
    campaign = actions.prepare(key=release.key, method="precise", kind="person", by=ready.shen)
    actions.approve(campaign=campaign, by=ready.xu)
    actions.send_due()
    assert [one["title"] for one in service.told(browser)] == ["与您有关的政策：关于住房租赁补贴的通知"]


@pytest.mark.requirement("R185")
def test_consent_is_kept_and_the_owner_sees_it(told, client):
    mine, _ = told
    consent = Consent.objects.get(way="device")
    assert "浏览器厂商" in consent.text
    assert consent.note == "家里的电脑"
    text = client.get(manage_path(mine)).content.decode()
    assert consent.text in text
    own = json.loads(client.get(f"{manage_path(mine)}/export.json").content)
    assert [one["name"] for one in own["devices"]] == ["家里的电脑"]


def test_all_that_leads_to_a_browser_and_the_private_key_stand_sealed(told):
    with connection.cursor() as cursor:
        cursor.execute("SELECT endpoint, public, auth, endpoint_print FROM subscriptions_device")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT private FROM subscriptions_pushkey")
        private = str(cursor.fetchall())
    assert "127.0.0.1" not in stored
    assert PushKey.objects.get().private not in private
    assert "v1." in private


def test_the_same_browser_again_is_the_same_device(told, client, service):
    mine, _ = told
    new = Browser()
    add(client, mine, new, f"{service.url}/a", device_name="办公室的电脑")
    device = Device.objects.get()
    assert device.name == "办公室的电脑"


def renewal(browser, old, endpoint):
    given = browser.form(endpoint)
    return json.dumps({"old": old, **{name: given[name] for name in ("endpoint", "public", "auth")}})


RENEWED = "/subscriptions/reminders/renewed"


@pytest.mark.requirement("R185")
def test_a_browser_whose_address_changed_goes_on_hearing(told, ready, client, service):
    new, old = Browser(), f"{service.url}/a"
    asked = Client(enforce_csrf_checks=True)
    text = renewal(new, old, f"{service.url}/b")
    assert asked.post(RENEWED, text, content_type="application/json").status_code == 204
    device = Device.objects.get()
    assert (device.endpoint, device.name) == (f"{service.url}/b", "家里的电脑")
    assert Event.objects.filter(tag="subscriptions:device:renew").count() == 1
    public(ready.housing)
    hear()
    actions.send_due()
    assert len(service.taken) == 1
    assert "关于住房租赁补贴的通知" in new.opened(service.taken[0].body).decode()
    again = asked.post(RENEWED, renewal(Browser(), old, f"{service.url}/c"), content_type="application/json")
    assert again.status_code == 204  # the old address is known no more, and nobody is told so
    assert Device.objects.get().endpoint == f"{service.url}/b"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"old": 1, "endpoint": "", "public": "", "auth": ""}', "x" * 5000, "inside", "not-a-key"]
)
def test_a_junk_renewal_changes_nothing(told, client, service, settings, text):
    old = f"{service.url}/a"
    if text == "inside":
        settings.PUSH_LOOPBACK = False
        text = renewal(Browser(), old, "https://127.0.0.1/a")
    elif text == "not-a-key":
        text = renewal(Browser(), old, f"{service.url}/b").replace('"auth": "', '"auth": "!')
    assert client.post(RENEWED, text, content_type="application/json").status_code == 422
    settings.PUSH_LOOPBACK = True
    assert Device.objects.get().endpoint == old
    assert client.get(RENEWED).status_code == 405


@pytest.mark.requirement("R185")
def test_a_device_is_removed_by_its_owner_and_by_nobody_else(told, ready, client, service):
    mine, _ = told
    stranger = confirmed("sun@example.com")
    device = Device.objects.get()
    gone = {"device": device.pk}
    assert client.post(f"{manage_path(stranger)}/drop-device", gone).status_code == 404
    assert client.post(f"{manage_path(mine)}/drop-device", {"device": "x"}).status_code == 404
    public(ready.housing)
    hear()
    assert client.post(f"{manage_path(mine)}/drop-device", gone).status_code == 302
    actions.send_due()
    assert service.taken == []
    assert "家里的电脑" not in client.get(manage_path(mine)).content.decode().split("您同意过的内容")[0]
    device.refresh_from_db()
    assert (device.gone_reason, device.endpoint) == ("own", "")


@pytest.mark.requirement("R185")
def test_unsubscribing_removes_the_devices(told, ready, client, service):
    mine, browser = told
    public(ready.housing)
    hear()
    client.post(stop_path(mine))
    actions.send_due()
    assert service.taken == []
    assert Device.objects.get().gone_reason == "stopped"
    assert add(client, mine, browser, f"{service.url}/a").status_code == 422  # not while it is stopped
    client.post(f"{manage_path(mine)}/start")
    assert add(client, mine, browser, f"{service.url}/a").status_code == 302


def test_deleting_everything_deletes_the_devices(told, ready, client):
    mine, _ = told
    public(ready.housing)
    hear()
    actions.send_due()
    assert client.post(f"{manage_path(mine)}/delete", {"sure": "1"}).status_code == 302
    assert not Device.objects.exists()
    assert not Subscriber.objects.exists()
    assert Delivery.objects.filter(subscriber=None).count() == 2


BAD = [
    ({"public": "junk"}, "密钥"), ({"auth": "AAAA"}, "密钥"), ({"endpoint": "https://10.0.0.3/a"}, "推送地址"),
    ({"endpoint": "http://push.example.com/a"}, "推送地址"), ({"endpoint": "https://push.example.com/" + "x" * 10_000}, "太长"),
    ({"endpoint": ""}, "没有给出推送地址"), ({"public": "\x00" * 200}, "密钥"), ({"auth": "密" * 9000}, "密钥"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "word"), BAD)
def test_junk_is_refused_with_a_sentence(ready, client, changes, word):
    mine = confirmed()
    answer = client.post(f"{manage_path(mine)}/device", Browser().form("https://push.example.com/a") | changes)
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not Device.objects.exists()


def test_a_name_that_leads_inside_is_not_called(ready, client, service, settings):
    mine = confirmed()
    add(client, mine, Browser(), f"{service.url}/a")
    settings.PUSH_LOOPBACK = False  # what a public name that resolves to an inside address meets
    public(ready.housing)
    hear()
    actions.send_due()
    assert service.taken == []
    assert "内部网络" in Letter.objects.get(device__isnull=False).error


def test_devices_are_limited_and_so_are_tries(ready, client):
    mine = confirmed()
    answers = [
        add(client, mine, Browser(), f"https://push.example.com/{n}").status_code for n in range(DEVICE_ADDS + 1)
    ]
    assert answers == [302] * MOST_DEVICES + [422] * (DEVICE_ADDS - MOST_DEVICES) + [429]
    assert Device.objects.count() == MOST_DEVICES


def test_without_a_key_nothing_is_offered_and_nothing_taken(city, client):
    mine = confirmed()
    assert "浏览器提醒" not in client.get(manage_path(mine)).content.decode()
    answer = add(client, mine, Browser(), "https://push.example.com/a")
    assert answer.status_code == 422
    assert "还没有启用" in answer.content.decode()
    client.force_login(city.people["xu"])
    assert "还没有启用" in client.get("/desk/subscriptions/reminders/").content.decode()


def test_the_key_is_drawn_once_and_only_by_the_agency_of_the_main_site(city, client):
    client.force_login(city.people["shen"])
    answer = client.post("/desk/subscriptions/reminders/", {"contact": "a@example.com"})
    assert answer.status_code == 422
    assert not PushKey.objects.exists()
    client.force_login(city.people["xu"])
    page = "/desk/subscriptions/reminders/"
    assert client.post(page, {"contact": "没有@"}).status_code == 422
    assert client.post(page, {"contact": "a@example.com"}).status_code == 302
    first = PushKey.objects.get()
    assert client.post(page, {"contact": "b@example.com"}).status_code == 302
    again = PushKey.objects.get()
    assert (again.private, again.public, again.contact) == (first.private, first.public, "b@example.com")
    assert "b@example.com" in client.get(page).content.decode()
    assert Event.objects.filter(tag="subscriptions:push-key:save").count() == 2


def test_the_program_of_the_browser_is_served_for_its_own_addresses_alone(client, db):
    answer = client.get("/subscriptions/reminders.js")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Service-Worker-Allowed"] == "/subscriptions/"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b'addEventListener("push"' in answer.content
    assert not answer.cookies


def test_a_confirmed_subscription_of_other_things_is_told_nothing(ready, client, service):
    other = confirmed("sun@example.com", Criteria.of(["防汛"]))
    add(client, other, Browser(), f"{service.url}/b")
    public(ready.housing)
    hear()
    actions.send_due()
    assert service.taken == []
