"""How letters go out, and what comes back."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.engine.casework import actions, queries, rules
from gongkai.engine.casework.models import Dispatch
from gongkai.engine.casework.tests.letters import CASE, drafted, note
from gongkai.project.tests.cast import City

PLACE = "云川市明德路9号 苏未央"
LINK = "https://open.yunchuan.example/apply/track/x"


def today() -> dt.date:
    return timezone.localdate()


def sent(city: City, route: str = "post", **more: Any) -> Dispatch:
    facts = {"address": PLACE} | more
    return actions.dispatch(letter=note(city), route=route, by=city.shen, **facts)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dt.date]]:
    found: list[tuple[str, dt.date]] = []
    monkeypatch.setitem(rules.FOLLOWERS, "case", [lambda one: found.append((one.what, one.day))])
    return found


def test_by_post_the_day_of_posting_counts_and_by_hand_the_day_of_signing(city: City, heard: list[Any]) -> None:
    one = actions.record_posted(dispatch=sent(city), on=today(), tracking="EA000000001CN", by=city.shen)
    assert (one.state, one.counted_on, one.warning) == ("sent", today(), "")
    signed = actions.record_signed(dispatch=one, on=today(), signed_by="苏未央", by=city.shen)
    assert (signed.state, signed.counted_on) == ("signed", today())
    assert [what for what, _ in heard] == ["issued", "sent", "counted", "signed"]
    courier = actions.record_posted(dispatch=sent(city, "courier"), on=today(), tracking="SF0001", by=city.shen)
    assert "邮政企业" in courier.warning
    hand = sent(city, "hand", address="")
    assert hand.counted_on is None
    with pytest.raises(actions.Refused, match="不登记寄出"):
        actions.record_posted(dispatch=hand, on=today(), by=city.shen)
    hand = actions.record_signed(dispatch=hand, on=today(), signed_by="苏未央", by=city.shen)
    assert hand.counted_on == today()
    assert heard[-1] == ("counted", today())


def test_on_the_page_of_the_applicant_it_counts_at_once(city: City, heard: list[Any]) -> None:
    one = sent(city, "site", address="")
    assert (one.state, one.counted_on) == ("sent", today())
    assert [what for what, _ in heard] == ["issued", "sent", "counted"]
    assert "平台配置" in rules.ELECTRONIC_SOURCE


@pytest.mark.parametrize(
    ("days", "tracking", "said"),
    [(1, "EA000000001CN", "不能晚于今天"), (-1, "EA000000001CN", "早于签发"), (0, "", "邮件号码"), (0, "甲", "只能是")],
)
def test_a_wrong_day_or_number_is_refused(city: City, days: int, tracking: str, said: str) -> None:
    one = sent(city)
    with pytest.raises(actions.Refused, match=said):
        actions.record_posted(dispatch=one, on=today() + dt.timedelta(days=days), tracking=tracking, by=city.shen)


def test_only_issued_letters_go_out_and_not_twice_by_one_route(city: City) -> None:
    with pytest.raises(actions.Refused, match="起草中"):
        actions.dispatch(letter=drafted(city, "test-note"), route="post", address=PLACE, by=city.shen)
    one = sent(city)
    with pytest.raises(actions.Refused, match="已经安排"):
        actions.dispatch(letter=one.letter, route="post", address=PLACE, by=city.shen)
    with pytest.raises(actions.Refused, match="地址"):
        sent(city, address=" ")
    with pytest.raises(OutOfSight):
        actions.dispatch(letter=one.letter, route="hand", by=city.mo)
    with pytest.raises(NotAllowed):
        actions.dispatch(letter=one.letter, route="hand", by=city.lin)


def test_what_came_back_is_open_until_it_is_sent_again_or_settled(city: City, heard: list[Any]) -> None:
    one = actions.record_posted(dispatch=sent(city), on=today(), tracking="EA000000001CN", by=city.shen)
    with pytest.raises(actions.Refused, match="退回的原因"):
        actions.record_returned(dispatch=one, on=today(), reason="", by=city.shen)
    back = actions.record_returned(dispatch=one, on=today(), reason="查无此人", by=city.shen)
    assert back.counted_on == today()  # what follows is for the case to decide
    assert heard[-1] == ("returned", today())
    assert list(queries.returned(city.shen)) == [back]
    assert Message.objects.filter(person=city.people["shen"], title__contains="被退回").count() == 1
    actions.dispatch(letter=back.letter, route="hand", by=city.shen)
    assert list(queries.returned(city.shen)) == []
    other = actions.record_posted(dispatch=sent(city), on=today(), tracking="EA000000002CN", by=city.shen)
    other = actions.record_returned(dispatch=other, on=today(), reason="拒收", by=city.shen)
    actions.settle_returned(dispatch=other, by=city.shen, remark="已电话告知来领取")
    assert list(queries.returned(city.shen)) == []


def test_many_posted_on_one_day_or_none(city: City) -> None:
    rows = [sent(city) for _ in range(4)]
    done = actions.record_posted(dispatch=rows[3], on=today(), tracking="EA000000009CN", by=city.shen)
    with pytest.raises(actions.BulkRefused) as refused:
        actions.post_many(
            rows=[(rows[0].pk, "EA000000001CN"), (rows[1].pk, "EA000000001CN"), (rows[2].pk, ""), (done.pk, "EA1234"),
                  (9999, "EA1235"), (rows[0].pk, "EA1236")],
            on=today(), by=city.shen, agency=city.housing,
        )  # fmt: skip
    assert [(line, said[:6]) for line, said in refused.value.lines] == [
        (2, "邮件号码“E"), (3, "请填写邮件号"), (4, done.letter.number[:6]), (5, "本机关没有这"), (6, "这一件在前面"),
    ]  # fmt: skip
    assert Dispatch.objects.filter(state="prepared").count() == 3
    good = [(one.pk, f"EA00000000{n}CN") for n, one in enumerate(rows[:3])]
    assert actions.post_many(rows=good, on=today(), by=city.shen, agency=city.housing) == 3
    assert Dispatch.objects.filter(state="sent", counted_on=today()).count() == 4
    with pytest.raises(OutOfSight):
        actions.post_many(rows=good, on=today(), by=city.mo, agency=city.housing)


def mailed(city: City, **more: Any) -> Dispatch:
    return sent(city, "mail", address="su@example.com", link=LINK, **more)


def test_a_mail_says_only_that_a_letter_is_there(city: City, heard: list[Any]) -> None:
    one = mailed(city)
    assert one.counted_on is None
    actions.send_mail(one.pk)
    actions.send_mail(one.pk)  # twice asked, once sent
    [message] = mail.outbox
    assert LINK in message.body
    for secret in ("苏未央", one.letter.number, "补正"):
        assert secret not in message.body + message.subject
    one.refresh_from_db()
    assert (one.state, one.mail_state, one.counted_on) == ("sent", "sent", today())
    assert [what for what, _ in heard] == ["issued", "sent", "counted"]


def test_the_letter_itself_travels_by_mail_only_where_that_is_allowed(city: City, settings: Any) -> None:
    with pytest.raises(actions.Refused, match="不用邮件传送文书"):
        mailed(city, attach=True)
    settings.LETTERS_BY_MAIL = True
    one = mailed(city, attach=True)
    actions.send_mail(one.pk)
    [message] = mail.outbox
    assert message.attachments[0].content == queries.pdf_of(one.letter, city.shen, "核对")


def test_a_mail_that_cannot_be_sent_is_an_open_thing(
    city: City, monkeypatch: pytest.MonkeyPatch, heard: list[Any]
) -> None:
    def refuse(self: object) -> None:
        raise smtplib.SMTPRecipientsRefused({"su@example.com": (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    one = mailed(city)
    actions.send_mail(one.pk)
    one.refresh_from_db()
    assert (one.state, one.mail_state, one.counted_on) == ("prepared", "failed", None)
    assert "对方邮箱拒收（550）" in one.mail_note
    assert list(queries.returned(city.shen)) == [one]
    assert heard[-1][0] == "unmailed"
    again = actions.dispatch(letter=one.letter, route="post", address=PLACE, by=city.shen)
    assert list(queries.returned(city.shen)) == []
    assert again.state == "prepared"


def test_a_mail_cut_off_while_sending_is_never_repeated(city: City) -> None:
    one = mailed(city)
    Dispatch.objects.filter(pk=one.pk).update(mail_state="sending")
    actions.send_mail(one.pk)
    one.refresh_from_db()
    assert one.mail_state == "unknown"
    assert mail.outbox == []


def test_a_wrong_address_is_refused_before_anything_is_queued(city: City) -> None:
    for address in ("su@", "甲@example.com", "a@b.example, c@d.example"):
        with pytest.raises(actions.Refused, match="邮箱"):
            sent(city, "mail", address=address, link=LINK)
    with pytest.raises(actions.Refused, match="网址"):
        sent(city, "mail", address="su@example.com")


def test_of_a_case_all_letters_and_dispatches_are_listed(city: City) -> None:
    one = sent(city)
    assert list(queries.letters_of(CASE)) == [one.letter]
    assert list(queries.dispatches(subject=CASE)) == [one]
    assert list(queries.dispatches(city.mo)) == []
    assert list(queries.open_letters(city.mo)) == []
