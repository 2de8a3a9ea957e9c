"""The vectors of rules 1.7 (and 2, 3.6, 7, 9, 10) that are dates."""

from datetime import date, datetime

import pytest

from gongkai.law.calendar import builtin_calendar
from gongkai.law.clocks import CLOCKS, ClockRefused
from gongkai.law.deadlines import (
    Opinion,
    consultation_is_long_enough,
    deadline,
    disclosure_due,
    opinion_due,
    payment_due,
    publish_due,
    reply_due,
    supplement_notice_due,
)
from gongkai.law.periods import Extension, Pause, Period, PeriodRefused, annual_due, hours_due, reckon

day = date.fromisoformat
FULL = Extension(20)

REPLIES = [  # number, received, due, extended, correction notice
    ("1.1-1.2", "2026-02-02", "2026-03-06", "2026-04-03", None),
    ("1.3", "2026-01-23", "2026-02-27", "2026-03-26", None),
    ("1.4", "2026-02-14", "2026-03-20", None, "2026-03-03"),
    ("1.5", "2026-02-13", None, None, "2026-03-02"),
    ("1.6", "2026-03-10", "2026-04-08", None, None),
    ("1.7", "2026-04-20", "2026-05-20", "2026-06-17", None),
    ("1.8", "2026-10-08", "2026-11-04", None, "2026-10-16"),
    ("1.9", "2026-09-18", "2026-10-22", None, None),
    ("1.10", "2026-09-30", "2026-11-03", None, "2026-10-15"),
    ("1.11-friday", "2026-11-20", "2026-12-18", None, None),
    ("1.11-saturday", "2026-11-21", "2026-12-18", None, None),
    ("1.12", "2025-01-26", "2025-02-28", "2025-03-28", None),
    ("1.13", "2025-09-22", "2025-10-24", "2025-11-21", None),
    ("1.14", "2025-12-31", "2026-01-29", "2026-03-04", None),
]


@pytest.mark.parametrize(("received", "due", "extended", "notice"), [pytest.param(*v[1:], id=v[0]) for v in REPLIES])
def test_a_reply_is_due(received, due, extended, notice):
    if due:
        assert reply_due(day(received)).due == day(due)
        assert not reply_due(day(received)).provisional
    if extended:
        reckoning = reply_due(day(received), extension=FULL)
        assert (reckoning.due, reckoning.base_due) == (day(extended), day(due))
    if notice:
        assert supplement_notice_due(day(received)).due == day(notice)


def test_vector_1_15_a_silent_third_party_does_not_consent():
    assert opinion_due(Opinion.THIRD_PARTY, day("2026-04-24")).due == day("2026-05-19")
    assert not Opinion.THIRD_PARTY.silence_is_consent
    assert "不视为同意" in Opinion.THIRD_PARTY.silence


def test_vector_1_16_a_silent_joint_maker_consents():
    assert opinion_due(Opinion.JOINT_AGENCY, day("2026-09-21")).due == day("2026-10-19")
    assert Opinion.JOINT_AGENCY.silence_is_consent


def test_vector_1_17_time_spent_asking_a_third_party_does_not_count():
    pause = Pause(day("2026-04-10"), day("2026-05-08"))
    reckoning = reply_due(day("2026-04-01"), pauses=(pause,), today=day("2026-04-10"))
    assert reply_due(day("2026-04-01")).due == day("2026-04-30")
    assert (reckoning.used, len(reckoning.excluded), reckoning.due) == (6, 17, day("2026-05-27"))


def test_a_document_is_online_within_ten_working_days_of_its_issue():
    reckoning = publish_due(day("2026-09-24"))
    assert reckoning.due == day("2026-10-15")
    assert "沪委办发〔2017〕14号" in str(reckoning.explanation[-1])


def test_vector_1_18_information_is_public_within_twenty_working_days():
    assert disclosure_due(day("2026-06-15")).due == day("2026-07-14")


def test_vector_1_20_a_year_without_notice_is_provisional():
    reckoning = reply_due(day("2026-12-10"))
    assert (reckoning.due, reckoning.provisional) == (day("2027-01-08"), True)
    assert "2027年放假通知尚未发布" in str(reckoning.explanation[-1])


def test_the_fee_is_paid_within_twenty_working_days_of_the_notice():
    assert payment_due(day("2026-09-18")).due == day("2026-10-22")


def test_after_payment_the_reply_clock_starts_afresh_once_someone_adopts_that_rule():
    # M+: must not drive a deadline before a person adopted it.
    with pytest.raises(ClockRefused, match="依据尚未核实"):
        deadline("C8", day("2026-10-12"))
    adopted = CLOCKS["C8"].adopt("市政府办公厅")
    assert reckon(Period(adopted, day("2026-10-12")), builtin_calendar()).due == day("2026-11-09")


CLOCK_VECTORS = [
    ("10-penalty", "C17", "2026-09-24", "2026-10-12"),
    ("10-licence-spring", "C17", "2026-02-12", "2026-02-28"),
    ("10-licence-autumn", "C17", "2025-09-26", "2025-10-13"),
    ("10-annulled", "C19", "2026-09-18", "2026-09-22"),
    ("10-annulled-may", "C19", "2026-04-30", "2026-05-08"),
    ("9-approved", "C14", "2026-01-30", "2026-02-19"),
    ("9-reply", "C14", "2026-02-05", "2026-02-25"),
    ("9-intent", "C15", "2026-11-30", "2026-10-31"),
    ("7-consultation", "C16", "2026-09-01", "2026-10-01"),
]


@pytest.mark.parametrize(("clock", "base", "due"), [pytest.param(*v[1:], id=v[0]) for v in CLOCK_VECTORS])
def test_another_clock_ends(clock, base, due):
    assert deadline(clock, day(base)).due == day(due)


def test_a_calendar_day_limit_inside_the_holidays_names_the_safe_day():
    assert deadline("C14", day("2026-01-30")).safe_day == day("2026-02-14")


def test_a_citizens_last_day_moves_past_the_holidays():
    assert deadline("C11", day("2026-08-03")).due == day("2026-10-08")
    assert deadline("C12", day("2025-08-28")).due == day("2026-02-28")  # a Saturday that is worked


def test_yearly_limits_fall_on_their_day():
    assert annual_due(CLOCKS["C9"], 2027) == day("2027-01-31")
    assert builtin_calendar().last_working_day_until(day("2027-01-31")) == day("2027-01-29")
    assert annual_due(CLOCKS["C10"], 2027) == day("2027-03-31")
    with pytest.raises(PeriodRefused, match="不是每年"):
        annual_due(CLOCKS["C3"], 2027)


def test_hours_run_through_the_night():
    assert hours_due(CLOCKS["OPINION5"], datetime(2026, 10, 1, 22, 30)) == datetime(2026, 10, 2, 3, 30)
    with pytest.raises(PeriodRefused, match="不按小时"):
        hours_due(CLOCKS["C3"], datetime(2026, 10, 1, 22, 30))


def test_a_consultation_counts_from_the_day_after_it_opens():
    assert consultation_is_long_enough(day("2025-11-19"), day("2025-12-19"))
    assert not consultation_is_long_enough(day("2022-09-13"), day("2022-10-12"))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"extension": Extension(21)}, "延长不得超过20个工作日"),
        ({"extension": Extension(0)}, "延长不得超过20个工作日"),
        ({"extension": Extension(5, granted=day("2026-03-09"))}, "之前批准"),
        ({"extension": Extension(5, granted=day("2026-02-01"))}, "之前批准"),
        ({"pauses": (Pause(day("2026-02-01")),)}, "早于收到申请之日"),
        ({"pauses": (Pause(day("2026-02-05"), day("2026-02-04")),)}, "早于发函之日"),
        ({"pauses": (Pause(day("2026-02-05"), day("2046-02-04")),)}, "超过十年"),
    ],
)
def test_it_refuses_what_the_law_does_not_allow(options, sentence):
    with pytest.raises(PeriodRefused, match=sentence):
        reply_due(day("2026-02-02"), **options)


def test_other_periods_can_be_neither_extended_nor_paused():
    base = day("2026-02-02")
    with pytest.raises(PeriodRefused, match="不能延长"):
        reckon(Period(CLOCKS["C2"], base, extension=FULL), builtin_calendar())
    with pytest.raises(PeriodRefused, match="不能暂停"):
        reckon(Period(CLOCKS["C2"], base, pauses=(Pause(base),)), builtin_calendar())


def test_a_rule_is_not_used_before_it_was_in_force():
    with pytest.raises(ClockRefused, match="自2019年5月15日起适用"):
        reply_due(day("2019-05-14"))
    assert reply_due(day("2019-05-15")).provisional  # no notice for 2019 is shipped


def test_every_clock_has_a_source_and_only_verified_ones_drive():
    assert {f"C{n}" for n in range(1, 21)} < set(CLOCKS)
    assert all(clock.source.instrument and clock.limit for clock in CLOCKS.values())
    assert [clock.id for clock in CLOCKS.values() if not clock.drives] == ["C8"]


def test_adopting_needs_a_name():
    with pytest.raises(ClockRefused, match="由谁核准"):
        CLOCKS["C8"].adopt(" ")
