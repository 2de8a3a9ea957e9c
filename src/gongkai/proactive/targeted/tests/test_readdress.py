"""A mistyped address is put right: the old link dies, the new one goes out, and who had opened the old one is on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.jobs.actions import run_worker
from gongkai.base.organisations.queries import NotAllowed
from gongkai.proactive.targeted import actions, queries
from gongkai.proactive.targeted.actions.shared import subject_of
from gongkai.proactive.targeted.models import Delivery, Mailing, Readdressing, Recipient
from gongkai.proactive.targeted.rules import MailState, with_address
from gongkai.proactive.targeted.tests.test_disclose_to_some import TITLE, WORDS, link, sign
from gongkai.proactive.targeted.tests.test_send_links import ADDRESS, first, mailed, sent_off
from gongkai.project.tests.cast import City

NEW, WHY = "jia.lin@zhuhu.example", "登记时录入有误，已与本人电话核对"


def put_right(city: City, recipient: Recipient, **more: Any) -> Readdressing:
    facts = {"address": NEW, "reason": WHY, "version": recipient.link_version, "by": city.shen} | more
    return actions.readdress(recipient=recipient, **facts)


@pytest.mark.requirement("R015")
def test_the_old_link_dies_and_a_new_one_goes_to_the_right_address(city: City, client: Client) -> None:
    delivery = mailed(city)
    recipient = first(delivery)
    old, pin = link(recipient), queries.pin_of(recipient)
    client.force_login(city.people["shen"])
    form = {"address": NEW, "reason": WHY, "version": recipient.link_version}
    assert client.post(f"/desk/targeted/{delivery.pk}/recipients/{recipient.pk}/readdress/", form).status_code == 302
    assert client.get(old).status_code == 410
    run_worker(once=True)
    assert [letter.to for letter in mail.outbox] == [[ADDRESS], [NEW]]
    recipient.refresh_from_db()
    assert link(recipient) in mail.outbox[-1].body
    assert old not in mail.outbox[-1].body
    for secret in (TITLE, WORDS, queries.pin_of(recipient), ADDRESS):
        assert secret not in mail.outbox[-1].body
    assert queries.pin_of(recipient) != pin
    assert (recipient.contact, queries.standing_of(recipient).label) == (NEW, "邮件已发出，未签收")
    assert sign(Client(), recipient).status_code == 200
    page = client.get(f"/desk/targeted/{delivery.pk}/").content.decode()
    for said in (f"{ADDRESS} → {NEW}", WHY, "沈若川", "原链接没有人打开过"):
        assert said in page
    (event,) = [one for one in events.events_of(subject_of(delivery)) if one.tag == "targeted:recipient:readdress"]
    assert (event.remark, event.new) == (WHY, {"原链接": "没有打开过"})


@pytest.mark.requirement("R015")
def test_who_had_read_it_by_the_old_link_stands_in_the_history(city: City, client: Client) -> None:
    delivery = mailed(city)
    recipient = first(delivery)
    sign(client, recipient, name="不相干的人")
    made = put_right(city, Recipient.objects.get(pk=recipient.pk))
    assert (made.receipt_name, made.opened, made.was_read) == ("不相干的人", 1, True)
    recipient.refresh_from_db()
    assert (recipient.receipt_at, recipient.opened) == (None, 0)  # the right one has not signed yet
    assert recipient.openings.count() == 1  # nothing of what was seen is forgotten
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/targeted/{delivery.pk}/").content.decode()
    assert "原链接的内容已被看到" in page
    assert "不相干的人" in page
    table = client.get(f"/desk/targeted/{delivery.pk}/receipts.csv").content.decode()
    assert ADDRESS in table


def test_called_up_but_not_opened_is_said_apart(city: City, client: Client) -> None:
    delivery = mailed(city)
    recipient = first(delivery)
    client.get(link(recipient))
    made = put_right(city, Recipient.objects.get(pk=recipient.pk))
    assert (made.was_called_up, made.was_read) == (True, False)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "请填写正确的邮箱"),
        ("jia.zhuhu.example", "不是完整的邮箱地址"),
        ("jia@zhuhu", "不是完整的邮箱地址"),
        ("a@b.example, c@d.example", "不是完整的邮箱地址"),
        ("a@b.example\nBcc: x@y.example", "不是完整的邮箱地址"),
        (f"{'a' * 60}@{'b' * 60}.example", "不是完整的邮箱地址"),
        (ADDRESS, "与现在的相同"),
        (ADDRESS.upper(), "与现在的相同"),
        (f" {ADDRESS.replace('@', '＠')} ", "与现在的相同"),
    ],
)
def test_what_is_no_other_address_is_refused_and_nothing_changes(city: City, address: str, said: str) -> None:
    delivery = mailed(city)
    with pytest.raises(actions.Refused, match=said):
        put_right(city, first(delivery), address=address)
    recipient = first(delivery)
    assert (recipient.contact, recipient.link_version, Mailing.objects.count()) == (ADDRESS, 1, 1)
    assert not Readdressing.objects.exists()


def test_the_page_keeps_what_was_typed(city: City, client: Client) -> None:
    delivery = mailed(city)
    recipient = first(delivery)
    client.force_login(city.people["shen"])
    form = {"address": "jia@@x", "reason": WHY, "version": 1}
    answer = client.post(f"/desk/targeted/{delivery.pk}/recipients/{recipient.pk}/readdress/", form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "jia@@x" in page
    assert "不是完整的邮箱地址" in page


def test_without_a_reason_or_by_a_stranger_or_for_a_place_it_is_refused(city: City, client: Client) -> None:
    delivery = mailed(city)
    with pytest.raises(actions.Refused, match="理由"):
        put_right(city, first(delivery), reason=" ")
    with pytest.raises(NotAllowed):
        put_right(city, first(delivery), by=city.zheng)
    with pytest.raises(actions.Refused, match="现场地点"):
        put_right(city, delivery.recipients.get(channel="place"))
    client.force_login(city.people["mo"])
    form = {"address": NEW, "reason": WHY, "version": 1}
    answer = client.post(f"/desk/targeted/{delivery.pk}/recipients/{first(delivery).pk}/readdress/", form)
    assert answer.status_code == 404


def test_withdrawn_or_expired_there_is_nothing_to_send(city: City) -> None:
    delivery = mailed(city)
    Delivery.objects.filter(pk=delivery.pk).update(expires_at=timezone.now())
    with pytest.raises(actions.Refused, match="查阅期限已过"):
        put_right(city, first(delivery))
    other = mailed(city)
    actions.withdraw(delivery=other, reason="内容有误", by=city.shen)
    with pytest.raises(actions.Refused, match="已撤回"):
        put_right(city, first(other))


def test_of_two_tabs_the_second_is_told_and_sends_nothing(city: City) -> None:
    delivery = mailed(city)
    recipient = first(delivery)
    put_right(city, recipient)
    with pytest.raises(actions.Refused, match="请刷新页面"):
        put_right(city, recipient, address="ren@zhuhu.example", version=1)
    assert first(delivery).contact == NEW
    assert Mailing.objects.filter(state=MailState.QUEUED).count() == 1


def test_a_mail_that_still_waits_for_the_wrong_address_never_leaves(city: City) -> None:
    delivery = sent_off(city)
    actions.send_links(delivery=delivery, by=city.shen)
    put_right(city, first(delivery))
    run_worker(once=True)
    assert [letter.to for letter in mail.outbox] == [[NEW]]
    old, new = Mailing.objects.order_by("pk")
    assert (old.state, old.reason) == (MailState.DROPPED, "邮箱已更正，原链接作废")
    assert (new.state, new.get_purpose_display()) == (MailState.SENT, "更正邮箱后发送")


def test_a_mail_leaving_at_this_moment_does_not_hold_up_the_new_one(city: City, client: Client) -> None:
    delivery = sent_off(city)
    actions.send_links(delivery=delivery, by=city.shen)
    Mailing.objects.update(state=MailState.SENDING)
    recipient = first(delivery)
    old = link(recipient)
    put_right(city, recipient)
    assert client.get(old).status_code == 410
    actions.send_mail(Mailing.objects.order_by("pk").last().pk)  # type: ignore[union-attr]
    assert [letter.to for letter in mail.outbox] == [[NEW]]


def test_an_address_nobody_could_write_to_is_put_right_as_well(city: City) -> None:
    delivery = sent_off(city)
    row = delivery.recipients.get(name="住户乙")  # a telephone number, no address
    made = put_right(city, row)
    row.refresh_from_db()
    assert (made.was, row.contact, row.email) == ("000-0000", f"000-0000 {NEW}", NEW)


def test_a_stopped_link_comes_back_with_the_right_address(city: City) -> None:
    delivery = mailed(city)
    recipient = actions.revoke(recipient=first(delivery), by=city.shen)
    put_right(city, recipient)
    run_worker(once=True)
    assert mail.outbox[-1].to == [NEW]


def test_nothing_is_sent_when_the_officers_transaction_fails(city: City) -> None:
    delivery = mailed(city)
    with transaction.atomic():
        put_right(city, first(delivery))
        transaction.set_rollback(True)
    run_worker(once=True)
    assert len(mail.outbox) == 1
    assert first(delivery).contact == ADDRESS


@pytest.mark.parametrize(
    ("contact", "old", "kept"),
    [
        ("a@b.example", "a@b.example", NEW),
        ("邮箱：a@b.example 电话000", "a@b.example", f"邮箱：{NEW} 电话000"),
        ("a#b@@c", "", NEW),
        ("", "", NEW),
        ("9" * 95, "", NEW),
    ],
)
def test_what_stands_beside_the_address_stays(contact: str, old: str, kept: str) -> None:
    assert with_address(contact, old, NEW) == kept
