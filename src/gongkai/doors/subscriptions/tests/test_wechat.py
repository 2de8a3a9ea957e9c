"""Signing up by WeChat against a small program that behaves like a city's: it sends, it makes square codes, it tells what came."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.models import Request, Subscriber
from gongkai.doors.subscriptions.portal import signing_up
from gongkai.doors.subscriptions.rules import CODE_TRIES, adapters
from gongkai.doors.subscriptions.rules.webhooks import is_signed, signature
from gongkai.doors.subscriptions.tests.world import hear, link, public

SECRET = "shared-by-both"
FORM = {"channel": "wechat", "words": "租赁补贴", "frequency": "now", "kind_of": "person", "agree": "1"}
OPENID = "oKx3v5Citizen"
INBOUND = "/subscriptions/inbound/wechat"


class Program(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        stamp, given = int(self.headers["X-Gongkai-Timestamp"]), self.headers["X-Gongkai-Signature"]
        if not is_signed(SECRET, stamp, body, given, now=int(time.time())):
            self.send_response(403)
            self.end_headers()
            return
        asked = json.loads(body)
        self.server.sent += asked.get("messages", ())
        said = {"outcomes": [{"state": "accepted", "reference": one["id"]} for one in asked.get("messages", ())]}
        if "invite" in asked:
            said = {"url": f"https://weixin.example/q/{asked['invite']}"}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_):
        pass


@pytest.fixture(autouse=True)
def program(monkeypatch, settings):
    monkeypatch.setattr(signing_up.guard, "check", lambda request, purpose: None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Program)
    server.sent = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/push"
    settings.PUSH_GATEWAYS, settings.WECHAT_ACCOUNT = {"wechat": (url, SECRET)}, "云川发布"
    actions.connect("wechat", url, SECRET)
    yield server
    adapters.unregister("wechat")
    server.shutdown()
    server.server_close()


def tell(client, text="", kind="text", sender=OPENID, secret=SECRET, at=None):
    body = json.dumps({"messages": [{"sender": sender, "kind": kind, "text": text}]}).encode()
    stamp = int(time.time()) if at is None else at
    answer = client.post(
        INBOUND, body, content_type="application/json",
        headers={"X-Gongkai-Timestamp": str(stamp), "X-Gongkai-Signature": signature(secret, stamp, body)},
    )  # fmt: skip
    for request in Request.objects.filter(used_at=None).exclude(address_print=""):
        actions.send_confirmation(pk=request.pk)
    return answer


def begin(client):
    place = client.post("/subscriptions/", FORM)["Location"]
    return place, actions.spoken_code(Request.objects.order_by("-pk")[0])


@pytest.mark.requirement("R183", "R185")
def test_a_scan_asks_the_account_itself_and_its_link_confirms(city, client, program):
    form = client.get("/subscriptions/").content.decode()
    assert 'value="wechat"' in form
    assert 'name="number"' not in form
    place, code = begin(client)
    page = client.get(place).content.decode()
    assert code in page
    assert "云川发布" in page
    assert "微信扫一扫" in page
    assert tell(client, code, "scan").json()["changed"] == 1
    assert tell(client, code, "scan").json()["changed"] == 0
    (message,) = program.sent
    assert (message["to"], message["template"]) == (OPENID, "confirm")
    assert not Subscriber.objects.exists()
    after = client.get(place).content.decode()
    assert "已经收到您的微信消息" in after
    confirming = f"/subscriptions/confirm/{link(message['text'].replace('。', ' '), 'confirm')}"
    assert confirming not in after  # only the telephone has it
    assert not Subscriber.objects.exists()
    assert client.get(confirming).status_code == 200
    space = client.post(confirming)["Location"]
    mine = Subscriber.objects.get()
    assert (mine.channel, mine.address, mine.consents.get().way) == ("wechat", OPENID, "wechat")
    assert OPENID not in client.get(space).content.decode()
    public(city.housing)
    hear()
    actions.send_due()
    assert (program.sent[-1]["to"], program.sent[-1]["template"]) == (OPENID, "released")
    tell(client, "退订")
    mine.refresh_from_db()
    assert (mine.state, mine.stop_reason) == ("stopped", "own")


def test_a_code_may_be_sent_with_words_around_it_and_any_dash(city, client, program):
    _, code = begin(client)
    assert tell(client, f"我要订阅 {code.replace('-', '－')}。").json()["changed"] == 1
    assert program.sent


def test_a_code_is_guessed_a_few_times_only_grows_old_and_is_no_sms_code(city, client, program):
    place, code = begin(client)
    pk, _, figures = code.partition("-")
    assert client.post(place, {"code": figures}).status_code == 200
    assert not Subscriber.objects.exists()
    wrong = f"{pk}-{(int(figures) + 1) % 10**6:06d}"
    for _ in range(CODE_TRIES):
        tell(client, wrong, sender="oGuesser")
    assert tell(client, code).json()["changed"] == 0
    place, code = begin(client)
    Request.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert tell(client, code).json()["changed"] == 0
    over = client.get(place)
    assert over.status_code == 410
    assert "已经过期" in over.content.decode()
    assert program.sent == []


def test_the_second_who_sends_a_code_gets_nothing(city, client, program):
    _, code = begin(client)
    tell(client, code)
    assert tell(client, code, sender="oSomebodyElse").json()["changed"] == 0
    assert [one["to"] for one in program.sent] == [OPENID]


def test_who_complained_is_not_asked_again(city, client, program):
    _, code = begin(client)
    tell(client, code)
    confirmed = actions.confirm(request=Request.objects.get())
    actions.stop(subscriber=confirmed, reason="complaint")
    _, code = begin(client)
    assert tell(client, code).json()["changed"] == 0
    assert len(program.sent) == 1


def test_what_is_not_signed_old_or_malformed_is_refused(city, client, settings):
    _, code = begin(client)
    assert tell(client, code, secret="another").status_code == 403
    assert tell(client, code, at=int(time.time()) - 3600).status_code == 403
    assert tell(client, code, kind="payment").status_code == 403
    assert client.post(INBOUND, b"{}", content_type="application/json").status_code == 403
    assert client.get(INBOUND).status_code == 405
    assert client.post("/subscriptions/inbound/sms", b"{}", content_type="application/json").status_code == 404
    assert Request.objects.get().address_print == ""


def test_a_program_that_does_not_answer_leaves_the_code_to_be_sent(city, client, program):
    actions.connect("wechat", "http://127.0.0.1:1/push", SECRET)
    place, code = begin(client)
    page = client.get(place).content.decode()
    assert code in page
    assert "扫一扫" not in page


def test_an_address_that_cannot_be_meant_is_refused():
    with pytest.raises(ValueError, match="形如"):
        actions.connect("wechat", "云川发布", SECRET)
    with pytest.raises(ValueError, match="密钥"):
        actions.connect("wechat", "http://127.0.0.1:9/", "")
