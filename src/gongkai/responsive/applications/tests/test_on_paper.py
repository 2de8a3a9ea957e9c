"""A case never hangs on somebody who is not there: opinions on paper are entered, those not waited for are taken back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.queries import calendar, of_subject
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.working import opinion_subject
from gongkai.responsive.applications.tests.desk_world import signed_in
from gongkai.responsive.applications.tests.test_case_page import letter_of
from gongkai.responsive.applications.tests.test_tell_who_is_next import WITHHELD
from gongkai.responsive.applications.tests.world import at_work, fresh, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def enter(client: Client, application: Application, verb: str, **typed: Any) -> Any:
    data = {f"{verb}-{name}": value for name, value in typed.items()} | {"seen": fresh(application).version}
    return client.post(f"/desk/applications/{application.pk}/do/{verb}/", data)


@pytest.mark.requirement("R232")
def test_a_division_without_anybody_here_answers_on_paper(town: City) -> None:
    empty = organisations.create_division(agency=town.housing, name="城建档案科", by=the_system("test"))
    application = at_work(town, on=timezone.localdate())
    jing = signed_in(town, "jing")
    assert "城建档案科（书面）" in jing.get(
        f"/desk/applications/{application.pk}/"
    ).content.decode()  # fmt: skip
    opinion = actions.ask_division(
        application=application, division=empty, question="有没有这份档案", by=town.jing,
        due_on=timezone.localdate() + dt.timedelta(days=3),
    )  # fmt: skip
    nobody = enter(
        jing, application, "enter_opinion", opinion=opinion.pk, how="answered", words="没有这份档案", giver=""
    )
    assert nobody.status_code == 422
    assert "请写明是谁反馈的" in nobody.content.decode()
    assert "没有这份档案" in nobody.content.decode()
    done = enter(
        jing,
        application,
        "enter_opinion",
        opinion=opinion.pk,
        how="answered",
        words="没有这份档案",
        giver="城建档案科 石某",
    )
    assert done.status_code == 302
    html = jing.get(f"/desk/applications/{application.pk}/").content.decode()
    assert "没有这份档案（城建档案科 石某线下反馈，经手清代为登记）" in html
    assert of_subject(opinion_subject(opinion)).get().status == "done"
    again = enter(jing, application, "enter_opinion", opinion=opinion.pk, how="dropped", words="不用了", giver="")
    assert again.status_code == 422


@pytest.mark.requirement("R235")
def test_a_question_to_counsel_may_be_taken_back_and_the_answer_is_approved(town: City) -> None:
    application = at_work(town, on=timezone.localdate())
    actions.ask_counsel(application=application, question="能否公开", by=town.jing)
    actions.decide(application=fresh(application), by=town.jing, **WITHHELD)
    zheng, jing = signed_in(town, "zheng"), signed_in(town, "jing")
    approve = f"/desk/applications/{application.pk}/approve/"
    seen = letter_of(zheng.get(approve).content.decode())
    said = {"verdict": "approve", "opinion": "同意", "letter": seen}
    waiting = zheng.post(approve, said | {"seen": fresh(application).version})
    assert fresh(application).status == "deciding", waiting.status_code
    assert (
        enter(jing, application, "enter_counsel", how="dropped", words="顾问合同已经到期", giver="").status_code == 302
    )
    assert "不再等待：顾问合同已经到期" in jing.get(f"/desk/applications/{application.pk}/").content.decode()
    assert "不同意拟办意见" not in jing.get(f"/desk/applications/{application.pk}/").content.decode()
    assert zheng.post(approve, said | {"seen": fresh(application).version}).status_code == 302
    assert fresh(application).status == "replying"


def test_a_written_opinion_of_counsel_stands_with_its_giver(town: City) -> None:
    application = at_work(town, on=timezone.localdate())
    actions.ask_counsel(application=application, question="能否公开", by=town.jing)
    jing = signed_in(town, "jing")
    assert enter(
        jing, application, "enter_counsel", how="agrees", words="可以公开", giver="明理律师事务所"
    ).status_code == 302  # fmt: skip
    counsel = application.counsels.get()
    assert (counsel.agrees, counsel.answer) == (True, "可以公开（明理律师事务所线下反馈，经手清代为登记）")
    assert signed_in(town, "lin").get(f"/desk/applications/{application.pk}/").status_code == 404


@pytest.mark.requirement("R232")
def test_the_division_that_was_asked_is_reminded_and_the_office_once_it_is_late(town: City) -> None:
    today = timezone.localdate()
    application = at_work(town, on=today)
    due = add_days(today)
    opinion = actions.ask_division(
        application=application, division=town.rental, question="有没有这份档案", due_on=due, by=town.jing
    )

    def told(day: dt.date) -> set[str]:
        Message.objects.filter(kind="duty").delete()
        duties.remind(today=day)
        rows = Message.objects.filter(kind="duty", title__contains="反馈意见")
        assert {one.url for one in rows} <= {f"/desk/applications/opinions/{opinion.pk}/"}
        return {one.person.username for one in rows}

    in_time, late = told(due), told(due + dt.timedelta(days=1))
    assert in_time
    assert "jing" not in in_time
    assert in_time < late
    assert "jing" in late
    for name in in_time:
        assert signed_in(town, name).get(f"/desk/applications/opinions/{opinion.pk}/").status_code == 200
    assert signed_in(town, "jing").get(f"/desk/applications/opinions/{opinion.pk}/").status_code == 200


def add_days(day: dt.date) -> dt.date:
    return calendar().add_working_days(day, 2).due


@pytest.mark.requirement("R235")
def test_what_counsel_advised_against_is_looked_at_by_somebody_else(town: City) -> None:
    application = at_work(town, on=timezone.localdate())
    actions.ask_counsel(application=application, question="能否公开", by=town.jing)
    enter(
        signed_in(town, "jing"),
        application,
        "enter_counsel",
        how="disagrees",
        words="涉及他人隐私",
        giver="明理律师事务所",
    )
    actions.decide(application=fresh(application), code="R2", where="随信寄送", by=town.jing)
    assert fresh(application).status == "deciding"  # to give needs no approval otherwise
