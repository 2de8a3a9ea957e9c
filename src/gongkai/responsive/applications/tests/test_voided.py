"""A letter is not declared void beside its case: what the case rests on stays, or the case goes back with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.models import Dispatch, Letter
from gongkai.engine.duties.queries import of_subject
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.shared import subject_of
from gongkai.responsive.applications.models import Submission
from gongkai.responsive.applications.rules.watch import PAYMENT_DUTY
from gongkai.responsive.applications.tests.desk_world import page, signed_in
from gongkai.responsive.applications.tests.web import entered, receipt_of, send, text_of
from gongkai.responsive.applications.tests.world import at_work, fresh, handed_in, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def letter_of(application: Application, kind: str) -> Letter:
    return Letter.objects.get(subject_id=str(application.pk), kind=kind)


def voided(town: City, letter: Letter) -> str:
    """Void it at the desk as an officer does; return what is said."""
    answer = signed_in(town, "jing").post(f"/desk/letters/{letter.pk}/void/", {"reason": "发错"}, follow=True)
    return answer.content.decode()


@pytest.mark.requirement("R232")
def test_an_answer_that_closed_its_case_cannot_be_voided(town: City) -> None:
    application = at_work(town, on=timezone.localdate())
    actions.decide(application=application, code="R2", where="随信寄送", by=town.jing)
    letter = actions.issue(application=fresh(application), by=town.jing)
    casework.dispatch(letter=letter, route="site", by=town.jing)
    assert fresh(application).status == "closed"
    assert "已经送达、案件已经办结，不能作废" in voided(town, letter)
    letter.refresh_from_db()
    assert letter.state == "issued"


def test_a_notice_that_sets_a_period_cannot_be_voided(town: City) -> None:
    today = timezone.localdate()
    application = handed_in(town, on=today)
    actions.ask_supplement(
        application=application, wanted="请写明年份", due_on=today + dt.timedelta(days=30), by=town.jing
    )
    letter = letter_of(application, "application.supplement")
    assert "补正告知书已经发出" in voided(town, letter)
    letter.refresh_from_db()
    assert letter.state == "issued"


@pytest.mark.requirement("R240")
def test_the_applicant_reads_that_a_voided_notice_is_not_to_be_paid(town: City) -> None:
    inside = entered(Client(), *receipt_of(send(Client())))
    submission = Submission.objects.get()
    actions.confirm(submission=submission, on=timezone.localdate(), how="phone", by=town.jing)
    application = actions.accept(application=submission.applications.get(), by=town.jing)
    actions.charge(application=application, method="按量", pages=100, how_to_pay="到窗口缴费", by=town.jing)
    letter = letter_of(application, "application.fee")
    casework.dispatch(letter=letter, route="site", by=town.jing)
    paper = f"/apply/track/letters/{letter.pk}"
    assert paper in text_of(inside.get("/apply/track"))
    assert inside.get(paper).status_code == 200
    voided(town, letter)
    shown = text_of(inside.get("/apply/track"))
    assert paper not in shown
    assert "到窗口缴费" not in shown
    assert "通知的700元不必缴纳；已经缴纳的，由本机关退还" in shown
    assert inside.get(paper).status_code == 404


@pytest.mark.requirement("R240")
def test_a_voided_fee_notice_takes_its_fee_along_and_a_right_one_may_follow(town: City) -> None:
    application = at_work(town, on=timezone.localdate())
    due = fresh(application).due_on
    actions.charge(application=application, method="按量", pages=100, how_to_pay="到窗口缴费", by=town.jing)
    assert fresh(application).status == "paying"
    actions.fee_reached(application=fresh(application), on=timezone.localdate(), by=town.jing)
    letter = letter_of(application, "application.fee")
    casework.dispatch(letter=letter, route="post", by=town.jing, address="明德路1号")
    voided(town, letter)
    now = fresh(application)
    assert (now.status, now.due_on) == ("handling", due)
    assert not hasattr(now, "fee")
    assert of_subject(subject_of(now)).get(rule=PAYMENT_DUTY).status == "cancelled"
    assert "收费通知作废" in page(signed_in(town, "jing"), now)
    assert not Dispatch.objects.filter(letter=letter, state="prepared").exists()  # it does not leave any more
    actions.charge(application=now, method="按量", pages=50, how_to_pay="到窗口缴费", by=town.jing)
    assert fresh(application).status == "paying"
