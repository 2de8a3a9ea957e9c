"""Who left an address is mailed once that something new lies on the track page: a link, and nothing of the case."""

from __future__ import annotations

import datetime as dt
import io
import smtplib
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.jobs.models import Job
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.base.notify.models import Message
from gongkai.engine.casework import actions as casework
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions import mailing
from gongkai.responsive.applications.models import Application, LetterMail, RecordRequest
from gongkai.responsive.applications.reactions import send_mails
from gongkai.responsive.applications.rules.forms import Party
from gongkai.responsive.applications.rules.mails import JOB
from gongkai.responsive.applications.tests.desk_world import page, signed_in
from gongkai.responsive.applications.tests.record_web import WRONG, sent
from gongkai.responsive.applications.tests.world import MATTER, QIAN, at_work, fresh, handed_in, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
LATER = timezone.localdate() + dt.timedelta(days=30)
SUN = Party("natural", "孙二川", phone="13900000000")


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def work() -> list[Any]:
    """Do what is queued as the worker does; return what left."""
    for job in Job.objects.filter(kind=JOB):
        send_mails([ClaimedJob(job.pk, job.kind, job.key, job.payload, 1, 8)])
    return list(mail.outbox)


def noticed(town: City, **more: Any) -> Application:
    """A case whose receipt of registration was told already."""
    application = handed_in(town, on=today(), **more)
    work()
    mail.outbox.clear()
    return application


def test_a_new_notice_is_told_by_link_and_says_nothing(town: City) -> None:
    application = noticed(town)
    actions.ask_supplement(application=application, wanted="请写明年份", due_on=LATER, by=town.jing)
    (one,) = work()
    assert one.to == [QIAN.email]
    assert "/apply/track" in one.body
    receipt = application.submission.receipt
    assert f"尾号{receipt[-4:]}" in one.body
    for secret in (receipt, application.number, QIAN.name, MATTER.title, "请写明年份", "补正", QIAN.phone):
        assert secret not in f"{one.subject}{one.body}"
    assert not one.attachments
    assert "已发邮件提醒" in page(signed_in(town, "jing"), application)
    assert QIAN.email not in page(signed_in(town, "jing"), application)


def test_an_answer_is_told_when_it_lies_on_the_page_and_not_before(town: City) -> None:
    application = actions.accept(application=noticed(town), by=town.jing)
    actions.decide(application=application, code="R2", where="随信寄送", by=town.jing)
    letter = actions.issue(application=fresh(application), by=town.jing)
    assert work() == []
    casework.dispatch(letter=letter, route="site", by=town.jing)
    assert [one.to for one in work()] == [[QIAN.email]]


def test_an_answer_by_post_is_not_told_by_mail(town: City) -> None:
    application = actions.accept(application=noticed(town), by=town.jing)
    actions.decide(application=application, code="R2", where="随信寄送", by=town.jing)
    letter = actions.issue(application=fresh(application), by=town.jing)
    sent = casework.dispatch(letter=letter, route="post", by=town.jing, address="明德路1号")
    casework.record_posted(dispatch=sent, on=today(), by=town.jing, tracking="XA12345678911")
    assert work() == []


def test_letters_to_others_are_not_told_to_the_applicant(town: City) -> None:
    application = at_work(town, on=today())
    work()
    mail.outbox.clear()
    actions.inquire(application=application, party="third-party", name="江畔物业", about="合同", by=town.jing)
    assert work() == []


def test_who_left_no_address_is_not_mailed(town: City) -> None:
    actions.accept(application=handed_in(town, on=today(), party=SUN), by=town.jing)
    assert work() == []
    assert not LetterMail.objects.exists()


def test_the_same_letter_is_told_once_however_often_the_job_runs(town: City) -> None:
    application = noticed(town)
    actions.ask_supplement(application=application, wanted="请写明年份", due_on=LATER, by=town.jing)
    letter = LetterMail.objects.order_by("-pk")[0].letter_id
    assert actions.mail_applicants(application=application, letter_id=letter) == 0
    jobs.run_worker(once=True)
    assert len(work()) == 1
    assert actions.send_letter_mails(letter) == 0
    assert actions.mail_applicants(application=application, letter_id=letter) == 0
    assert len(work()) == 1


def test_a_worker_killed_while_sending_sends_nothing_twice(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    application = noticed(town)
    actions.ask_supplement(application=application, wanted="请写明年份", due_on=LATER, by=town.jing)
    one = LetterMail.objects.order_by("-pk")[0]
    real = mailing._message

    class Killed(BaseException):
        """As a signal ends a worker."""

    def left_then_killed(row: LetterMail) -> Any:
        real(row).send()
        raise Killed

    monkeypatch.setattr(mailing, "_message", left_then_killed)
    with pytest.raises(Killed):
        actions.send_letter_mails(one.letter_id)
    monkeypatch.undo()
    assert actions.send_letter_mails(one.letter_id) == 0
    assert len(mail.outbox) == 1
    assert fresh_mail(one).state == "unknown"
    assert "不知是否发出" in page(signed_in(town, "jing"), application)


def test_a_server_that_is_away_is_tried_again_and_a_refused_address_is_not(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = noticed(town)
    actions.ask_supplement(application=application, wanted="请写明年份", due_on=LATER, by=town.jing)
    one = LetterMail.objects.order_by("-pk")[0]

    def away(row: LetterMail) -> Any:
        raise OSError("no route")

    def refuses(row: LetterMail) -> Any:
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})

    monkeypatch.setattr(mailing, "_message", away)
    with pytest.raises(OSError, match="no route"):
        actions.send_letter_mails(one.letter_id)
    assert fresh_mail(one).state == "queued"
    monkeypatch.setattr(mailing, "_message", refuses)
    assert actions.send_letter_mails(one.letter_id) == 0
    assert fresh_mail(one).state == "failed"
    monkeypatch.undo()
    assert actions.send_letter_mails(one.letter_id) == 0
    assert mail.outbox == []
    assert "邮件提醒没有发出" in page(signed_in(town, "jing"), application)


def test_who_steps_back_before_it_leaves_is_told_nothing(town: City) -> None:
    application = noticed(town)
    actions.join(submission=application.submission, party=SUN, by=town.jing)
    actions.ask_supplement(application=application, wanted="请写明年份", due_on=LATER, by=town.jing)
    first = application.submission.applicants.order_by("position")[0]
    actions.leave(applicant=first, on=today(), reason="本人退出", by=town.jing)
    assert work() == []


def test_who_asked_for_a_correction_is_told_of_its_end_and_nobody_else(town: City) -> None:
    number, _secret = sent(Client())
    request = RecordRequest.objects.get()
    letter = actions.settle_record_request(request=request, outcome="forwarded", reason="转区局。", by=town.jing,
                                           other="临江区住建局", other_contact="000-0000000")  # fmt: skip
    casework.countersign(letter=letter, step="approve", by=town.zheng)
    assert work() == []
    casework.issue(letter=letter, by=town.jing)  # and with it the letter to the other agency
    (one,) = work()
    assert one.to == [QIAN.email]
    assert f"尾号{number[-4:]}" in one.body
    for secret in (number, request.number, QIAN.name, WRONG, "转区局"):
        assert secret not in f"{one.subject}{one.body}"
    work()
    assert len(mail.outbox) == 1


def fresh_mail(one: LetterMail) -> LetterMail:
    one.refresh_from_db()
    return one


def come_back(message: Any) -> bytes:
    """A delivery report (RFC 3464) as the mail server of the applicant sends it."""
    return (
        "From: MAILER-DAEMON@example.com\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; {message.to[0]}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message.extra_headers['Message-ID']}\r\n\r\n--b--\r\n"
    ).encode()


def test_a_reminder_that_comes_back_is_told_to_the_handler(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    application = noticed(town)
    actions.ask_supplement(application=application, wanted="请写明年份", due_on=LATER, by=town.jing)
    (one,) = work()
    due = fresh(application).due_on
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(come_back(one))))
        said = io.StringIO()
        call_command("returned_mail", stdout=said)
    assert "没有这一封" in said.getvalue()  # reported twice, taken once
    told = Message.objects.filter(title__contains="邮件提醒没有送到")
    assert {row.person for row in told} == {town.people["jing"], town.people["shen"]}  # nobody was named yet
    assert QIAN.email not in str(list(told.values()))
    assert fresh(application).due_on == due
    html = page(signed_in(town, "jing"), application)
    assert "邮件提醒被退回：邮件被对方邮件系统退回（5.1.1）" in html


def test_a_report_of_another_agency_is_not_taken_at_the_desk(town: City) -> None:
    application = noticed(town)
    actions.ask_supplement(application=application, wanted="请写明年份", due_on=LATER, by=town.jing)
    (one,) = work()

    def hand_in(name: str) -> Any:
        file = SimpleUploadedFile("退信.eml", come_back(one), content_type="message/rfc822")
        return signed_in(town, name).post("/desk/letters/dispatch/bounce/", {"report": file})

    assert hand_in("mo").status_code in {403, 404}
    assert not LetterMail.objects.filter(state="bounced").exists()
    assert hand_in("jing").status_code == 302
    assert LetterMail.objects.filter(state="bounced").count() == 1


def test_a_mail_that_the_server_refuses_for_good_is_told_to_the_handler(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = noticed(town)
    actions.ask_supplement(application=application, wanted="请写明年份", due_on=LATER, by=town.jing)

    def refused(_row: LetterMail) -> Any:
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no")})

    monkeypatch.setattr(mailing, "_message", refused)
    work()
    assert Message.objects.filter(person=town.people["jing"], title__contains="邮件提醒没有送到").count() == 1
