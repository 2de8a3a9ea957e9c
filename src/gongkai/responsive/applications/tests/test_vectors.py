"""Every vector of the law's deadlines that an application can meet, through the verbs that an officer uses."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from gongkai.engine.casework.queries import wording_of
from gongkai.engine.duties import actions as duties
from gongkai.engine.duties import queries as duty_queries
from gongkai.engine.duties.queries import of_subject
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.asking import inquiry_subject
from gongkai.responsive.applications.rules.forms import Matter, Party
from gongkai.responsive.applications.rules.watch import NOTICE_DUTY
from gongkai.responsive.applications.tests.world import QIAN, at_work, fresh, handed_in, on_day, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db
day = dt.date.fromisoformat


@pytest.fixture
def town(city: City) -> City:
    duties.load_shipped(by=city.guan)
    return staff(city)


def notice_due(application: Application) -> dt.date:
    return of_subject(actions.subject_of(application)).get(rule=NOTICE_DUTY).due_on


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        ("2026-02-02", "2026-03-06", "2026-04-03"),
        ("2026-01-23", "2026-02-27", "2026-03-26"),
        ("2026-04-20", "2026-05-20", "2026-06-17"),
        ("2025-01-26", "2025-02-28", "2025-03-28"),
        ("2025-09-22", "2025-10-24", "2025-11-21"),
        ("2025-12-31", "2026-01-29", "2026-03-04"),
        ("2026-09-18", "2026-10-22", None),
        ("2026-09-30", "2026-11-03", None),
        ("2026-11-20", "2026-12-18", None),
    ],
)
def test_a_form_over_the_counter_has_its_day_and_its_extended_day(
    town: City, received: str, due: str, extended: str | None
) -> None:
    with on_day(received) as on:
        application = at_work(town, on=on)
        assert application.due_on == day(due)
        if extended:
            asked = actions.propose_extension(application=application, days=20, reason="涉及卷宗较多", by=town.jing)
            actions.approve_extension(extension=asked, by=town.zheng)
            assert fresh(application).due_on == day(extended)


@pytest.mark.parametrize(
    ("door", "received", "notice", "due"),
    [
        ("registered-mail", "2026-02-14", "2026-03-03", "2026-03-20"),
        ("counter", "2026-02-13", "2026-03-02", None),
        ("registered-mail", "2026-11-21", None, "2026-12-18"),
        ("counter", "2026-09-30", "2026-10-15", "2026-11-03"),
    ],
)
def test_the_one_correction_notice_has_its_own_day(
    town: City, door: str, received: str, notice: str | None, due: str | None
) -> None:
    with on_day(received) as on:
        application = handed_in(town, on=on, door=door)
        if notice:
            assert notice_due(application) == day(notice)
        if due:
            assert application.due_on == day(due)


def test_a_form_on_the_web_counts_from_the_day_both_sides_confirmed(town: City) -> None:
    with on_day("2026-10-03") as sent:
        application = handed_in(town, on=sent, door="web")
        assert application.received_on is None
        assert application.due_on is None
    with on_day("2026-10-08") as confirmed:
        actions.confirm(submission=application.submission, on=confirmed, how="phone", by=town.jing)
        application = fresh(application)
        assert application.received_on == day("2026-10-08")
        assert notice_due(application) == day("2026-10-16")
        assert application.due_on == day("2026-11-04")


def test_a_corrected_application_counts_from_the_day_it_came(town: City) -> None:
    with on_day("2026-03-02") as on:
        application = handed_in(town, on=on)
        actions.ask_supplement(application=application, wanted="请明确年份。", due_on=day("2026-03-20"), by=town.jing)
    with on_day("2026-03-10"):
        application = actions.supplement(application=fresh(application), text="2025年", by=town.jing)
        assert application.due_on == day("2026-04-08")
        assert application.received_on == day("2026-03-02")


def test_silence_of_a_third_party_is_no_consent(town: City) -> None:
    with on_day("2026-04-20") as on:
        application = at_work(town, on=on)
        asked = actions.inquire(
            application=application, party="third-party", name="江畔物业", about="合同", by=town.jing
        )
    with on_day("2026-04-24") as on:
        asked = actions.receive_letter(inquiry=asked, on=on, by=town.jing)
        assert asked.due_on == day("2026-05-19")
    with on_day("2026-05-19") as on:
        assert actions.close_silent(on) == 0
    with on_day("2026-05-20") as on:
        assert actions.close_silent(on) == 1
        asked = fresh(asked)
        assert (asked.answer, asked.ended_on) == ("silent", day("2026-05-19"))
        said = application.steps.get(verb="close_inquiry").text
        assert "既不是同意也不是不同意" in said


def test_silence_of_a_joint_maker_is_consent(town: City) -> None:
    with on_day("2026-09-18") as on:
        application = at_work(town, on=on)
        asked = actions.inquire(
            application=application, party="joint-maker", name="云川市财政局", about="方案", by=town.jing
        )
    with on_day("2026-09-21") as on:
        actions.receive_letter(inquiry=asked, on=on, by=town.jing)
    with on_day("2026-10-20") as on:
        assert of_subject(inquiry_subject(asked)).get().due_on == day("2026-10-19")
        actions.close_silent(on)
        assert "视为同意公开" in application.steps.get(verb="close_inquiry").text


def test_the_days_of_asking_a_third_party_do_not_count(town: City) -> None:
    with on_day("2026-04-01") as on:
        application = at_work(town, on=on)
        assert application.due_on == day("2026-04-30")
    with on_day("2026-04-10"):
        asked = actions.inquire(
            application=application, party="third-party", name="江畔物业", about="合同", by=town.jing
        )
    with on_day("2026-05-08") as on:
        actions.answer_inquiry(inquiry=asked, answer="consented", reason="", by=town.jing)
        assert fresh(application).due_on == day("2026-05-27")
        duty = actions.reply_duty(application)
        assert duty is not None
        found = duty_queries.reckoning(duty, calendar=duty_queries.current_book().calendar, today=on)
        assert (found.used, len(found.excluded)) == (6, 17)


def test_without_a_holiday_notice_the_day_is_provisional(town: City) -> None:
    with on_day("2026-12-10") as on:
        application = at_work(town, on=on)
        assert application.due_on == day("2027-01-08")
        duty = actions.reply_duty(application)
        assert duty is not None
        assert duty.provisional


def refused(town: City, code: str, name: str, rank: str) -> Application:
    application = at_work(town, on=day("2026-04-20"))
    actions.decide(
        application=application, code=code, by=town.jing, reason="公开会损害第三方合法权益。", override="无法联系",
        bases=[{"name": name, "article": "第十五条", "rank": rank}], severable="不可分割。",
    )  # fmt: skip
    return fresh(application)


def test_a_refusal_for_a_third_party_names_review_first_and_no_suit(town: City) -> None:
    with on_day("2026-04-20"):
        application = refused(town, "R4d", "《中华人民共和国政府信息公开条例》", "行政法规")
        letter = actions.reply_of(application)
        assert letter is not None
        text = wording_of(letter)
        assert "应当先申请行政复议" in text
        assert "60日内向云川市人民政府申请行政复议" in text
        assert "提起行政诉讼" not in text


def test_not_existing_offers_review_or_suit(town: City) -> None:
    with on_day("2026-04-20") as on:
        application = at_work(town, on=on)
        with pytest.raises(actions.Refused, match="须有检索记录"):
            actions.decide(application=application, code="R6", reason="未制作", by=town.jing)
        actions.search(
            application=application, on=on, place="档案室", words="补贴明细", result="未检索到", found=False,
            searched_by="经手清", by=town.jing,
        )  # fmt: skip
        actions.decide(application=fresh(application), code="R6", reason="本机关未制作、获取该信息。", by=town.jing)
        letter = actions.reply_of(application)
        assert letter is not None
        text = wording_of(letter)
        assert "60日内" in text
        assert "6个月内向人民法院提起行政诉讼" in text


def test_a_rule_of_a_ministry_does_not_forbid_disclosure(town: City) -> None:
    with on_day("2026-04-20"), pytest.raises(actions.Refused, match="规章和规范性文件不能作为依据"):
        refused(town, "R4b", "《某某管理办法》", "部门规章")


def test_a_form_without_identity_is_taken_in_and_asked_for(town: City) -> None:
    with on_day("2026-04-20") as on:
        nameless = Party(kind="natural", name="钱一鸣", phone="13800000000")
        assert handed_in(town, on=on, party=nameless).status == "examining"
        with pytest.raises(actions.Refused, match="证件号码"):
            handed_in(town, on=on, party=nameless, complete=True)


# --- 信息处理费 -----------------------------------------------------------------------------------------


def many(town: City, on: dt.date, count: int, party: Party = QIAN) -> list[Application]:
    found = [handed_in(town, on=on, party=party, matters=(Matter(f"第{n}项"),)) for n in range(count)]
    return [actions.accept(application=one, by=town.jing) for one in found]


def test_the_eleventh_matter_of_a_month_costs_and_the_tenth_does_not(town: City) -> None:
    with on_day("2026-09-18") as on:
        asked = many(town, on, 12)
        with pytest.raises(actions.Refused, match="没有超出免费"):
            actions.charge(application=asked[9], method="按件", how_to_pay="到银行", by=town.jing)
        assert actions.reckon(asked[10], "按件", None).yuan == 100
        fee = actions.charge(application=asked[11], method="按件", how_to_pay="到银行", by=town.jing)
        assert (fee.yuan, fee.already) == (100, 11)


def test_a_new_month_begins_anew_and_what_was_taken_back_does_not_count(town: City) -> None:
    with on_day("2026-01-20") as on:
        first = many(town, on, 9)
    with on_day("2026-02-03") as on:
        second = many(town, on, 12)
        assert [actions.reckon(one, "按件", None).yuan for one in second] == [0] * 10 + [100, 100]
        actions.withdraw(application=second[0], reason="", by=town.jing)
        assert actions.reckon(second[10], "按件", None).yuan == 0
    assert len(first) == 9


def test_by_pages_each_matter_is_counted_for_itself(town: City) -> None:
    with on_day("2026-02-03") as on:
        asked = many(town, on, 1)[0]
        assert actions.reckon(asked, "按量", 350).yuan == 8700
        fee = actions.charge(application=asked, method="按量", pages=350, how_to_pay="到银行", by=town.jing)
        assert fee.yuan == 8700
        with pytest.raises(actions.Refused, match="现在是"):
            actions.charge(application=fresh(asked), method="按件", how_to_pay="到银行", by=town.jing)


def test_what_is_not_paid_in_time_ends_and_not_a_day_before(town: City) -> None:
    with on_day("2026-09-18") as on:
        asked = many(town, on, 1)[0]
        actions.charge(application=asked, method="按量", pages=40, how_to_pay="到银行", by=town.jing)
        fee = actions.fee_reached(application=fresh(asked), on=on, by=town.jing)
        assert fee.due_on == day("2026-10-22")
    with on_day("2026-10-22"), pytest.raises(actions.Refused, match="期满以后"):
        actions.decide(application=fresh(asked), code="R16", reason="未缴费", by=town.jing)
    with on_day("2026-10-23"):
        actions.decide(application=fresh(asked), code="R16", reason="逾期未缴费", by=town.jing)
        assert fresh(asked).status == "deciding"
        letter = actions.reply_of(fresh(asked))
        assert letter is not None
        assert wording_of(letter).count("《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）") == 1


def test_after_payment_the_days_begin_anew_only_where_somebody_adopted_that(town: City) -> None:
    with on_day("2026-09-18") as on:
        one, other = many(town, on, 2)
        actions.charge(application=one, method="按量", pages=40, how_to_pay="到银行", by=town.jing)
        duties.adopt_clock(clock="C8", basis="国办函〔2020〕109号（已核对原文）", by=town.xu)
        actions.charge(application=other, method="按量", pages=40, how_to_pay="到银行", by=town.jing)
        assert fresh(one).due_on == day("2026-10-22")
        assert fresh(other).due_on is None
    with on_day("2026-10-12"):
        for asked in (one, other):
            actions.pay(application=fresh(asked), yuan=100, by=town.jing)
        assert fresh(one).due_on == day("2026-10-22")
        assert fresh(other).due_on == day("2026-11-09")


def test_the_wrong_sum_and_a_second_payment_are_refused(town: City) -> None:
    with on_day("2026-09-18") as on:
        asked = many(town, on, 1)[0]
        actions.charge(application=asked, method="按量", pages=40, how_to_pay="到银行", by=town.jing)
        with pytest.raises(actions.Refused, match="应缴100元"):
            actions.pay(application=fresh(asked), yuan=90, by=town.jing)
        actions.pay(application=fresh(asked), yuan=100, by=town.jing)
        with pytest.raises(actions.Refused, match="办理中"):
            actions.pay(application=fresh(asked), yuan=100, by=town.jing)


def test_a_fee_notice_after_the_answer_was_due_is_refused(town: City) -> None:
    with on_day("2026-02-02") as on:
        asked = many(town, on, 1)[0]
    with on_day("2026-03-09"), pytest.raises(actions.Refused, match="逾期发出无效"):
        actions.charge(application=asked, method="按量", pages=40, how_to_pay="到银行", by=town.jing)
