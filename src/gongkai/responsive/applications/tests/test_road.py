"""From the form to the answer by the verbs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import letters_of, wording_of
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.tests.world import QIAN, at_work, fresh, handed_in, on_day, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db
REFUSAL = {
    "reason": "该信息包含第三方的经营信息，公开会对其合法权益造成损害。",
    "bases": [{"name": "《中华人民共和国政府信息公开条例》", "article": "第十五条", "rank": "行政法规"}],
    "severable": "所涉内容不可分割，无法区分处理。",
}


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def test_what_is_handed_in_is_registered_at_once_with_its_clock(town: City) -> None:
    application = handed_in(town, on=today())
    assert application.status == "examining"
    assert application.number.endswith("第1号")
    assert application.due_on is not None
    assert application.due_on > today()


def test_what_is_given_needs_no_approval_and_closes_on_the_day_it_was_posted(town: City) -> None:
    application = at_work(town, on=today())
    actions.decide(application=application, code="R2", where="随本答复书邮寄", by=town.jing)
    application = fresh(application)
    assert application.status == "replying"
    letter = actions.issue(application=application, by=town.jing)
    sent = casework.dispatch(letter=letter, route="post", by=town.jing, address=QIAN.address)
    assert fresh(application).status == "replying"
    casework.record_posted(dispatch=sent, on=today(), tracking="XA00000000011", by=town.jing)
    application = fresh(application)
    assert (application.status, application.outcome, application.closed_on) == ("closed", "R2", today())
    assert application.closed_late is False


def test_a_refusal_needs_ground_text_reason_and_somebody_elses_approval(town: City) -> None:
    application = at_work(town, on=today())
    with pytest.raises(actions.Refused) as refused:
        actions.decide(application=application, code="R4d", by=town.jing)
    assert "请写明理由" in str(refused.value)
    assert "法律条文" in str(refused.value)
    assert "区分处理" in str(refused.value)
    actions.decide(application=application, code="R4d", override="第三方无法联系", by=town.jing, **REFUSAL)
    assert fresh(application).status == "deciding"
    actions.approve(application=fresh(application), by=town.zheng, opinion="同意")
    letter = actions.issue(application=fresh(application), by=town.jing)
    wording = wording_of(letter)
    assert "应当先申请行政复议" in wording
    assert "云川市人民政府" in wording
    assert "人民法院" not in wording


def test_a_correction_is_asked_for_once_and_the_clock_begins_anew(town: City) -> None:
    application = handed_in(town, on=today() - dt.timedelta(days=4))
    before = application.due_on
    actions.ask_supplement(
        application=application, wanted="请提供身份证明。", due_on=today() + dt.timedelta(days=15), by=town.jing
    )
    assert fresh(application).due_on is None
    actions.supplement(application=fresh(application), text="已附身份证复印件。", by=town.jing)
    application = fresh(application)
    assert application.status == "handling"
    assert application.due_on > before
    assert letters_of(actions.subject_of(application)).filter(kind="application.supplement", state="issued").exists()


def test_a_form_with_three_matters_gets_three_numbers_and_three_clocks(town: City) -> None:
    application = handed_in(town, on=today())
    parts = actions.split(application=application, matters=[Matter("甲"), Matter("乙"), Matter("丙")], by=town.jing)
    assert [one.number[-4:] for one in parts] == ["第1号", "第2号", "第3号"] or len({one.number for one in parts}) == 3
    assert len({one.due_on for one in parts}) == 1


def test_a_third_party_stops_the_clock_until_the_opinion_comes(town: City) -> None:
    application = at_work(town, on=today() - dt.timedelta(days=10))
    inquiry = actions.inquire(
        application=application,
        party="third-party",
        name="江畔物业",
        about="合同单价",
        by=town.jing,
        on=today() - dt.timedelta(days=6),
    )
    assert actions.reply_duty(fresh(application)).status == "paused"
    actions.receive_letter(inquiry=inquiry, on=today() - dt.timedelta(days=4), by=town.jing)
    actions.answer_inquiry(inquiry=inquiry, answer="refused", reason="属于商业秘密", by=town.jing)
    assert actions.reply_duty(fresh(application)).status == "open"


def test_the_applicant_may_take_it_back_until_it_is_answered(town: City) -> None:
    application = handed_in(town, on=today(), door="web")
    assert application.status == "arrived"
    actions.withdraw(application=application, reason="", by=town.jing)
    application = fresh(application)
    assert (application.status, application.outcome) == ("closed", "R17")
    with pytest.raises(actions.Refused, match="已办结"):
        actions.withdraw(application=application, reason="", by=town.jing)


def test_an_answer_on_the_spot_is_recorded_in_the_same_breath(town: City) -> None:
    application: Application = handed_in(town, on=today())
    actions.answer_at_once(application=application, where="已当场打印提供", by=town.jing)
    application = fresh(application)
    assert application.at_once
    assert application.closed_on == today()


def test_a_drafted_end_that_is_sent_back_waits_on_for_the_correction(town: City) -> None:
    with on_day("2026-03-02") as on:
        application = handed_in(town, on=on)
        actions.ask_supplement(
            application=application, wanted="请明确年份。", due_on=dt.date(2026, 3, 20), by=town.jing
        )
    with on_day("2026-03-23"):
        actions.decide(application=fresh(application), code="R15", reason="未补正", by=town.jing)
        actions.send_back(application=fresh(application), opinion="再等两天", by=town.zheng)
        assert fresh(application).status == "supplementing"
        actions.supplement(application=fresh(application), text="2025年", by=town.jing)
        assert fresh(application).due_on is not None


def test_an_answer_voided_before_it_left_is_drafted_anew(town: City) -> None:
    application = at_work(town, on=today())
    actions.decide(application=application, code="R2", where="随信寄送", by=town.jing)
    letter = actions.issue(application=fresh(application), by=town.jing)
    assert fresh(application).decided_on == today()
    casework.void(letter=letter, reason="收件人写错", by=town.jing)
    assert (fresh(application).status, fresh(application).decided_on) == ("handling", None)
    actions.decide(application=fresh(application), code="R2", where="随信寄送", by=town.jing)
    assert actions.issue(application=fresh(application), by=town.jing).number != letter.number
