"""Waiting ends: by waiver, by an opinion that came in time, by giving it up, by the end of the case; no date is lost by it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest

from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.queries import of_subject
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.asking import inquiry_subject
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.tests.test_histories import waiting_parts
from gongkai.responsive.applications.tests.world import at_work, fresh, handed_in, on_day, staff

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application, Inquiry

pytestmark = pytest.mark.django_db
MARCH = dt.date(2026, 3, 2)


@pytest.fixture
def town(city: City) -> City:
    duties.load_shipped(by=city.guan)
    return staff(city)


def on(day: str) -> Any:
    return on_day(f"2026-{day}")


def begun(town: City) -> Application:
    with on("03-02"):
        return at_work(town, on=MARCH)


def asked(town: City, application: Application, day: str, reached: str = "", party: str = "third-party") -> Inquiry:
    with on(day):
        made = actions.inquire(application=application, party=party, name="江畔物业", about="单价", by=town.jing)
    if reached:
        with on(reached):
            actions.receive_letter(inquiry=made, on=dt.date.fromisoformat(f"2026-{reached}"), by=town.jing)
    return made


@pytest.mark.requirement("R240")
def test_a_waiver_gives_back_the_day_with_its_pause_and_its_extension(town: City) -> None:
    duties.adopt_clock(clock="C8", basis="国办函〔2020〕109号（已核对原文）", by=town.xu)
    application = begun(town)
    inquiry = asked(town, application, "03-05", "03-06")
    with on("03-20"):
        actions.answer_inquiry(inquiry=inquiry, answer="consented", reason="", by=town.jing)
    with on("03-23"):
        made = actions.propose_extension(application=fresh(application), days=10, reason="量大", by=town.jing)
        actions.approve_extension(extension=made, by=town.zheng)
    due = fresh(application).due_on
    with on("03-24"):
        actions.charge(application=application, method="按量", pages=60, how_to_pay="到银行缴纳", by=town.jing)
    assert fresh(application).due_on is None
    with on("03-26"):
        actions.waive(application=fresh(application), reason="经济确有困难", by=town.jing)
    assert fresh(application).due_on == due
    with on("03-27"), pytest.raises(actions.Refused, match="已经延长过"):
        actions.propose_extension(application=fresh(application), days=5, reason="量大", by=town.jing)


@pytest.mark.requirement("R233")
@pytest.mark.parametrize("party", ["third-party", "agency", "joint-maker"])
def test_waiting_for_somebody_who_cannot_be_reached_ends_with_a_reason(town: City, client: Client, party: str) -> None:
    application = begun(town)
    inquiry = asked(town, application, "03-05", party=party)
    address = f"/desk/applications/{application.pk}/do/close_inquiry/"
    with on("03-20"):
        client.force_login(town.people["jing"])
        form = {"close_inquiry-inquiry": inquiry.pk, "close_inquiry-reason": ""}
        refused = client.post(address, form)
        assert "请写明不再等待的理由" in refused.content.decode()
        assert client.post(address, form | {"close_inquiry-reason": "邮件退回，查无此人"}).status_code == 302
    inquiry.refresh_from_db()
    assert (inquiry.answer, inquiry.ended_on) == ("stopped", dt.date(2026, 3, 20))
    duty = of_subject(actions.subject_of(application)).get(rule="application-reply")
    assert duty.status == "open"
    with on("03-23"):
        actions.decide(application=fresh(application), code="R2", where="随信寄送", override="公共利益", by=town.jing)


@pytest.mark.requirement("R233")
def test_an_opinion_that_came_in_time_takes_the_place_of_the_silence_found_at_night(town: City, client: Client) -> None:
    application = begun(town)
    inquiry = asked(town, application, "03-05", "03-06")
    inquiry.refresh_from_db()
    last = inquiry.due_on
    assert last is not None
    night = last + dt.timedelta(days=1)
    with on_day(night.isoformat()):
        assert actions.close_silent(night) == 1
        due = fresh(application).due_on
        client.force_login(town.people["jing"])
        form = {
            "answer_inquiry-inquiry": inquiry.pk, "answer_inquiry-answer": "refused",
            "answer_inquiry-reason": "涉及商业秘密", "answer_inquiry-on": (last - dt.timedelta(days=2)).isoformat(),
        }  # fmt: skip
        late = client.post(
            f"/desk/applications/{application.pk}/do/answer_inquiry/", form | {"answer_inquiry-on": night.isoformat()}
        )
        assert "期满以后收到的意见" in late.content.decode()
        answer = client.post(f"/desk/applications/{application.pk}/do/answer_inquiry/", form)
        assert answer.status_code == 302
    inquiry.refresh_from_db()
    assert (inquiry.answer, inquiry.reason) == ("refused", "涉及商业秘密")
    assert fresh(application).due_on < due  # the clock had gone on two days earlier
    with on_day(night.isoformat()), pytest.raises(actions.Refused):
        actions.decide(application=fresh(application), code="R2", where="随信寄送", by=town.jing)


@pytest.mark.requirement("R232")
def test_nobody_is_reminded_of_the_parts_of_a_case_that_was_taken_back(town: City) -> None:
    application = begun(town)
    inquiry = asked(town, application, "03-05", "03-06")
    with on("03-06"):
        actions.ask_division(
            application=fresh(application), division=town.rental, question="有没有", due_on=dt.date(2026, 3, 12),
            by=town.jing,
        )  # fmt: skip
        actions.ask_counsel(application=fresh(application), question="可以公开吗", by=town.jing)
        actions.propose_extension(application=fresh(application), days=10, reason="量大", by=town.jing)
        assert len(waiting_parts(application)) == 6
        actions.withdraw(application=fresh(application), reason="", by=town.jing)
    assert waiting_parts(application) == []
    assert of_subject(inquiry_subject(inquiry)).get().status == "cancelled"


@pytest.mark.requirement("R240")
def test_a_fee_says_how_it_ended(town: City) -> None:
    taken_back, unpaid = begun(town), begun(town)
    for application in (taken_back, unpaid):
        with on("03-09"):
            actions.charge(application=application, method="按量", pages=60, how_to_pay="到银行缴纳", by=town.jing)
            actions.fee_reached(application=fresh(application), on=dt.date(2026, 3, 9), by=town.jing)
    with on("03-10"):
        actions.withdraw(application=fresh(taken_back), reason="", by=town.jing)
    with on("04-20"):
        actions.decide(application=fresh(unpaid), code="R16", reason="逾期未缴", by=town.jing)
        actions.approve(application=fresh(unpaid), by=town.zheng)
        actions.issue(application=fresh(unpaid), by=town.jing)
        actions.delivered(application=fresh(unpaid), on=dt.date(2026, 4, 20), by=town.jing)
    assert [fresh(one).fee.state for one in (taken_back, unpaid)] == ["dropped", "abandoned"]


@pytest.mark.requirement("R245")
def test_too_many_is_judged_only_after_the_reasons_came_or_were_waited_for(town: City) -> None:
    answered, silent = begun(town), begun(town)
    for application in (answered, silent):
        with on("03-03"):
            actions.ask_reasons(application=application, facts="三月一日以来提出二十件", by=town.jing)
            with pytest.raises(actions.Refused, match="还没有收到申请人说明的理由"):
                actions.decide(application=fresh(application), code="R13", reason="理由不合理", by=town.jing)
    with on("03-04"):
        actions.give_reasons(application=fresh(answered), answer="都需要", by=town.jing)
        actions.decide(application=fresh(answered), code="R13", reason="理由不合理", by=town.jing)
    with on("03-18"):
        actions.decide(application=fresh(silent), code="R13", reason="没有说明理由", by=town.jing)


def test_after_a_day_was_told_others_are_asked_without_a_pause_and_nothing_is_extended(town: City) -> None:
    application = begun(town)
    with on("03-03"):
        actions.ask_reasons(application=application, facts="三月一日以来提出二十件", by=town.jing)
        actions.give_reasons(application=fresh(application), answer="都需要", by=town.jing)
        actions.delay(application=fresh(application), to=dt.date(2026, 5, 29), finding="量大", by=town.jing)
    asked(town, fresh(application), "03-04")
    assert fresh(application).due_on == dt.date(2026, 5, 29)
    with on("03-05"), pytest.raises(actions.Refused, match="不能再延长"):
        actions.propose_extension(application=fresh(application), days=5, reason="量大", by=town.jing)


def test_a_part_split_off_after_the_correction_may_be_called_unclear(town: City) -> None:
    with on("03-02"):
        application = handed_in(town, on=MARCH)
        actions.ask_supplement(application=application, wanted="写明年度", due_on=dt.date(2026, 3, 20), by=town.jing)
    with on("03-09"):
        actions.supplement(application=fresh(application), text="都要", by=town.jing)
        _, part = actions.split(application=fresh(application), matters=[Matter("甲"), Matter("乙")], by=town.jing)
        actions.decide(application=fresh(part), code="R9", reason="仍不明确", by=town.jing)


@pytest.mark.requirement("R233")
def test_a_correction_asked_for_too_late_does_not_set_the_clock_back(town: City) -> None:
    with on("03-02"):
        application = handed_in(town, on=MARCH)
    due = fresh(application).due_on
    with on("03-23"), pytest.raises(actions.Refused, match="不能再以补正重新计算答复期限"):
        actions.ask_supplement(application=application, wanted="写明年度", due_on=dt.date(2026, 4, 20), by=town.jing)
    assert fresh(application).due_on == due
    with on("03-23"):  # the notice had gone out in time and is only put down now
        actions.ask_supplement(
            application=application,
            wanted="写明年度",
            due_on=dt.date(2026, 4, 20),
            on=dt.date(2026, 3, 9),
            by=town.jing,
        )


@pytest.mark.requirement("R240")
def test_who_charges_is_told_that_the_clock_runs_on_until_the_restart_is_adopted(town: City, client: Client) -> None:
    application = begun(town)
    client.force_login(town.people["jing"])
    warning = "等待缴费的时间不扣除"
    with on("03-03"):
        assert warning in client.get(f"/desk/applications/{application.pk}/").content.decode()
        duties.adopt_clock(clock="C8", basis="国办函〔2020〕109号（已核对原文）", by=town.xu)
        assert warning not in client.get(f"/desk/applications/{application.pk}/").content.decode()


@pytest.mark.requirement("R232")
def test_a_division_is_asked_before_the_day_of_the_answer(town: City, client: Client) -> None:
    application = begun(town)
    due = fresh(application).due_on
    assert due is not None
    client.force_login(town.people["jing"])
    with on_day(f"{due - dt.timedelta(days=1):%Y-%m-%d}"):
        html = client.get(f"/desk/applications/{application.pk}/").content.decode()
        (proposed,) = re.findall(r'name="ask_division-due_on" value="([^"]+)"', html)
        assert dt.date.fromisoformat(proposed) < due
        late = {
            "ask_division-division": town.rental.pk, "ask_division-question": "有没有",
            "ask_division-due_on": (due + dt.timedelta(days=5)).isoformat(), "seen": fresh(application).version,
        }  # fmt: skip
        refused = client.post(f"/desk/applications/{application.pk}/do/ask_division/", late)
        assert refused.status_code == 422
        said = refused.content.decode()
        assert "反馈期限不能晚于这一天" in said
        assert "有没有" in said
        assert not fresh(application).opinions.exists()
