"""An issued document of mode 定点、定向公开: delivered to all, its clock of publication ends, and the page says why."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.jobs.actions import run_worker
from gongkai.engine.duties import queries as duties
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import PUBLICATION_DUTY, Status
from gongkai.proactive.targeted import actions
from gongkai.proactive.targeted.models import Delivery
from gongkai.proactive.targeted.rules import Channel, Line
from gongkai.proactive.targeted.tests.test_disclose_to_some import reviewed
from gongkai.project.tests.cast import City, document_at

LINES = [Line(Channel.LINK, "住户甲", "", "jia@zhuhu.example"), Line(Channel.PLACE, "公告栏")]


def issued(city: City) -> Document:
    return document_at(city, Status.ISSUED, mode="targeted", ground="X4", reason="含住户个人隐私")


def delivery_of(city: City, document: Document) -> Delivery:
    made = actions.draft_of(
        document=document, why="只涉及该楼住户", lines=LINES, by=city.shen,
        expires_at=timezone.now() + dt.timedelta(days=20),
    )  # fmt: skip
    return actions.deliver(delivery=reviewed(city, made), by=city.shen)


def duty_state(document: Document) -> str:
    return str(duties.of_subject(subject_of(document)).get(rule=PUBLICATION_DUTY).status)


@pytest.mark.requirement("R015")
def test_when_all_are_served_the_clock_ends_with_the_reason(city: City, client: Client) -> None:
    document = issued(city)
    delivery = delivery_of(city, document)
    actions.send_links(delivery=delivery, by=city.shen)
    run_worker(once=True)
    document.refresh_from_db()
    assert (document.status, duty_state(document)) == (Status.ISSUED, "open")  # the board is still empty
    actions.post(recipient=delivery.recipients.get(channel="place"), by=city.shen)
    document.refresh_from_db()
    assert (document.status, duty_state(document)) == (Status.SERVED, "done")
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/documents/{document.pk}/").content.decode()
    assert "已送达全部2个对象，公开时限办结" in page
    last = [one for one in events.events_of(subject_of(document)) if one.tag == "documents:document:serve"]
    assert "已送达全部2个对象" in last[0].remark
    assert client.get(f"/documents/{document.item.key}").status_code == 404


def test_a_failed_mail_serves_nobody(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    import smtplib

    from django.core.mail.backends.locmem import EmailBackend

    def send(self: object, messages: object) -> int:
        raise smtplib.SMTPRecipientsRefused({"jia@zhuhu.example": (550, b"unknown")})

    document = issued(city)
    delivery = delivery_of(city, document)
    actions.post(recipient=delivery.recipients.get(channel="place"), by=city.shen)
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    actions.send_links(delivery=delivery, by=city.shen)
    run_worker(once=True)
    document.refresh_from_db()
    assert (document.status, duty_state(document)) == (Status.ISSUED, "open")


def test_the_page_leads_from_the_document_to_its_delivery(city: City, client: Client) -> None:
    document = issued(city)
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/documents/{document.pk}/").content.decode()
    assert f"/desk/targeted/documents/{document.pk}/" in page
    assert "定时发布" not in page
    form = {
        "version": 1,
        "expires_on": timezone.localdate() + dt.timedelta(days=9),
        "why": "只涉及住户",
        "people": "甲",
        "title": "别的",
    }
    answer = client.post(f"/desk/targeted/documents/{document.pk}/", form)
    assert answer.status_code == 302
    made = Delivery.objects.get()
    assert made.item.editions.get().title == document.item.editions.get().title
    assert "每户每月三百元" in made.item.editions.get().html
    again = client.get(f"/desk/targeted/documents/{document.pk}/")
    assert again["Location"] == f"/desk/targeted/{made.pk}/"
    client.force_login(city.people["mo"])
    assert client.get(f"/desk/targeted/documents/{document.pk}/").status_code == 404


def test_only_an_issued_document_of_this_mode_is_delivered(city: City) -> None:
    document = document_at(city, Status.ISSUED)
    with pytest.raises(actions.Refused, match="定点、定向公开"):
        delivery_of(city, document)


def test_a_document_has_one_standing_delivery(city: City) -> None:
    document = issued(city)
    delivery = delivery_of(city, document)
    with pytest.raises(actions.Refused, match="已经有一件"):
        delivery_of(city, document)
    actions.withdraw(delivery=delivery, reason="对象有误", by=city.shen)
    assert delivery_of(city, document).pk != delivery.pk


def test_reattributed_meanwhile_it_is_not_delivered(city: City) -> None:
    document = issued(city)
    made = actions.draft_of(
        document=document, why="x", lines=LINES, by=city.shen, expires_at=timezone.now() + dt.timedelta(days=20)
    )
    reviewed(city, made)
    documents.reattribute(
        document=document, attribute="not-disclosed", ground="X5", reason="属于内部事务信息", by=city.xu
    )
    with pytest.raises(actions.Refused, match="已不在“待公开”"):
        actions.deliver(delivery=made, by=city.shen)


def test_receipts_come_in_after_the_document_was_closed_otherwise(city: City) -> None:
    document = issued(city)
    delivery = delivery_of(city, document)
    documents.reattribute(
        document=document, attribute="not-disclosed", ground="X5", reason="属于内部事务信息", by=city.xu
    )
    for one in delivery.recipients.all():
        actions.post(recipient=one, by=city.shen)
    document.refresh_from_db()
    assert document.status == Status.FILED
