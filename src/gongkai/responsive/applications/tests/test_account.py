"""One's own applications by a link in a mail: the same answer for everybody, one use, and only what its owner typed."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from gongkai.base.jobs.models import Job
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions import account as signing_in
from gongkai.responsive.applications.actions import parties
from gongkai.responsive.applications.models import AccountLink, Applicant, Application, Submission
from gongkai.responsive.applications.reactions import send_links
from gongkai.responsive.applications.rules.account import JOB, LINK_KEPT, LINK_LASTS, MAILBOX_TRIES
from gongkai.responsive.applications.tests import record_web
from gongkai.responsive.applications.tests.web import QIAN, entered, receipt_of, send, text_of
from gongkai.responsive.applications.tests.world import handed_in, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
ACCOUNT = "/apply/account"
MAILBOX = QIAN["p1-email"]
SHUT = "no-store, private"


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


@pytest.fixture
def sent(town: City) -> tuple[str, str]:
    """Number and secret of a form that was sent on the web."""
    del town
    return receipt_of(send(Client()))


def work() -> list[Any]:
    """Do what is queued as the worker does; return what left."""
    for job in Job.objects.filter(kind=JOB):
        send_links([ClaimedJob(job.pk, job.kind, job.key, job.payload, 1, 8)])
    return list(mail.outbox)


def asked(mailbox: str = MAILBOX) -> str:
    """Ask for a link; return the path of the one that came, "" where none came."""
    mail.outbox.clear()
    response = Client().post(ACCOUNT, {"mailbox": mailbox})
    assert response.status_code == 302, text_of(response)[:2000]
    came = [one for one in work() if "登录" in one.subject and one.to == [mailbox]]
    found = re.search(r"https?://[^/]+(/apply/account/open/\S+)", came[0].body) if came else None
    return found[1] if found else ""


def inside(mailbox: str = MAILBOX) -> Client:
    browser = Client()
    assert browser.post(asked(mailbox)).status_code == 302
    return browser


def later(link: AccountLink, by: dt.timedelta) -> None:
    AccountLink.objects.filter(pk=link.pk).update(asked_at=timezone.now() - by)


@pytest.mark.requirement("R227")
def test_a_link_by_mail_opens_all_that_one_applied_for(sent: tuple[str, str]) -> None:
    number, _ = sent
    second, _ = receipt_of(send(Client(), token="another-form-of-the-test-0001", **{"m1-title": "城区防洪预案"}))
    path = asked()
    assert MAILBOX in mail.outbox[0].to
    assert not any(one in mail.outbox[0].body for one in (number, QIAN["p1-name"], QIAN["m1-title"]))
    browser = Client()
    scanned = browser.get(path)  # a mail server looks into what it delivers
    assert scanned.status_code == 200
    assert "<button" in text_of(scanned)
    assert browser.post(path).headers["Location"] == ACCOUNT
    page = browser.get(ACCOUNT)
    html = text_of(page)
    assert page["Cache-Control"] == SHUT
    assert "noindex" in page["X-Robots-Tag"]
    for words in (number, second, QIAN["m1-title"], "城区防洪预案", "双方确认收到以后"):
        assert words in html
    form = Submission.objects.get(receipt=number)
    gone = browser.post(f"{ACCOUNT}/form/{form.pk}")
    assert gone.headers["Location"] == "/apply/track"
    track = text_of(browser.get("/apply/track"))
    assert number in track
    assert "我的全部申请" in track
    assert browser.post("/apply/track/confirm").status_code == 302  # as by number and secret
    assert Application.objects.get(submission=form).number


@pytest.mark.requirement("R242")
def test_whoever_asks_learns_nothing(sent: tuple[str, str]) -> None:
    del sent
    answers = [Client().post(ACCOUNT, {"mailbox": one}, follow=True) for one in (MAILBOX, "nobody@example.com")]
    known, unknown = (re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(one)) for one in answers)
    assert known == unknown
    assert AccountLink.objects.count() == 2
    assert [one.to for one in work() if "登录" in one.subject] == [[MAILBOX]]


def test_a_link_serves_once_and_for_a_short_while(sent: tuple[str, str]) -> None:
    del sent
    path = asked()
    assert Client().post(path).status_code == 302
    for again in (Client().get(path), Client().post(path)):
        assert again.status_code == 422
        assert "已经用过或者已经过期" in text_of(again)
    path = asked()
    later(AccountLink.objects.latest("pk"), LINK_LASTS + dt.timedelta(seconds=1))
    assert Client().post(path).status_code == 422
    assert Client().get(f"{ACCOUNT}/open/1.made-up").status_code == 422


def test_the_mail_is_the_same_one_when_its_worker_died(sent: tuple[str, str]) -> None:
    del sent
    path = asked()
    AccountLink.objects.update(sent_at=None)  # killed between sending and saying so
    again = work()[-1]
    assert path in again.body
    assert again.extra_headers["Message-ID"] == mail.outbox[0].extra_headers["Message-ID"]
    assert len(work()) == 2  # and then no more


def test_signing_out_ends_it_everywhere(sent: tuple[str, str]) -> None:
    del sent
    browser, other = inside(), Client()
    other.cookies["gongkai_account"] = browser.cookies["gongkai_account"].value
    assert other.get(ACCOUNT).context["total"] == 1
    assert browser.post(f"{ACCOUNT}/leave").status_code == 302
    assert "发送登录链接" in text_of(other.get(ACCOUNT))
    other.cookies["gongkai_account"] = "made:up"
    assert "发送登录链接" in text_of(other.get(ACCOUNT))


def test_another_s_application_is_not_there(sent: tuple[str, str], town: City) -> None:
    del sent
    other = {"p1-name": "孙二川", "p1-email": "sun@example.com", "p1-identity_number": "11010119900307002X"}
    send(Client(), token="the-form-of-somebody-else-0001", **other)
    theirs = Applicant.objects.exclude(submission__applicants__email_mark="").latest("pk").submission
    browser = inside()
    assert browser.get(ACCOUNT).context["total"] == 1
    assert browser.post(f"{ACCOUNT}/form/{theirs.pk}").status_code == 404
    assert browser.get(f"{ACCOUNT}/form/{theirs.pk}").status_code == 404
    assert browser.post(f"{ACCOUNT}/nothing/1").status_code == 404
    assert Client().post(f"{ACCOUNT}/form/{theirs.pk}").headers["Location"] == "/apply/account?over=1"
    assert town.housing.pk == theirs.agency_id


def test_what_an_officer_wrote_down_opens_nothing(town: City) -> None:
    entered_by_officer = handed_in(town, on=timezone.localdate(), door="counter")
    assert entered_by_officer.submission.applicants.get().email == MAILBOX
    assert asked() == ""
    number, secret = receipt_of(send(Client()))
    first = Applicant.objects.get(submission__receipt=number)
    parties.change_contact(applicant=first, by=town.jing, email="typo@example.com")
    assert asked("typo@example.com") == ""
    assert asked() == ""
    browser = entered(Client(), number, secret)
    assert browser.post("/apply/track/contact", {"email": "qian.new@example.com"}).status_code == 302
    assert inside("QIAN.new@example.com").get(ACCOUNT).context["total"] == 1


def test_only_the_one_who_speaks_for_all_is_let_in(town: City, sent: tuple[str, str]) -> None:
    number, _ = sent
    form = Submission.objects.get(receipt=number)
    second = actions.join(submission=form, party=handed_party(), by=town.jing)
    Applicant.objects.filter(pk=second.pk).update(email_mark=signing_in.mark_of("li@example.com"))
    assert asked("li@example.com") == ""
    actions.leave(applicant=form.applicants.get(position=1), on=timezone.localdate(), reason="去世", by=town.jing)
    assert asked() == ""
    assert inside("li@example.com").get(ACCOUNT).context["total"] == 1


def handed_party() -> Any:
    from gongkai.responsive.applications.rules.forms import Party

    return Party("natural", "李三川", phone="13900000000", email="li@example.com")


def test_a_request_to_put_a_record_right_is_there_too(town: City) -> None:
    del town
    receipt_of(record_web.send(Client()))
    browser = inside()
    html = text_of(browser.get(ACCOUNT))
    assert "更正政府信息" in html
    path = re.search(rf'action="({ACCOUNT}/record/\d+)"', html)
    assert path is not None
    assert browser.post(path[1]).headers["Location"] == "/apply/track"
    assert "GZ" in text_of(browser.get("/apply/track"))


def test_what_was_erased_is_gone_and_links_are_forgotten(sent: tuple[str, str]) -> None:
    number, _ = sent
    browser = inside()
    Submission.objects.filter(receipt=number).update(erased_at=timezone.now())
    assert "没有可以查看的申请" in text_of(browser.get(ACCOUNT))
    assert asked() == ""
    later(AccountLink.objects.earliest("pk"), LINK_KEPT + dt.timedelta(minutes=1))
    assert signing_in.forget_links(timezone.now()) == 1
    assert "发送登录链接" in text_of(browser.get(ACCOUNT))


def test_nobody_fills_a_mailbox_and_bad_input_is_told(sent: tuple[str, str]) -> None:
    del sent
    for _ in range(MAILBOX_TRIES + 2):
        assert Client().post(ACCOUNT, {"mailbox": MAILBOX}).status_code == 302
    assert len([one for one in work() if "登录" in one.subject]) == MAILBOX_TRIES
    for typed in ("", "x", "a@b", "one@example.com two@example.com", "a" * 5000, "a\r\nBcc: x@example.com"):
        response = Client().post(ACCOUNT, {"mailbox": typed})
        assert response.status_code == 422, typed
        assert "请填写完整的电子邮箱" in text_of(response)


def test_nothing_in_the_database_opens_the_door(sent: tuple[str, str]) -> None:
    del sent
    path = asked()
    token = path.rpartition("/")[2]
    row = AccountLink.objects.values().latest("pk")
    assert token not in str(row)
    assert MAILBOX not in str(AccountLink.objects.filter(pk=row["id"]).values_list("mark", "host"))
    assert all(MAILBOX not in str(job.payload) for job in Job.objects.all())
