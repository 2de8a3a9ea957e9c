from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.duties.models import Duty
from gongkai.engine.publishing.actions import deliver
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.stock import actions, queries
from gongkai.proactive.stock.models import Entry, Round
from gongkai.project.tests.cast import City, document_at, step

SOON = dt.timedelta(days=60)
GROUND = {"attribute": "not-disclosed", "ground": "X6", "reason": "讨论稿，尚未定论"}


def round_of(city: City, kind: str = "inventory", **scope: object) -> Round:
    found = actions.open_round(
        kind=kind, agency=city.housing, title="2026年公开属性梳理", closes_on=timezone.localdate() + SOON,
        source="市政务公开工作要点", by=city.shen, **scope,
    )  # fmt: skip
    actions.draw(round_=found, by=city.shen)
    return found


def filed(city: City, **more: object) -> Document:
    return document_at(city, Status.FILED, mode="full-text", **(GROUND | more))


def test_drawing_twice_adds_nothing(city: City) -> None:
    document_at(city, Status.ISSUED)
    found = round_of(city)
    assert found.entries.count() == 1
    assert actions.draw(round_=found, by=city.shen) == 0


def test_the_scope_limits_what_is_drawn(city: City) -> None:
    document_at(city, Status.ISSUED)
    filed(city, title="内部讨论稿")
    assert round_of(city, attributes=["not-disclosed"]).entries.count() == 1
    assert round_of(city, years_to=2020).entries.count() == 0


@pytest.mark.requirement("R019")
def test_a_change_goes_through_another_person_and_changes_the_document(city: City) -> None:
    document = filed(city)
    entry = round_of(city).entries.get()
    actions.propose(
        entry=entry, verdict="change", to_attribute="on-application", ground="A1", reason="可以依申请提供", by=city.shen
    )
    with pytest.raises(NotAllowed):
        actions.approve(entry=entry, by=city.shen)
    actions.approve(entry=entry, by=city.xu)
    document.refresh_from_db()
    entry.refresh_from_db()
    assert (document.attribute, document.status) == ("on-application", "filed")
    assert document.attribute_changes.last().was_attribute == "not-disclosed"  # stays visible internally
    assert entry.was_attribute == "not-disclosed"
    assert [event["what"] for event in queries.history_of(entry)] == ["批准逐件判断", "提出逐件判断"]


def test_a_change_without_a_ground_is_refused(city: City) -> None:
    document_at(city, Status.ISSUED)
    entry = round_of(city).entries.get()
    with pytest.raises(actions.Refused, match="理由种类"):
        actions.propose(entry=entry, verdict="change", to_attribute="not-disclosed", reason="不宜公开", by=city.shen)


@pytest.mark.requirement("R020")
def test_what_now_qualifies_enters_the_publication_queue_with_a_clock(city: City) -> None:
    document = filed(city)
    found = round_of(city, "reexamination")
    entry = found.entries.get()
    actions.propose(entry=entry, verdict="qualifies", reason="事项已经办结", by=city.shen)
    with pytest.raises(actions.Refused, match="没有批准"):
        actions.finish(round_=found, by=city.shen)
    actions.approve(entry=entry, by=city.xu)
    document.refresh_from_db()
    assert (document.status, document.attribute) == ("draft", "proactive")
    assert Duty.objects.filter(rule="publish-after-conversion", subject_id=document.item.key, status="open").exists()
    assert actions.finish(round_=found, by=city.shen).report["figures"]["qualifies"] == 1


@pytest.mark.requirement("R020")
def test_a_round_cannot_be_closed_while_a_qualifying_document_left_the_queue(city: City) -> None:
    from gongkai.proactive.documents import actions as documents

    document = filed(city)
    found = round_of(city, "reexamination")
    entry = found.entries.get()
    actions.propose(entry=entry, verdict="qualifies", reason="事项已经办结", by=city.shen)
    actions.approve(entry=entry, by=city.xu)
    document.refresh_from_db()
    documents.abandon(document=document, reason="不想办了", by=city.lin)
    with pytest.raises(actions.Refused, match="不在公开流程"):
        actions.finish(round_=found, by=city.shen)


def test_withholding_needs_the_day_of_the_next_review(city: City) -> None:
    document = filed(city)
    entry = round_of(city, "reexamination").entries.get()
    with pytest.raises(actions.Refused, match="下次复核日期"):
        actions.propose(entry=entry, verdict="withhold", reason="仍在讨论", by=city.shen)
    on = timezone.localdate() + SOON
    actions.propose(entry=entry, verdict="withhold", reason="仍在讨论", next_review_on=on, by=city.shen)
    actions.approve(entry=entry, by=city.xu)
    document.refresh_from_db()
    assert (document.status, document.next_review_on) == ("filed", on)


def test_a_redacted_public_document_that_qualifies_gets_a_new_edition(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, mode="abstract", ground="X4", reason="含第三方信息")
    entry = round_of(city, "reexamination").entries.get()
    actions.propose(entry=entry, verdict="qualifies", reason="第三方已同意", by=city.shen)
    actions.approve(entry=entry, by=city.xu)
    document.refresh_from_db()
    assert document.status == "draft"
    assert document.item.release is not None  # the redacted edition stays public until the new one is out


def test_twenty_thousand_documents_are_drawn_in_seconds(city: City) -> None:
    import time

    from gongkai.engine.publishing.models import Edition, Item

    items = Item.objects.bulk_create(
        [Item(kind="document", key=f"K/{n}", agency=city.housing) for n in range(20_000)], batch_size=2_000
    )
    Edition.objects.bulk_create(
        [Edition(item=i, number=1, title="旧文", mode="full-text") for i in items], batch_size=2_000
    )
    now, today = timezone.now(), timezone.localdate()
    Document.objects.bulk_create(
        [
            Document(item=i, status="issued", status_since=now, drafting_agency=city.housing, issued_on=today)
            for i in items
        ],
        batch_size=1_000,
    )
    with connection.cursor() as cursor:  # the figures the database keeps are those of empty tables until it looks
        cursor.execute("ANALYZE")
    start = time.process_time()
    assert round_of(city).entries.count() == 20_000
    assert time.process_time() - start < 5
    assert Entry.objects.filter(state="open").count() == 20_000


@pytest.mark.requirement("R020")
def test_a_converted_document_goes_its_own_road_to_the_public_and_ends_its_clock(city: City, client: Client) -> None:
    document = filed(city)
    entry = round_of(city, "reexamination").entries.get()
    actions.propose(entry=entry, verdict="qualifies", reason="事项已经办结", by=city.shen)
    actions.approve(entry=entry, by=city.xu)
    document.refresh_from_db()
    while document.status != Status.PUBLISHED:
        step(city, document)
    deliver(names=["stock"])
    duty = Duty.objects.get(rule="publish-after-conversion")
    assert (duty.status, duty.done_late) == ("done", False)
    assert client.get(f"/documents/{document.item.key}").status_code == 200


@pytest.mark.requirement("R019")
def test_what_the_inventory_closes_leaves_the_public_at_once(city: City, client: Client) -> None:
    document = document_at(city, Status.PUBLISHED)
    entry = round_of(city).entries.get()
    actions.propose(
        entry=entry, verdict="change", to_attribute="not-disclosed", ground="X5", reason="属于内部事务", by=city.shen
    )
    assert client.get(f"/documents/{document.item.key}").status_code == 200
    actions.approve(entry=entry, by=city.xu)
    assert client.get(f"/documents/{document.item.key}").status_code == 410


def test_a_document_that_moved_on_since_it_was_judged_keeps_the_decision_open(city: City) -> None:
    document = filed(city)
    one, other = round_of(city, "reexamination").entries.get(), round_of(city, "reexamination").entries.get()
    for entry in (one, other):
        actions.propose(entry=entry, verdict="qualifies", reason="事项已经办结", by=city.shen)
    actions.approve(entry=one, by=city.xu)
    with pytest.raises(actions.Refused, match="状态在判断之后有变化"):
        actions.approve(entry=other, by=city.xu)
    other.refresh_from_db()
    assert (other.state, other.approver) == ("proposed", None)
    assert document.stock_entries.filter(state="done").count() == 1


def test_the_database_itself_keeps_proposer_and_approver_apart(city: City) -> None:
    filed(city)
    entry = round_of(city).entries.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(proposer=city.people["shen"], approver=city.people["shen"])
