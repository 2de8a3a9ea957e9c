"""A mistyped day is put right and reckoned anew; a report of a bounced mail brings the letter back as an open thing."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.base.events.models import Event
from gongkai.base.notify import actions as notify
from gongkai.base.notify.models import Message
from gongkai.engine.casework import actions, queries, rules
from gongkai.engine.casework.models import Dispatch
from gongkai.engine.casework.rules.mails import bounce_in
from gongkai.engine.casework.tests.letters import note
from gongkai.project.tests.cast import City, on_day

pytestmark = pytest.mark.django_db
PLACE, BOX = "云川市明德路9号 苏未央", "su@example.com"
LINK = "https://open.yunchuan.example/apply/track"


def today() -> dt.date:
    return timezone.localdate()


def posted(city: City) -> Dispatch:
    with on_day("2026-11-02"):
        one = actions.dispatch(letter=note(city), route="post", by=city.shen, address=PLACE)
    return actions.record_posted(dispatch=one, on=dt.date(2026, 11, 12), tracking="EA000000001CN", by=city.shen)


def test_a_mistyped_day_of_posting_is_put_right_and_told(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    monkeypatch.setitem(rules.FOLLOWERS, "case", [heard.append])
    with on_day("2026-11-20"):
        one = posted(city)
        with pytest.raises(actions.Refused, match="为什么"):
            actions.redate(dispatch=one, on=dt.date(2026, 11, 2), reason=" ", by=city.shen)
        with pytest.raises(actions.Refused, match="不能晚于今天"):
            actions.redate(dispatch=one, on=dt.date(2026, 11, 30), reason="录入错误", by=city.shen)
        one = actions.redate(dispatch=one, on=dt.date(2026, 11, 2), reason="以邮局收据为准", by=city.shen)
    assert (one.posted_on, one.counted_on) == (dt.date(2026, 11, 2), dt.date(2026, 11, 2))
    last = heard[-1]
    assert (last.what, last.before, last.day, last.reason) == (
        "recounted", dt.date(2026, 11, 12), dt.date(2026, 11, 2), "以邮局收据为准",
    )  # fmt: skip
    event = Event.objects.filter(tag="casework:letter:redated").get()
    assert event.old["日期"] == "2026-11-12"


def test_the_day_is_put_right_on_the_page_of_the_letter(city: City, client: Client) -> None:
    with on_day("2026-11-20"):
        one = posted(city)
        client.force_login(city.people["shen"])
        html = client.get(f"/desk/letters/{one.letter_id}/").content.decode()
        assert "更正寄出日期" in html
        answer = client.post(f"/desk/letters/dispatch/{one.pk}/redated/", {"on": "2026-11-03", "reason": "录入错误"})
        assert answer.status_code == 302
    one.refresh_from_db()
    assert one.counted_on == dt.date(2026, 11, 3)


def test_what_the_system_recorded_is_not_put_right_by_hand(city: City) -> None:
    one = actions.dispatch(letter=note(city), route="site", by=city.shen)
    with pytest.raises(actions.Refused, match="由系统记录"):
        actions.redate(dispatch=one, on=today(), reason="录入错误", by=city.shen)


def mailed(city: City) -> tuple[Dispatch, str]:
    one = actions.dispatch(letter=note(city), route="mail", by=city.shen, address=BOX, link=LINK)
    actions.send_mail(one.pk)
    one.refresh_from_db()
    return one, str(mail.outbox[-1].extra_headers["Message-ID"])


def report(message_id: str, status: str = "5.1.1", *, headers_only: bool = False) -> bytes:
    """What a mail server returns (RFC 3464)."""
    returned = f"Message-ID: {message_id}\r\nSubject: x\r\nTo: {BOX}\r\n"
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return (
        "From: MAILER-DAEMON@example.com\r\nTo: open@yunchuan.example\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <0123456789abcdef0123456789abcdef@mx.example.com>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; {BOX}\r\nAction: failed\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{returned}\r\nbody\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_bounce_becomes_an_open_thing_and_another_way_settles_it(city: City, headers_only: bool) -> None:
    one, message_id = mailed(city)
    found = actions.take_bounce(data=report(message_id, headers_only=headers_only), by=city.shen)
    one.refresh_from_db()
    assert (found.letter_id, one.state) == (one.letter_id, "returned")
    assert "5.1.1" in one.returned_reason
    assert list(queries.returned(city.shen)) == [one]
    assert Message.objects.filter(person=city.people["shen"], title__contains="被退回").exists()
    actions.dispatch(letter=one.letter, route="post", by=city.shen, address=PLACE)
    assert list(queries.returned(city.shen)) == []


def test_a_delay_a_stranger_and_a_plain_mail_are_not_taken(city: City) -> None:
    _, message_id = mailed(city)
    with pytest.raises(actions.Refused, match="投递延迟"):
        actions.take_bounce(data=report(message_id, "4.4.7"), by=city.shen)
    with pytest.raises(actions.Refused, match="没有这一封"):
        actions.take_bounce(data=report(f"<{'a' * 32}@open.yunchuan.example>"), by=city.shen)
    plain = EmailMessage()
    plain["Subject"], plain["Message-ID"] = "你好", f"<{'b' * 32}@example.com>"
    plain.set_content("没有退信")
    assert bounce_in(bytes(plain)) is None
    with pytest.raises(actions.Refused, match="没有读出"):
        actions.take_bounce(data=b"\x00\xff not a mail", by=city.shen)


def test_a_reminder_to_an_officer_that_came_back_is_told_to_them_and_to_who_keeps_people(
    city: City, client: Client
) -> None:
    shen = city.people["shen"]
    shen.email = BOX
    shen.save(update_fields=["email"])
    notify.tell(people=[shen], title="今日到期", key="duty:9", mail=True)
    notify.send_mail_of(key="duty:9")
    message_id = str(mail.outbox[-1].extra_headers["Message-ID"])
    client.force_login(shen)
    file = SimpleUploadedFile("退信.eml", report(message_id), content_type="message/rfc822")
    answer = client.post("/desk/letters/dispatch/bounce/", {"report": file}, follow=True)
    assert "已告知本人和人员管理员" in answer.content.decode()
    assert "发往您邮箱的提醒被退回" in client.get("/desk/messages/").content.decode()
    told = Message.objects.filter(title=f"{shen.name}的邮箱退信，请核对")
    assert told.exists()
    assert not told.filter(person=shen).exists()
    assert "5.1.1" in Message.objects.get(key="duty:9").returned_why


def test_the_report_is_handed_in_at_the_register(city: City, client: Client) -> None:
    one, message_id = mailed(city)
    client.force_login(city.people["shen"])
    url = "/desk/letters/dispatch/bounce/"
    assert client.post(url).status_code == 422
    file = SimpleUploadedFile("退信.eml", report(message_id), content_type="message/rfc822")
    assert client.post(url, {"report": file}).status_code == 302
    one.refresh_from_db()
    assert one.state == "returned"
    assert "需要重新送达" in client.get("/desk/letters/dispatch/").content.decode()
