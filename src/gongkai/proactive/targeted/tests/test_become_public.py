"""What named recipients got becomes public: proposed, reviewed by everybody anew, released on the one road, links leading there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.jobs.actions import run_worker
from gongkai.base.notify.models import Message
from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.duties.models import Duty
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Release
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries import waiting_for, working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.targeted import actions, queries
from gongkai.proactive.targeted.models import Delivery, Recipient
from gongkai.proactive.targeted.rules import WIDENING_DUTY
from gongkai.proactive.targeted.tests.test_deliver_documents import delivery_of, duty_state, issued
from gongkai.proactive.targeted.tests.test_disclose_to_some import WORDS, delivered, link, person, sign
from gongkai.project.tests.cast import GOOD, City, step

WHY = "加固工程已经全部完工，相关住户同意公开"


def served(city: City) -> Delivery:
    """A document that all its recipients received."""
    delivery = delivery_of(city, issued(city))
    for one in delivery.recipients.all():
        actions.post(recipient=one, by=city.shen)
    delivery.refresh_from_db()
    assert delivery.document is not None
    delivery.document.refresh_from_db()
    assert delivery.document.status == Status.SERVED
    return delivery


def on_its_way(city: City) -> tuple[Delivery, Document]:
    delivery = served(city)
    widening = actions.widen(delivery=delivery, reason=WHY, by=city.shen, seen="delivered")
    return delivery, Document.objects.get(pk=widening.document_id)


def until(city: City, document: Document, status: Status) -> None:
    while document.status != status:
        step(city, document)


def heard() -> None:
    publishing.deliver(names=["targeted"])


@pytest.mark.requirement("R015")
def test_a_served_document_becomes_public_on_the_ordinary_road(city: City, client: Client) -> None:
    delivery, document = on_its_way(city)
    number, recipient = document.doc_number, person(delivery)
    assert (document.status, working_edition(document).mode) == ("draft", "full-text")
    assert client.get(f"/documents/{document.item.key}").status_code == 404
    assert client.get(link(recipient)).status_code == 200  # until the release recipients read what they got
    until(city, document, Status.ISSUED)
    assert document.doc_number == number  # it was issued once; nobody issues it again
    until(city, document, Status.PUBLISHED)
    assert client.get(f"/documents/{document.item.key}").status_code == 200
    led = client.get(link(recipient))
    assert (led.status_code, led["Location"]) == (302, f"/documents/{document.item.key}")
    assert led["Cache-Control"] == "no-store, private"
    assert client.post(link(recipient), {"pin": "0"}).status_code == 302
    heard()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.widenings.get().outcome) == ("public", "public")
    assert (clock_of(document).status, clock_of(document).done_late) == ("done", False)
    client.force_login(city.people["shen"])
    assert "已转为主动公开" in client.get("/desk/targeted/?state=public").content.decode()
    page = client.get(f"/desk/targeted/{delivery.pk}/").content.decode()
    assert f'href="/documents/{document.item.key}"' in page
    assert WHY in page


@pytest.mark.requirement("R019")
def test_the_change_stands_in_the_history_of_the_attribute_and_in_the_record(city: City, client: Client) -> None:
    delivery, document = on_its_way(city)
    last = document.attribute_changes.order_by("pk").last()
    assert last is not None
    assert (last.was_mode, last.mode, last.reason, last.by_name) == ("targeted", "full-text", WHY, "沈若川")
    assert (clock_of(document).status, clock_of(document).opened_on) == ("open", timezone.localdate())
    tags = [one.tag for one in events.events_of(subject(delivery))]
    assert "targeted:delivery:widen" in tags
    client.force_login(city.people["lin"])
    page = client.get(f"/desk/documents/{document.pk}/").content.decode()
    assert WHY in page
    assert "正在转为主动公开" in page
    assert "按时办结" not in page  # the clock that runs now is shown, not the one that ended with the delivery
    assert "终止办理" not in page
    assert "送科室审核" in page
    assert Message.objects.filter(person=city.people["lin"], title__contains="转为主动公开").exists()


def subject(delivery: Delivery) -> Any:
    from gongkai.proactive.targeted.actions.shared import subject_of

    return subject_of(delivery)


def clock_of(document: Document) -> Duty:
    return Duty.objects.get(rule=WIDENING_DUTY, subject_id=document.item.key)


@pytest.mark.requirement("R015")
def test_nothing_is_released_before_everybody_reviewed_it_anew(city: City) -> None:
    _, document = on_its_way(city)
    with pytest.raises(publishing.Refused):
        publishing.release(edition=working_edition(document), by=city.shen)
    assert not Release.objects.filter(item=document.pk).exists()
    with pytest.raises(documents.Refused):
        documents.issue(document=document, number="", issued_on=timezone.localdate(), by=city.shen)
    with pytest.raises(documents.Refused, match="没有可以更正的公开版本"):
        documents.correct(document=served(city).document, note="走近路", by=city.shen)  # type: ignore[arg-type]


def test_it_can_stay_with_its_recipients_as_it_was(city: City, client: Client) -> None:
    delivery, document = on_its_way(city)
    edition = working_edition(document)
    documents.save(
        document=document,
        version=edition.version,
        by=city.lin,
        title="改了的标题",
        html="<p>改了</p>",
        mode="full-text",
    )
    with pytest.raises(documents.Refused, match="仍定向公开"):
        documents.abandon(document=document, reason="不想办了", by=city.lin)
    client.force_login(city.people["shen"])
    sent = client.post(f"/desk/targeted/{delivery.pk}/do/keep/", {"reason": "仍有住户反对"})
    assert sent.status_code == 302
    document.refresh_from_db()
    edition = working_edition(document)
    assert (document.status, edition.mode, document.ground) == (Status.SERVED, "targeted", "X4")
    assert edition.title == queries.edition_of(delivery).title
    assert clock_of(document).status == "cancelled"
    assert client.get(link(person(delivery))).status_code == 200
    assert "仍有住户反对" in client.get(f"/desk/targeted/{delivery.pk}/").content.decode()
    actions.widen(delivery=delivery, reason="住户又同意了", by=city.shen)  # and once more
    assert delivery.widenings.count() == 2


def test_while_somebody_reviews_it_cannot_be_taken_off(city: City) -> None:
    delivery, document = on_its_way(city)
    until(city, document, Status.OFFICE_REVIEW)
    with pytest.raises(actions.Refused, match="政务公开专员"):
        actions.keep(delivery=delivery, reason="x", by=city.shen)
    documents.return_(document=document, by=city.shen, cause="公开属性不当", detail="不宜公开")
    actions.keep(delivery=delivery, reason="审查不同意公开", by=city.shen)
    document.refresh_from_db()
    assert document.status == Status.SERVED


def test_of_two_tabs_one_proposes_and_the_other_reads_why_not(city: City, client: Client) -> None:
    delivery = served(city)
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/targeted/{delivery.pk}/").content.decode()
    assert "转为主动公开" in page
    form = {"reason": WHY, "seen": "delivered"}
    assert client.post(f"/desk/targeted/{delivery.pk}/do/widen/", form).status_code == 302
    second = client.post(f"/desk/targeted/{delivery.pk}/do/widen/", form)
    assert second.status_code == 409
    assert "已经提出转为主动公开" in second.content.decode()
    assert delivery.widenings.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        delivery.widenings.create(document=delivery.document, reason="x", by_name="x")


def test_withdrawn_meanwhile_the_other_tab_is_told(city: City) -> None:
    delivery = served(city)
    actions.withdraw(delivery=delivery, reason="内容有误", by=city.shen)
    with pytest.raises(actions.Refused, match="变成了“已撤回”"):
        actions.widen(delivery=delivery, reason=WHY, by=city.shen, seen="delivered")
    own = delivered(city)
    actions.withdraw(delivery=own, reason="内容有误", by=city.shen)
    with pytest.raises(actions.Refused, match="已撤回"):
        actions.widen(delivery=own, reason=WHY, by=city.shen, drafter=city.people["lin"])


def test_withdrawn_while_on_its_way_it_still_leads_to_the_public_page_once_there_is_one(
    city: City, client: Client
) -> None:
    delivery, document = on_its_way(city)
    actions.withdraw(delivery=delivery, reason="重新核对", by=city.shen)
    assert client.get(link(person(delivery))).status_code == 410
    until(city, document, Status.PUBLISHED)
    assert client.get(link(person(delivery))).status_code == 302
    heard()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.widenings.get().outcome) == ("withdrawn", "public")


@pytest.mark.parametrize(("reason", "said"), [("", "请写明"), ("  ", "请写明")])
def test_without_a_reason_nothing_is_proposed(city: City, client: Client, reason: str, said: str) -> None:
    delivery = served(city)
    with pytest.raises(actions.Refused, match=said):
        actions.widen(delivery=delivery, reason=reason, by=city.shen)
    client.force_login(city.people["shen"])
    answer = client.post(f"/desk/targeted/{delivery.pk}/do/widen/", {"reason": reason, "seen": "delivered"})
    assert answer.status_code == 409
    assert not delivery.widenings.exists()


def test_who_has_not_received_it_yet_comes_first(city: City) -> None:
    delivery = delivery_of(city, issued(city))
    with pytest.raises(actions.Refused, match="还没有送达全部对象"):
        actions.widen(delivery=delivery, reason=WHY, by=city.shen)


def test_only_who_delivers_may_propose(city: City, client: Client) -> None:
    delivery = served(city)
    with pytest.raises(NotAllowed):
        actions.widen(delivery=delivery, reason=WHY, by=city.zheng)
    client.force_login(city.people["mo"])
    assert client.post(f"/desk/targeted/{delivery.pk}/do/widen/", {"reason": WHY}).status_code == 404


def test_nobody_is_asked_to_do_anything_about_what_was_served(city: City) -> None:
    document = served(city).document
    assert not waiting_for(city.shen).filter(pk=document.pk).exists()  # type: ignore[union-attr]


@pytest.mark.requirement("R015")
def test_what_was_written_for_the_delivery_alone_becomes_a_document_of_its_own(city: City, client: Client) -> None:
    delivery = delivered(city)
    sign(client, person(delivery))
    client.force_login(city.people["shen"])
    assert (
        client.post(f"/desk/targeted/{delivery.pk}/do/widen/", {"reason": WHY, "seen": "delivered"}).status_code == 409
    )
    form = {"reason": WHY, "seen": "delivered", "drafter": city.people["lin"].pk}
    assert client.post(f"/desk/targeted/{delivery.pk}/do/widen/", form).status_code == 302
    document = Document.objects.get()
    edition = working_edition(document)
    assert (document.drafter, edition.author) == (city.people["lin"], city.people["lin"])
    assert WORDS in edition.html
    facts = {key: value for key, value in GOOD.items() if key != "formed_on"}
    documents.save(
        document=document, version=edition.version, by=city.lin, title=edition.title, mode="full-text",
        html="<p>" + WORDS * 3 + "</p>", formed_on=dt.date(2026, 3, 9), **facts,
    )  # fmt: skip
    until(city, document, Status.PUBLISHED)
    reader = Client()
    led = reader.get(link(person(delivery)), follow=True)
    assert led.redirect_chain == [(f"/documents/{document.item.key}", 302)]
    assert WORDS in led.content.decode()
    heard()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.public_document_id) == ("public", document.pk)
    assert delivery.recipients.get(channel="link").receipt_name == "住户甲"  # kept beside, as history


def test_its_own_draft_given_up_is_ended(city: City) -> None:
    delivery = delivered(city)
    made = actions.widen(delivery=delivery, reason=WHY, by=city.shen, drafter=city.people["lin"])
    actions.keep(delivery=delivery, reason="不再公开", by=city.shen)
    assert Document.objects.get(pk=made.document_id).status == Status.ABANDONED
    delivery.refresh_from_db()
    assert delivery.state == "delivered"


def test_given_up_by_its_drafter_it_may_be_proposed_again(city: City) -> None:
    delivery = delivered(city)
    made = actions.widen(delivery=delivery, reason=WHY, by=city.shen, drafter=city.people["lin"])
    document = Document.objects.get(pk=made.document_id)
    documents.abandon(document=document, reason="不宜公开", by=city.lin)
    assert actions.close_given_up() == 1
    made.refresh_from_db()
    assert (made.outcome, made.note, clock_of(document).status) == ("kept", "公文已终止", "cancelled")
    again = actions.widen(delivery=delivery, reason=WHY, by=city.shen, drafter=city.people["lin"])
    documents.abandon(document=Document.objects.get(pk=again.document_id), reason="不宜公开", by=city.lin)
    assert actions.widen(delivery=delivery, reason=WHY, by=city.shen, drafter=city.people["lin"]).closed_at is None


def test_dead_links_lead_nowhere_even_when_it_is_public(city: City, client: Client) -> None:
    delivery, document = on_its_way(city)
    old = link(person(delivery))
    actions.revoke(recipient=person(delivery), by=city.shen)
    until(city, document, Status.PUBLISHED)
    assert client.get(old).status_code == 410


def test_taken_down_later_the_link_leads_to_the_page_that_says_so(city: City, client: Client) -> None:
    delivery, document = on_its_way(city)
    until(city, document, Status.PUBLISHED)
    heard()
    heard()  # twice is once
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="数字有误", by=city.shen)
    answer = client.get(link(person(delivery)), follow=True)
    assert answer.status_code == 410
    assert "数字有误" in answer.content.decode()


def test_nobody_is_reminded_or_written_to_any_more(city: City) -> None:
    delivery, document = on_its_way(city)
    Recipient.objects.filter(delivery=delivery).update(posted_at=None)
    actions.send_links(delivery=delivery, by=city.shen)
    until(city, document, Status.PUBLISHED)
    run_worker(once=True)
    mailing = person(delivery).mailings.get()
    assert (mailing.state, mailing.reason) == ("dropped", "这份材料已向社会公开。")
    assert actions.remind(now=timezone.now() + dt.timedelta(days=9)) == 0


def test_a_document_that_became_public_by_another_road_closes_its_delivery_too(city: City, client: Client) -> None:
    delivery = delivery_of(city, issued(city))
    document = delivery.document
    assert document is not None
    documents.reattribute(document=document, attribute="not-disclosed", ground="X5", reason="属于内部事务", by=city.xu)
    documents.reattribute(document=document, attribute="proactive", ground="", reason="可以公开了", by=city.xu)
    edition = working_edition(document)
    documents.save(
        document=document, version=edition.version, by=city.lin, title=edition.title, html=edition.html,
        mode="full-text",
    )  # fmt: skip
    until(city, document, Status.PUBLISHED)
    heard()
    delivery.refresh_from_db()
    assert delivery.state == "public"
    assert client.get(link(person(delivery))).status_code == 302
    assert duty_state(document) != "open"
