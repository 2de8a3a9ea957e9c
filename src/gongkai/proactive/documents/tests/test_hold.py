"""A document that its sender called back after the signature: ended or let go on by whoever signs, and both on record."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.base.events import queries as events
from gongkai.base.organisations.queries import NotAllowed, the_system
from gongkai.engine.duties import queries as duties
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.models import Document, HoldDecision
from gongkai.proactive.documents.queries.holds import gone_on_at
from gongkai.proactive.documents.rules import PUBLICATION_DUTY, Status, holds
from gongkai.project.tests.cast import City, document_at

WHY = "来文单位已撤回这份公文"


@pytest.fixture
def called_back(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Index numbers that the office system called back, as the exchange will say it: no longer once it may go on."""
    keys: set[str] = set()
    known = {"test": lambda key: WHY if key in keys and gone_on_at(key) is None else ""}
    monkeypatch.setattr(holds, "HOLDS", known)
    return keys


def held(city: City, called_back: set[str], status: Status) -> Document:
    document = document_at(city, status, origin="oa")
    called_back.add(document.item.key)
    return document


def duty_state(document: Document) -> str:
    return str(duties.of_subject(subject_of(document)).get(rule=PUBLICATION_DUTY).status)


@pytest.mark.requirement("R027")
@pytest.mark.parametrize("status", [Status.SIGNED, Status.ISSUED])
def test_whoever_signs_ends_it_with_a_reason_on_record(
    city: City, called_back: set[str], client: Client, status: Status
) -> None:
    document = held(city, called_back, status)
    client.force_login(city.people["zheng"])
    page = f"/desk/documents/{document.pk}/"
    assert "来文单位已撤回，暂停办理" in client.get(page).content.decode()
    assert client.post(f"{page}stop/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}stop/", {"reason": "来文单位重新行文"}).status_code == 302
    document.refresh_from_db()
    assert document.status == Status.ABANDONED
    row = HoldDecision.objects.get()
    assert (row.decision, row.reason, row.by_name) == ("stop", "来文单位重新行文", "郑怀山")
    last = [one for one in events.events_of(subject_of(document)) if one.tag == "documents:document:stop"][-1]
    assert (last.new["approver"], last.remark) == ("郑怀山", "来文单位重新行文")
    if status is Status.ISSUED:
        assert duty_state(document) == "cancelled"
    assert "来文单位重新行文" in client.get(page).content.decode()


@pytest.mark.requirement("R027")
def test_let_go_on_it_can_be_published(city: City, called_back: set[str], client: Client) -> None:
    document = held(city, called_back, Status.ISSUED)
    with pytest.raises(actions.Refused, match=WHY):
        actions.publish(document=document, by=city.shen)
    client.force_login(city.people["zheng"])
    assert client.post(f"/desk/documents/{document.pk}/go-on/", {"reason": "已与来文单位核实"}).status_code == 302
    actions.publish(document=document, by=city.shen)
    document.refresh_from_db()
    assert document.status == Status.PUBLISHED


def test_held_it_is_not_issued(city: City, called_back: set[str]) -> None:
    document = held(city, called_back, Status.SIGNED)
    with pytest.raises(actions.Refused, match="还不能编号印发"):
        actions.issue(document=document, number="", issued_on=document.item.created_at.date(), by=city.shen)


def test_only_who_signs_may_decide_and_no_machine(city: City, called_back: set[str]) -> None:
    document = held(city, called_back, Status.ISSUED)
    with pytest.raises(NotAllowed):
        actions.stop(document=document, reason="x", by=city.shen)
    with pytest.raises(NotAllowed, match="本人"):
        actions.stop(document=document, reason="x", by=the_system("exchange"))


def test_what_nobody_called_back_cannot_be_ended(city: City, called_back: set[str]) -> None:
    document = document_at(city, Status.ISSUED, origin="oa")
    with pytest.raises(actions.Refused, match="没有被来文单位撤回"):
        actions.stop(document=document, reason="不想公开", by=city.zheng)


def test_the_second_decision_is_told_that_it_is_over(city: City, called_back: set[str]) -> None:
    document = held(city, called_back, Status.ISSUED)
    other = Document.objects.get(pk=document.pk)
    actions.stop(document=document, reason="重新行文", by=city.zheng)
    with pytest.raises(actions.Refused, match="已终止"):
        actions.go_on(document=other, reason="继续", by=city.zheng)
    assert HoldDecision.objects.count() == 1
