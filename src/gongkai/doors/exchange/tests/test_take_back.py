"""What is withdrawn or given up before a superior fetched it does not stay in the folder for it to fetch."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange import actions
from gongkai.doors.exchange.actions import client
from gongkai.doors.exchange.actions import packages as dropping
from gongkai.doors.exchange.actions.client import Answer
from gongkai.doors.exchange.actions.packages import folder_of
from gongkai.doors.exchange.models import Message, Partner, Task
from gongkai.doors.exchange.rules import MOST_TRIES, State
from gongkai.doors.exchange.tests.conftest import Caller, registered
from gongkai.doors.exchange.tests.test_file import NUMBER, YES, published, send_all
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, step


@pytest.fixture
def ministry(city: City, settings: Any, tmp_path: Path) -> Caller:
    settings.DATA_DIR = tmp_path
    return registered(city, "ministry", "superior", adapter="packages")


def waiting(caller: Caller) -> list[str]:
    return sorted(path.name for path in (folder_of(caller.partner) / "out").iterdir())


def withdraw(city: City, document: Document) -> None:
    documents.withdraw(document=document, kind=Withdrawal.PRIVACY, reason="含身份证号", by=city.shen)


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.requirement("R028")
@pytest.mark.parametrize(
    "changes",
    [{}, {"active": False}, {"resting_until": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, {"adapter": "calls"}],
    ids=["as-ever", "switched-off", "left-in-peace", "another-way"],
)
def test_a_withdrawal_takes_the_package_back_at_once(city: City, ministry: Caller, changes: dict[str, Any]) -> None:
    """Also from a superior that is switched off, left in peace, or reached another way by now."""
    document = published(city)
    send_all()
    assert len(waiting(ministry)) == 1
    Partner.objects.update(**changes)
    withdraw(city, document)
    publishing.deliver(names=["exchange-filing"])
    assert waiting(ministry) == []


def test_a_withdrawal_that_comes_while_the_package_is_written_leaves_nothing_behind(
    city: City, ministry: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = published(city)
    put = dropping._put

    def slowly(place: Path, data: bytes) -> None:
        withdraw(city, document)
        publishing.deliver(names=["exchange-filing"])
        put(place, data)

    monkeypatch.setattr(dropping, "_put", slowly)
    actions.send(Message.objects.get().pk)
    assert waiting(ministry) == []
    monkeypatch.setattr(dropping, "_put", put)
    send_all()
    send_all()
    assert states() == [State.DROPPED, State.SENT]  # the superior may have fetched it in that moment, and is told
    assert "withdrawn" in waiting(ministry)[0]


def test_a_folder_that_is_away_keeps_the_withdrawal_waiting(
    city: City, ministry: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = published(city)
    send_all()
    unlink = Path.unlink

    def away(path: Path, missing_ok: bool = False) -> None:
        raise OSError(112, "Host is down")

    monkeypatch.setattr(Path, "unlink", away)
    withdraw(city, document)
    publishing.deliver(names=["exchange-filing"])
    send_all()
    assert states() == [State.SENT, State.QUEUED]
    monkeypatch.setattr(Path, "unlink", unlink)
    send_all()
    send_all()
    assert states() == [State.DROPPED, State.SENT]
    assert len(waiting(ministry)) == 1


def test_what_an_officer_gives_up_is_taken_back(city: City, ministry: Caller) -> None:
    published(city)
    for _ in range(MOST_TRIES + 1):
        send_all()
    assert (states(), len(waiting(ministry))) == ([State.DEAD], 1)
    actions.drop(message=Message.objects.get(), reason="改为纸质报送", by=city.shen)
    assert (states(), waiting(ministry)) == ([State.DROPPED], [])
    assert not Task.objects.filter(decided_at__isnull=True).exists()


def republish(city: City, document: Document) -> None:
    documents.correct(document=document, note="隐去个人信息", by=the_system("test"))
    document.refresh_from_db()
    edition = working_edition(document)
    documents.save(
        document=document, version=edition.version, by=the_system("test"), title="另一个标题", html="<p>新的文字。</p>", mode=edition.mode
    )  # fmt: skip
    while (document := Document.objects.get(pk=document.pk)).status != Status.PUBLISHED:
        step(city, document, number=NUMBER)


@pytest.mark.requirement("R028")
def test_a_withdrawn_wording_is_not_sent_again_when_another_is_public_by_now(
    city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []

    def pending(*_: Any, body: bytes = b"", **__: Any) -> Answer:
        sent.append(body)
        return Answer(202, b'{"result": "pending", "receipt": "SJ-1"}')

    monkeypatch.setattr(client, "call", pending)
    document = published(city)
    old = document.item.release.title
    send_all()
    withdraw(city, document)
    republish(city, document)
    publishing.deliver(names=["exchange-filing"])
    del sent[:]
    send_all()
    assert "另一个标题".encode() in b"".join(sent)
    assert old.encode() not in b"".join(sent)
    assert states()[0] == State.DROPPED


def test_a_withdrawal_that_is_repeated_leaves_the_newer_wording_alone(city: City, ministry: Caller) -> None:
    document = published(city)
    send_all()
    withdraw(city, document)
    publishing.deliver(names=["exchange-filing"])
    republish(city, document)
    publishing.deliver(names=["exchange-filing"])
    send_all()
    there = waiting(ministry)
    assert len(there) == 2
    withdrawal = Message.objects.get(kind="file-withdrawal")
    Message.objects.filter(pk=withdrawal.pk).update(next_try_at=timezone.now())
    actions.send(withdrawal.pk)
    assert waiting(ministry) == there


@pytest.mark.requirement("R028")
def test_a_withdrawal_is_told_when_a_crash_left_it_unknown_whether_the_release_was_heard(
    city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []

    def heard(*_: Any, body: bytes = b"", **__: Any) -> Answer:
        sent.append(body)
        if len(sent) == 1:
            raise KeyboardInterrupt  # the worker dies before it could write the answer down
        return Answer(200, YES)

    monkeypatch.setattr(client, "call", heard)
    document = published(city)
    with pytest.raises(KeyboardInterrupt):
        actions.send(Message.objects.get().pk)
    withdraw(city, document)
    publishing.deliver(names=["exchange-filing"])
    send_all()
    send_all()
    assert len(sent) == 2
    assert b'"type": "withdrawal"' in sent[1]
    assert states() == [State.DROPPED, State.ACKNOWLEDGED]
