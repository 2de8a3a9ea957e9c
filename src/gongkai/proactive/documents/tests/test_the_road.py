"""One document from a drafter's desk to the public, by the verbs alone."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.engine.publishing.models import Edition, OutboxEntry, Release, Review
from gongkai.engine.publishing.rules import State, Withdrawal
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Document, Return
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import NOTHING_FOUND, City, document_at, drafted, step

NUMBER = "云川住建发〔2026〕12号"


def test_it_reaches_the_public_through_every_station(city: City) -> None:
    document = drafted(city)
    seen = [document.status]
    while document.status != Status.PUBLISHED:
        step(city, document, number=NUMBER)
        seen.append(document.status)
    assert seen == [
        "draft",
        "division_review",
        "office_review",
        "security_review",
        "signing",
        "signed",
        "issued",
        "published",
    ]
    release = Release.objects.get(key=document.item.key)
    assert release.doc_number == NUMBER
    assert release.edition.state == State.PUBLISHED
    assert [review.step for review in release.edition.reviews.order_by("at")] == ["head", "office", "secrecy", "sign"]
    assert OutboxEntry.objects.filter(topic="released", key=document.item.key).count() == 1
    assert events.verify() == []


def test_anything_but_full_disclosure_also_passes_the_openness_authority(city: City) -> None:
    document = document_at(city, Status.AUTHORITY_REVIEW, mode="abstract", ground="X4", reason="含第三方商业秘密")
    with pytest.raises(NotAllowed):
        actions.agree_attribute(document=document, by=city.shen)
    actions.agree_attribute(document=document, by=city.xu)
    assert document.status == Status.SIGNING


def test_what_is_not_proactive_is_filed_and_never_public(city: City) -> None:
    document = document_at(
        city, Status.FILED, attribute="not-disclosed", ground="X6", reason="属于请示，内容为过程性信息"
    )
    assert not Release.objects.filter(key=document.item.key).exists()
    with pytest.raises(actions.Refused):
        actions.publish(document=document, by=city.shen)


def test_the_drafter_cannot_review_their_own_draft(city: City) -> None:
    document = drafted(city, by=city.zhou)
    actions.submit(document=document, by=city.zhou)
    with pytest.raises(actions.Refused, match="拟稿人不能审查自己"):
        actions.approve_head(document=document, by=city.zhou)


def test_the_database_refuses_an_author_as_reviewer(city: City) -> None:
    edition = working_edition(drafted(city))
    with pytest.raises(IntegrityError, match="reviewer_is_not_author"), transaction.atomic():
        Review.objects.create(
            edition=edition, round=1, step="head", result="approve", reviewer=edition.author, author=edition.author,
            reviewer_name="x", role="x", agency=city.housing, digest="x",
        )  # fmt: skip


def test_one_item_has_one_review_a_step(city: City) -> None:
    document = document_at(city, Status.OFFICE_REVIEW)
    with pytest.raises(actions.AlreadyReviewed, match="周以宁"):
        actions.approve_head(document=document, by=city.zhou)


def test_a_return_counts_for_the_division_and_starts_all_reviews_anew(city: City) -> None:
    document = document_at(city, Status.SECRECY_REVIEW)
    actions.return_(document=document, by=city.he, cause="含涉密或敏感内容", detail="第二段请删去内部联系人")
    assert document.status == Status.RETURNED
    assert Return.objects.get().division == city.rental
    step(city, document)
    step(city, document)
    edition = working_edition(document)
    assert edition.round == 2
    assert edition.reviews.filter(round=1).count() == 3


def test_a_positive_finding_stops_the_document(city: City) -> None:
    document = document_at(city, Status.SECRECY_REVIEW)
    with pytest.raises(actions.Refused, match="发现问题"):
        actions.clear(document=document, by=city.he, results=NOTHING_FOUND | {"work_secret": "found"})
    with pytest.raises(actions.Refused, match="逐项"):
        actions.clear(document=document, by=city.he, results={"state_secret": "none"})
    document.refresh_from_db()
    assert document.status == Status.SECRECY_REVIEW


def test_missing_reasons_block_the_way_on(city: City) -> None:
    document = drafted(city, attribute="on-application")
    with pytest.raises(actions.Refused, match=r"理由.*理由种类"):
        actions.submit(document=document, by=city.lin)


def test_two_saves_of_one_form_do_not_overwrite_each_other(city: City) -> None:
    document = drafted(city)
    first = {
        "document": document,
        "version": 1,
        "by": city.lin,
        "mode": "full-text",
        "title": "甲",
        "html": "<p>甲</p>",
    }
    actions.save(**first)
    with pytest.raises(actions.Stale):
        actions.save(**(first | {"title": "乙"}))
    assert working_edition(document).title == "甲"


def test_numbers_are_unique_in_every_spelling(city: City) -> None:
    document_at(city, Status.ISSUED, number=NUMBER)
    other = document_at(city, Status.SIGNED)
    with pytest.raises(actions.Refused, match="已用于"):
        actions.issue(document=other, number="云川住建发[2026] 12号", issued_on=timezone.localdate(), by=city.shen)


def test_a_correction_keeps_number_and_old_wording(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number=NUMBER)
    actions.correct(document=document, note="更正补贴标准", by=city.shen)
    edition = working_edition(document)
    actions.save(
        document=document, version=edition.version, by=city.shen, title=edition.title, mode="full-text",
        html=edition.html.replace("三百元", "四百元"),
    )  # fmt: skip
    document.refresh_from_db()
    assert Release.objects.get(key=document.item.key).edition.number == 1
    actions.submit(document=document, by=city.shen)
    actions.approve_head(document=document, by=city.zhou)
    with pytest.raises(actions.Refused, match="拟稿人不能审查"):
        actions.check(document=document, by=city.shen, mode="full-text", mode_grounds="同前")


def test_a_withdrawn_document_leaves_everything_but_its_tombstone(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number=NUMBER)
    with pytest.raises(OutOfSight):
        actions.withdraw(document=document, kind=Withdrawal.PRIVACY, reason="含个人信息", by=city.mo)
    actions.withdraw(document=document, kind=Withdrawal.PRIVACY, reason="含个人信息", by=city.shen)
    document.item.refresh_from_db()
    assert document.status == Status.WITHDRAWN
    assert not Release.objects.exists()
    assert document.item.withdrawn_title == ""
    assert Edition.objects.filter(state=State.WITHDRAWN).count() == 1


def test_a_sealed_document_keeps_no_content(city: City) -> None:
    document = document_at(city, Status.SECRECY_REVIEW)
    actions.seal(document=document, register_number="云住建密登2026-1", kept_at="保密室", by=city.he)
    edition = Edition.objects.get(item=document.item)
    assert (edition.html, edition.text) == ("", "")
    assert "租赁" not in edition.title
    assert Document.objects.get(pk=document.pk).summary == ""


def test_impossible_days_are_refused(city: City) -> None:
    document = document_at(city, Status.SIGNED)
    with pytest.raises(actions.Refused, match="晚于今天"):
        actions.issue(document=document, number="", issued_on=dt.date(2099, 1, 1), by=city.shen)
