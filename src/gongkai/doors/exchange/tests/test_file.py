"""What leaves for a superior, what never does, and how often it is tried."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from gongkai.doors.exchange import actions
from gongkai.doors.exchange.actions import client, sending
from gongkai.doors.exchange.actions.client import Answer, Unreachable
from gongkai.doors.exchange.models import Message, Partner, Task, Try
from gongkai.doors.exchange.rules import MOST_TRIES, State
from gongkai.doors.exchange.rules.answers import LONGEST_WAIT, Outcome, judge, wait_after
from gongkai.doors.exchange.tests.conftest import Caller
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Edition, OutboxEntry
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at

NUMBER = "云川住建发〔2026〕3号"
YES = b'{"result": "accepted", "receipt": "SJ-1"}'


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stands in for the line: what is sent is kept, and every answer is yes."""
    sent: list[dict[str, Any]] = []

    def call(partner: Partner, method: str, path: str, *, body: bytes = b"", **_: Any) -> Answer:
        sent.append(json.loads(body))
        return Answer(200, YES)

    monkeypatch.setattr(client, "call", call)
    return sent


def answer(monkeypatch: pytest.MonkeyPatch, said: Callable[[], Answer]) -> None:
    monkeypatch.setattr(client, "call", lambda *_, **__: said())


def published(city: City) -> Any:
    document = document_at(city, Status.PUBLISHED, number=NUMBER)
    publishing.deliver(names=["exchange-filing"])
    return document


def send_all() -> None:
    for message in Message.objects.filter(state__in=["queued", "sent"]).order_by("pk"):
        Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now(), lease_until=None)
        Partner.objects.update(resting_until=None)
        actions.send(message.pk)


@pytest.mark.requirement("R027", "R028")
def test_a_release_is_filed_with_number_title_date_and_digest(city: City, superior: Caller, calls: Any) -> None:
    document = published(city)
    send_all()
    (filing,) = calls
    assert (filing["type"], filing["index_number"], filing["doc_number"]) == ("release", document.item.key, NUMBER)
    assert (filing["date"], len(filing["text_sha256"])) == ("2026-03-09", 64)
    assert filing["url"].endswith(f"/documents/{document.item.key}")
    assert Message.objects.get().state == State.ACKNOWLEDGED


def test_the_outbox_heard_twice_files_once(city: City, superior: Caller, calls: Any) -> None:
    published(city)
    actions.hear(list(OutboxEntry.objects.all()))
    send_all()
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("mode", "attribute"), [("targeted", "proactive"), ("full-text", "on-application"), ("full-text", "not-disclosed")]
)
def test_what_is_not_for_everybody_is_never_queued(
    city: City, superior: Caller, calls: Any, mode: str, attribute: str
) -> None:
    document = document_at(city, Status.PUBLISHED, number=NUMBER)
    edition = Edition.objects.get(item=document.item)
    edition.mode, edition.snapshot = mode, {**edition.snapshot, "attribute": attribute}
    edition.save()
    publishing.deliver(names=["exchange-filing"])
    assert Message.objects.count() == 0


def test_nothing_leaves_before_it_is_public(city: City, superior: Caller, calls: Any) -> None:
    document_at(city, Status.ISSUED, number=NUMBER)
    publishing.deliver(names=["exchange-filing"])
    assert (Message.objects.count(), calls) == (0, [])


@pytest.mark.requirement("R028")
def test_what_is_withdrawn_before_it_was_sent_leaves_neither_text_nor_title(
    city: City, superior: Caller, calls: Any
) -> None:
    document = published(city)
    documents.withdraw(document=document, kind=Withdrawal.SECRECY, reason="涉密", by=city.shen)
    publishing.deliver(names=["exchange-filing"])
    send_all()
    send_all()
    assert calls == []
    assert set(Message.objects.values_list("state", "label")) == {("dropped", "")}


def test_a_withdrawal_says_the_number_and_never_a_title_that_may_harm(city: City, superior: Caller, calls: Any) -> None:
    document = published(city)
    send_all()
    documents.withdraw(document=document, kind=Withdrawal.PRIVACY, reason="含身份证号", by=city.shen)
    publishing.deliver(names=["exchange-filing"])
    send_all()
    assert calls[1]["type"] == "withdrawal"
    assert document.item.key == calls[1]["index_number"]
    assert "住房" not in json.dumps(calls[1], ensure_ascii=False)
    assert "身份证" not in json.dumps(calls[1], ensure_ascii=False)


def test_kinds_and_agencies_that_were_not_asked_for_stay(city: City, superior: Caller, calls: Any) -> None:
    Partner.objects.update(filed_kinds=["interpretation"])
    published(city)
    assert Message.objects.count() == 0


def test_an_unanswered_call_is_repeated_and_buried_in_the_end_with_a_task(
    city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> Answer:
        raise Unreachable("没有得到对方的答复。")

    answer(monkeypatch, nobody)
    published(city)
    for _ in range(MOST_TRIES + 2):
        send_all()
    assert (Message.objects.get().state, Try.objects.count()) == (State.DEAD, MOST_TRIES)
    assert Task.objects.get().kind == "dead"


def test_a_receipt_that_comes_after_the_burial_counts_and_settles_the_task(
    city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, lambda: Answer(500, b""))
    published(city)
    for _ in range(MOST_TRIES):
        send_all()
    message = Message.objects.get()
    body = {"key": message.key, "result": "accepted", "receipt": "SJ-9"}
    said = [superior.call("POST", "/api/v1/filing/receipts", body).json()["counted"] for _ in range(2)]
    assert said == [True, False]
    assert Message.objects.get().state == State.ACKNOWLEDGED
    assert Task.objects.get().decided_by == "系统"


def test_a_silent_partner_is_left_in_peace(city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def silent() -> Answer:
        tried.append(1)
        raise Unreachable("没有答复。")

    answer(monkeypatch, silent)
    for number in range(6):
        sending.queue(
            partner=superior.partner, kind="status", key=str(number), payload={}, external_id=str(number)
        )  # fmt: skip
    for message in Message.objects.order_by("pk"):
        actions.send(message.pk)
    assert len(tried) == 3
    assert Message.objects.filter(state=State.QUEUED).count() == 6


def test_contradicting_receipts_become_a_task(city: City, superior: Caller, calls: Any) -> None:
    published(city)
    send_all()
    body = {"key": Message.objects.get().key, "result": "rejected", "receipt": "SJ-2", "reason": "重复"}
    assert superior.call("POST", "/api/v1/filing/receipts", body).json()["counted"] is False
    assert Message.objects.get().state == State.ACKNOWLEDGED
    assert "先后两次答复不同" in Task.objects.get().detail["theirs"]["reason"]


def test_a_receipt_for_something_never_sent_is_told_so(city: City, superior: Caller) -> None:
    body = {"key": "nothing", "result": "accepted", "receipt": "1"}
    assert superior.call("POST", "/api/v1/filing/receipts", body).status_code == 404
    assert superior.call("POST", "/api/v1/filing/receipts", {"key": "nothing"}).status_code == 422


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [(200, YES, "accepted"), (202, b'{"result":"pending","receipt":"1"}', "pending"), (409, b"{}", "rejected"), (422, b"x", "rejected"),
     (200, b"<html>", "failed"), (200, b"[]", "failed"), (200, b'{"result":"accepted"}', "failed"), (200, b'{"result":[1],"receipt":"1"}', "failed"),
     (500, YES, "failed"), (302, YES, "failed"), (401, b"{}", "failed"), (429, b"{}", "failed")],
)  # fmt: skip
def test_an_answer_counts_only_when_it_can_be_understood(status: int, body: bytes, outcome: str) -> None:
    assert judge(status, body).outcome == Outcome(outcome)


def test_waits_grow_and_end_at_an_hour() -> None:
    waits = [wait_after(tries, first=10) for tries in range(1, 40)]
    assert waits == sorted(waits)
    assert waits[0] == dt.timedelta(seconds=10)
    assert waits[-1] == dt.timedelta(seconds=LONGEST_WAIT)
