"""Partners get text, interpretation and questions at once; those that hang or fail keep nobody waiting."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from gongkai.base.events.models import Event
from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.actions import calling, handing_over
from gongkai.doors.subscriptions.models import Campaign, Handover, Partner
from gongkai.doors.subscriptions.rules.webhooks import AddressRefused, is_signed, read_address
from gongkai.doors.subscriptions.tests.world import hear, public, withdrawn
from gongkai.engine.publishing import actions as publishing


class Receiver(BaseHTTPRequestHandler):
    """A partner's system: /ok takes, /broken answers 500, /hang sends a byte now and then."""

    got: list = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/hang":
            self.wfile.write(b"HTTP/1.1 2")
            for _ in range(300):
                time.sleep(0.1)
                self.wfile.write(b"0")
            return
        self.got.append((self.path, dict(self.headers), body))
        self.send_response(200 if self.path == "/ok" else 500)
        self.end_headers()

    def log_message(self, *_args):
        pass

    def handle(self):
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            super().handle()


@pytest.fixture
def receiver():
    Receiver.got.clear()
    socketserver.TCPServer.allow_reuse_address = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def partner(city, name="市电子商会", url="", **facts):
    made = actions.save_partner(agency=city.government, name=name, kind="chamber", by=city.xu, **facts)
    if url:  # the verb refuses inside addresses, and the test has no other
        Partner.objects.filter(pk=made.pk).update(webhook_url=url)
        made.secret = "shared"
        made.save(update_fields=["secret"])
    made.refresh_from_db()
    return made


def hand_over(now=None):
    return actions.hand_over_due(now=now, guard=lambda address, port: True)


@pytest.mark.requirement("R188")
def test_a_partner_receives_text_interpretation_and_questions_signed(city, receiver):
    partner(city, url=f"{receiver}/ok")
    release = public(city.housing)
    reading = public(city.housing, title="一图读懂租赁补贴", text="怎么领、领多少。")
    publishing.relate(source=reading.item, verb="interprets", target=release.item, by=city.guan)
    hear()
    assert hand_over() == 1  # the interpretation goes along, not once more by itself
    ((_, headers, body),) = Receiver.got
    told = json.loads(body)
    assert "每户每月三百元" in told["document"]["html"]
    assert [one["title"] for one in told["interpretations"]] == ["一图读懂租赁补贴"]
    assert told["faq"] == []
    stamp = int(headers["X-Gongkai-Timestamp"])
    assert is_signed("shared", stamp, body, headers["X-Gongkai-Signature"], now=stamp)
    assert not is_signed("other", stamp, body, headers["X-Gongkai-Signature"], now=stamp)
    assert not is_signed("shared", stamp, body + b" ", headers["X-Gongkai-Signature"], now=stamp)


@pytest.mark.requirement("R183")
def test_a_partner_that_hangs_and_one_that_fails_keep_nobody_waiting(city, receiver, monkeypatch):
    monkeypatch.setattr(calling, "WEBHOOK_SECONDS", 0.5)
    monkeypatch.setattr(calling.call, "__kwdefaults__", calling.call.__kwdefaults__ | {"seconds": 0.5})
    partner(city, "挂起的平台", f"{receiver}/hang")
    partner(city, "出错的平台", f"{receiver}/broken")
    partner(city, "正常的平台", f"{receiver}/ok")
    for number in range(3):
        public(city.housing, title=f"第{number}份通知")
    hear()
    started = time.monotonic()
    assert hand_over() == 3
    assert time.monotonic() - started < 15
    waiting = Handover.objects.filter(state="waiting")
    assert waiting.count() == 6
    assert not waiting.filter(next_at__lte=timezone.now()).exists()
    assert set(waiting.filter(tries=1).values_list("partner__name", flat=True)) == {"挂起的平台", "出错的平台"}


def test_after_a_day_it_lies_at_the_desk_and_may_be_tried_again(city, receiver, client):
    slow = partner(city, url=f"{receiver}/broken")
    public(city.housing)
    hear()
    start = timezone.now()
    for hours in range(30):
        hand_over(start + dt.timedelta(hours=hours))
        Handover.objects.update(created_at=start - dt.timedelta(hours=hours))
    row = Handover.objects.get()
    assert row.state == "dead"
    client.force_login(city.people["xu"])
    assert "对方系统答复500" in client.get("/desk/subscriptions/dead/").content.decode()
    Partner.objects.filter(pk=slow.pk).update(webhook_url=f"{receiver}/ok")
    assert client.post(f"/desk/subscriptions/dead/{row.pk}/again/").status_code == 302
    assert hand_over() == 1


def test_a_withdrawn_policy_is_not_handed_over_and_holders_are_told(city, receiver):
    partner(city, url=f"{receiver}/ok")
    first = public(city.housing)
    hear()
    hand_over()
    withdrawn(first)
    second = public(city.housing, title="第二份")
    hear()
    withdrawn(second)  # nobody has heard of it yet
    hand_over()
    hear()
    hand_over()
    told = [json.loads(body) for _, _, body in Receiver.got]
    assert [one["topic"] for one in told] == ["released", "withdrawn"]
    assert told[1]["index_number"] == first.key
    assert "租赁" not in json.dumps(told[1], ensure_ascii=False)


def test_a_name_that_leads_inside_is_not_called(city, receiver):
    partner(city, url=f"{receiver}/ok")
    public(city.housing)
    hear()
    assert actions.hand_over_due() == 0
    assert "内部网络" in Handover.objects.get().error
    assert not Receiver.got


@pytest.mark.parametrize(
    "written",
    ["http://push.example.cn/", "https://10.0.0.3/", "https://127.0.0.1/", "https://localhost/", "https://[::1]/",
     "https://a:b@push.example.cn/", "https://push.example.cn:22/", "https://169.254.169.254/latest"],
)  # fmt: skip
def test_inside_addresses_are_refused_when_they_are_written_down(written):
    with pytest.raises(AddressRefused):
        read_address(written)


@pytest.mark.requirement("R188", "R183")
def test_one_mail_a_publication_with_the_words_themselves_and_a_way_out(city, client):
    made = partner(city, email="chamber@example.com")
    platform = actions.save_partner(
        agency=city.government, name="本地资讯平台", kind="platform", by=city.xu, email="media@example.com"
    )
    reading = public(city.housing, title="一图读懂租赁补贴", text="怎么领、领多少。")
    release = public(city.housing)
    publishing.relate(source=reading.item, verb="interprets", target=release.item, by=city.guan)
    hear()
    hand_over()
    hear()
    hand_over()
    assert sorted(one.to[0] for one in mail.outbox) == ["chamber@example.com", "media@example.com"]
    said = next(one for one in mail.outbox if one.to == ["chamber@example.com"])
    assert said.subject == "新公开：关于住房租赁补贴的通知"
    assert "【原文】关于住房租赁补贴的通知" in said.body
    assert "每户每月三百元。" in said.body
    assert "【解读】一图读懂租赁补贴" in said.body
    assert "怎么领、领多少。" in said.body
    by = {one.method: one.targeted for one in Campaign.objects.filter(item_id=release.item_id)}
    assert by == {"broad": 1, "offline": 1}  # a chamber relays, only a platform is one
    client.force_login(city.people["xu"])
    rows = client.get("/desk/subscriptions/").content.decode()
    assert "第三方平台推送" in rows
    stop = said.extra_headers["List-Unsubscribe"].strip("<>")
    path = stop.partition("example")[2]
    assert said.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page = Client().get(path).content.decode()
    assert "市电子商会" in page
    made.refresh_from_db()
    assert made.email  # looking stops nothing
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    made.refresh_from_db()
    assert made.email == ""
    public(city.housing, title="第二份通知")
    hear()
    hand_over()
    assert [one.to[0] for one in mail.outbox][2:] == [platform.email]


@pytest.mark.requirement("R188")
def test_an_interpretation_that_follows_later_is_called_one(city):
    partner(city, email="chamber@example.com")
    release = public(city.housing)
    hear()
    hand_over()
    reading = public(city.housing, title="一图读懂租赁补贴", text="怎么领、领多少。")
    publishing.relate(source=reading.item, verb="interprets", target=release.item, by=city.guan)
    hear()
    hand_over()
    assert "【解读】一图读懂租赁补贴" in mail.outbox[-1].body
    assert "【原文】" not in mail.outbox[-1].body


def test_a_partner_by_mail_and_by_feed(city, client):
    made = partner(city, email="park@example.com")
    public(city.housing)
    hear()
    hand_over()
    assert mail.outbox[-1].to == ["park@example.com"]
    assert "【原文】关于住房租赁补贴的通知" in mail.outbox[-1].body
    feed = client.get(f"/subscriptions/feeds/{made.feed_token}.atom")
    assert "关于住房租赁补贴的通知" in feed.content.decode()
    assert client.get(f"/subscriptions/feeds/{made.feed_token}.json").json()["items"][0]["title"]
    old = made.feed_token
    actions.renew_keys(partner=made, by=city.xu)
    assert client.get(f"/subscriptions/feeds/{old}.atom").status_code == 404
    assert client.get(f"/subscriptions/feeds/{made.feed_token}.atom").status_code == 200


def test_keys_are_shown_on_the_record_only(city, client):
    made = partner(city, url="https://push.example.cn/")
    client.force_login(city.people["xu"])
    assert made.secret not in client.get("/desk/subscriptions/partners/").content.decode()
    client.post("/desk/subscriptions/partners/bulk/", {"action": "show", "entry": made.pk}, follow=True)
    assert Event.objects.filter(tag="subscriptions:partner:show").count() == 1


def test_a_partner_of_another_agency_gets_nothing_of_this_one(city, receiver):
    made = partner(city, url=f"{receiver}/ok")
    Partner.objects.filter(pk=made.pk).update(agency=city.schools)
    public(city.housing)
    hear()
    assert not Handover.objects.exists()
    assert handing_over.now_waiting() == 0
