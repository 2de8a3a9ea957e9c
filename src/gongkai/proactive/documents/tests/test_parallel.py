"""Two people, two tabs, the desk and the API at once: real parallel transactions on PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import acting, the_system
from gongkai.engine.publishing.models import Edition, OutboxEntry, Release, Review
from gongkai.engine.publishing.rules import State
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import NOTHING_FOUND, START, City, at_once, build_city, document_at, refusals

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> City:
    del transactional_db
    if connection.vendor != "postgresql":
        pytest.skip("需要PostgreSQL：SQLite只有一个写事务，测不出真正的并发")
    return build_city()


def second(city: City, name: str, role: str) -> None:
    system = the_system("test")
    person = organisations.create_person(
        username=name, name=name, password="a-long-password-1", agency=city.housing, by=system
    )
    organisations.appoint(person=person, agency=city.housing, role=role, starts_on=START, by=system)
    city.people[name] = person


def fresh(document: Document) -> Document:
    return Document.objects.select_related("item__agency", "drafting_agency", "division", "drafter").get(pk=document.pk)


def test_two_reviewers_at_once_leave_one_review(world: City) -> None:
    second(world, "he2", "secrecy_reviewer")
    document = document_at(world, Status.SECRECY_REVIEW)
    he, other = world.he, world.he2
    results = at_once(
        lambda: actions.clear(document=fresh(document), by=he, results=NOTHING_FOUND),
        lambda: actions.clear(document=fresh(document), by=other, results=NOTHING_FOUND),
    )
    assert len(refusals(results)) == 1
    assert isinstance(refusals(results)[0], actions.Refused)
    assert Review.objects.filter(step="secrecy").count() == 1
    assert fresh(document).status == Status.SIGNING
    assert events.verify() == []


def test_one_reviewer_in_two_tabs_decides_once(world: City) -> None:
    document = document_at(world, Status.SECRECY_REVIEW)
    he = world.he
    results = at_once(
        lambda: actions.clear(document=fresh(document), by=he, results=NOTHING_FOUND),
        lambda: actions.return_(document=fresh(document), by=he, cause="其他", detail="再看看"),
    )
    assert len(refusals(results)) == 1
    assert Review.objects.filter(step="secrecy").count() == 1


def test_ten_releases_at_once_publish_once(world: City) -> None:
    document = document_at(world, Status.ISSUED)
    shen = world.shen
    results = at_once(*[lambda: actions.publish(document=fresh(document), by=shen)] * 10)
    assert len(refusals(results)) == 9
    assert all(isinstance(refusal, actions.Refused) for refusal in refusals(results)), results
    assert Release.objects.count() == 1
    assert OutboxEntry.objects.filter(topic="released").count() == 1
    assert [entry.item for entry in events.entries()] == [document.item.key]
    assert Edition.objects.filter(state=State.PUBLISHED).count() == 1


def test_a_save_and_a_submission_at_once_never_send_an_unseen_wording(world: City) -> None:
    document = document_at(world, Status.DRAFT)
    lin = world.lin
    at_once(
        lambda: actions.submit(document=fresh(document), by=lin),
        lambda: actions.save(
            document=fresh(document), version=1, by=lin, title="换了标题", html="<p>换了正文</p>", mode="full-text"
        ),
    )
    edition = Edition.objects.get(item=document.item)
    sent = fresh(document).status == Status.HEAD_REVIEW
    saved = edition.title == "换了标题"
    assert sent or saved
    if sent:
        # Whatever order they took, the head approves what stands there now, and the release checks that digest.
        actions.approve_head(document=fresh(document), by=acting(world.people["zhou"]))
        assert Review.objects.get(step="head").result == "approve"


def test_one_number_is_given_once(world: City) -> None:
    first, other = document_at(world, Status.SIGNED), document_at(world, Status.SIGNED)
    shen, today = world.shen, timezone.localdate()
    number = "云川住建发〔2026〕77号"
    results = at_once(
        lambda: actions.issue(document=fresh(first), number=number, issued_on=today, by=shen),
        lambda: actions.issue(document=fresh(other), number="云川住建发[2026]77号", issued_on=today, by=shen),
    )
    assert len(refusals(results)) == 1
    assert "另编号" in str(refusals(results)[0])
    assert Document.objects.filter(doc_number=number).count() == 1


def test_index_numbers_never_collide(world: City) -> None:
    lin = world.lin
    results = at_once(*[lambda: actions.draft(agency=world.housing, title="同时起草", html="<p>正文</p>", by=lin)] * 8)
    assert refusals(results) == []
    assert len({result.item.key for result in results}) == 8
    assert events.verify() == []


def test_what_is_turned_inward_while_it_is_published_is_public_in_no_case(world: City) -> None:
    document = document_at(world, Status.ISSUED, number="云川住建发〔2026〕31号")
    results = at_once(
        lambda: actions.publish(document=fresh(document), by=world.shen),
        lambda: actions.reattribute(
            document=fresh(document), attribute="on-application", ground="A2", reason="只涉及特定对象", by=world.xu
        ),
    )
    document = fresh(document)
    assert document.status == Status.FILED
    assert document.attribute == "on-application"
    assert not Release.objects.filter(key=document.item.key).exists()
    assert len(refusals(results)) <= 1
    assert document.attribute_changes.filter(kind="changed").count() == 1
    assert events.verify() == []


def test_two_changes_of_one_attribute_make_one_line_of_history(world: City) -> None:
    document = document_at(world, Status.ISSUED, number="云川住建发〔2026〕32号")
    second(world, "xu2", "openness_authority")

    def change(name: str) -> object:
        return actions.reattribute(
            document=fresh(document),
            attribute="on-application",
            ground="A2",
            reason="只涉及特定对象",
            by=getattr(world, name),
        )

    results = at_once(lambda: change("xu"), lambda: change("xu2"))
    assert len(refusals(results)) == 1
    assert document.attribute_changes.filter(kind="changed").count() == 1
