"""Short messages: signing up with a code, a profile, and the word that stops; WeChat: an account that is followed no more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from gongkai.doors.subscriptions import actions, reactions
from gongkai.doors.subscriptions.models import Request, Subscriber
from gongkai.doors.subscriptions.portal import signing_up
from gongkai.doors.subscriptions.rules import CODE_TRIES, CODES_A_DAY, Criteria, adapters
from gongkai.doors.subscriptions.tests.world import hear, public

FORM = {
    "channel": "sms",
    "number": "138 0000-1234",
    "words": "租赁补贴",
    "frequency": "now",
    "kind_of": "person",
    "agree": "1",
}


@pytest.fixture(autouse=True)
def _answered(monkeypatch):
    """The question is answered; what the guard does is proven in its own package."""
    monkeypatch.setattr(signing_up.guard, "check", lambda request, purpose: None)


class Provider:
    """A provider that takes everything, and what people sent back to it."""

    def __init__(self):
        self.sent, self.back = [], []

    def send(self, messages):
        self.sent += messages
        return [adapters.Outcome("accepted", reference=one.id) for one in messages]

    def received(self):
        several, self.back = self.back, []
        return several


@pytest.fixture
def provider():
    mine = Provider()
    for channel in ("sms", "wechat"):
        adapters.register(channel, mine)
    yield mine
    for channel in ("sms", "wechat"):
        adapters.unregister(channel)


def ask(client, **changes):
    answer = client.post("/subscriptions/", FORM | changes)
    for request in Request.objects.filter(used_at=None):
        actions.send_confirmation(pk=request.pk)
    return answer


def test_a_code_that_the_provider_did_not_take_is_tried_again(city, client, provider, monkeypatch):
    real = provider.send
    monkeypatch.setattr(provider, "send", lambda messages: [])  # no answer at all
    client.post("/subscriptions/", FORM)
    request = Request.objects.get()
    with pytest.raises(actions.Unreachable):
        actions.send_confirmation(pk=request.pk)
    monkeypatch.setattr(provider, "send", real)
    assert actions.send_confirmation(pk=request.pk)
    assert not actions.send_confirmation(pk=request.pk)
    assert len(provider.sent) == 1


@pytest.mark.requirement("R183", "R185")
def test_a_number_is_confirmed_by_its_code_has_a_space_and_stops_by_a_word(city, client, provider):
    assert "手机号码" in client.get("/subscriptions/").content.decode()
    answer = ask(client)
    assert answer["Location"].startswith("/subscriptions/code/")
    (message,) = provider.sent
    assert (message.to, message.template) == ("13800001234", "code")
    assert not Subscriber.objects.exists()
    wrong = client.post(answer["Location"], {"code": "abcdef"})
    assert wrong.status_code == 422
    assert "验证码不对" in wrong.content.decode()
    space = client.post(answer["Location"], {"code": message.values["code"]})["Location"]
    mine = Subscriber.objects.get()
    assert (mine.channel, mine.address, mine.consents.get().way) == ("sms", "13800001234", "sms")
    page = client.get(space).content.decode()
    assert "138****1234" in page
    base = space.partition("?")[0]
    assert client.post(f"{base}/profile", {"age": "30", "agree": "1"}).status_code == 302
    mine.refresh_from_db()
    assert mine.has_profile
    public(city.housing)
    hear()
    actions.send_due()
    assert provider.sent[-1].template == "released"
    provider.back = [adapters.Inbound("+8613800001234", text=" ｔ。"), adapters.Inbound("10086", text="退订")]
    reactions.run_listening([])
    mine.refresh_from_db()
    assert (mine.state, mine.stop_reason) == ("stopped", "own")
    public(city.housing, title="第二份租赁补贴通知")
    hear()
    actions.send_due()
    assert len(provider.sent) == 2


def test_a_code_is_guessed_a_few_times_only_and_grows_old(city, client, provider):
    place = ask(client)["Location"]
    code = provider.sent[0].values["code"]
    for _ in range(CODE_TRIES):
        assert client.post(place, {"code": "x"}).status_code == 422
    assert client.post(place, {"code": code}).status_code == 422
    place = ask(client)["Location"]
    Request.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.post(place, {"code": provider.sent[-1].values["code"]}).status_code == 422
    assert not Subscriber.objects.exists()
    assert client.get("/subscriptions/code/made-up").status_code == 410


def test_the_page_answers_the_same_when_nothing_is_sent(city, client, provider):
    for _ in range(CODES_A_DAY + 1):
        answer = ask(client)
    assert len(provider.sent) == CODES_A_DAY
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(answer["Location"], {"code": provider.sent[-1].values["code"]}).status_code == 422


def test_a_number_that_is_none_is_refused_and_stays_typed(city, client, provider):
    answer = client.post("/subscriptions/", FORM | {"number": "1380000"})
    assert answer.status_code == 422
    assert "手机号码应为11位数字" in answer.content.decode()
    assert 'value="1380000"' in answer.content.decode()


def test_without_a_provider_only_mail_is_offered(city, client):
    assert 'name="number"' not in client.get("/subscriptions/").content.decode()
    answer = client.post("/subscriptions/", FORM)
    assert answer.status_code == 422
    assert "邮箱写法不对" in answer.content.decode()


@pytest.mark.requirement("R183")
def test_an_account_that_is_followed_no_more_is_told_no_more(city, provider):
    adapters.unregister("sms")
    mine = actions.register(
        agency=city.housing, channel="wechat", address="oXyz123", kind="person", consent_note="登记表",
        criteria=Criteria.of(["租赁补贴"]), name="住房", by=city.shen,
    )  # fmt: skip
    provider.back = [adapters.Inbound("oXyz123", text="你好"), adapters.Inbound("oXyz123", kind="unfollow")]
    assert actions.listen() == 1
    mine.refresh_from_db()
    assert mine.stop_reason == "own"


def test_a_provider_that_cannot_be_reached_keeps_the_other_listening(city, provider):
    class Broken(Provider):
        def received(self):
            raise ConnectionError("closed")

    adapters.register("sms", Broken())
    assert actions.listen() == 0
