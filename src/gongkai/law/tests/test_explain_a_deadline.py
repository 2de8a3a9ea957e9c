from datetime import date

import pytest

from gongkai.law.day_grids import DayState
from gongkai.law.deadlines import deadline, reply_due
from gongkai.law.periods import Extension, Pause
from gongkai.law.receipt import Channel

day = date.fromisoformat


def ledger(reckoning):
    return [str(line) for line in reckoning.explanation]


def test_it_reads_like_the_house_example():
    extension = Extension(20, day("2026-10-26"), "周以宁")
    reckoning = reply_due(
        day("2026-09-22"), channel=Channel.ONLINE, extension=extension, today=day("2026-11-20")
    )  # fmt: skip
    assert ledger(reckoning) == [
        "9月22日：网上申请，双方确认收到，当日不计（条例第三十一条）",
        "9月23日：第1个工作日",
        "休息日：9月25—27日中秋，10月1—7日国庆；10月10日（周六）上班，计入",
        "10月26日：周以宁批准延长20个工作日（条例第三十三条第二款）",
        "10月27日：基本期限届满（条例第三十三条第二款），20个工作日",
        "10月28日：延长期第1个工作日（条例第三十三条第二款），＋20个工作日",
        "11月24日：答复到期，周二，还剩2个工作日",
    ]


def test_it_accounts_for_a_pause():
    pauses = (Pause(day("2026-04-10"), day("2026-05-08")),)
    assert ledger(reply_due(day("2026-04-01"), pauses=pauses))[3:] == [
        "4月10日：发函征求第三方意见，次日起停止计算（条例第三十三条第三款），已用6个工作日",
        "5月8日：收到意见或者意见期满，次日起继续计算（条例第三十三条第三款），扣除17个工作日",
        "5月27日：答复到期，周三（条例第三十三条第二款），20个工作日",
    ]


def test_days_in_two_pauses_are_taken_out_once():
    pauses = (Pause(day("2026-04-10"), day("2026-05-08")), Pause(day("2026-04-13"), day("2026-05-11")))
    reckoning = reply_due(day("2026-04-01"), pauses=pauses)
    effects = [line.effect for line in reckoning.explanation if line.effect.startswith("扣除")]
    assert effects == ["扣除17个工作日", "扣除2个工作日"]
    assert len(reckoning.excluded) == 19


def test_a_make_up_workday_inside_a_pause_does_not_count_in():
    pauses = (Pause(day("2026-02-13"), day("2026-02-14")),)
    rest = ledger(reply_due(day("2026-02-02"), pauses=pauses))[2]
    assert rest == "休息日：2月15—23日春节；2月28日（周六）上班，计入"


@pytest.mark.parametrize(
    ("today", "standing"),
    [("2026-03-05", "还剩1个工作日"), ("2026-03-06", "今日到期"), ("2026-03-10", "逾期2个工作日")],
)
def test_it_says_where_one_stands(today, standing):
    assert reply_due(day("2026-02-02"), today=day(today)).explanation[-1].effect == standing


def test_an_open_pause_stands_still_and_is_never_late():
    reckoning = reply_due(day("2026-04-01"), pauses=(Pause(day("2026-04-10")),), today=day("2026-04-20"))
    assert reckoning.waiting
    assert (reckoning.used, reckoning.remaining, len(reckoning.excluded)) == (6, 14, 6)
    assert not reckoning.is_late
    assert "已暂停6个工作日" in ledger(reckoning)[4]
    assert reckoning.explanation[-1].effect == "收到意见后还剩14个工作日"


def test_a_period_without_festivals_names_the_weekends():
    assert ledger(reply_due(day("2026-03-10")))[2] == "休息日：4月4—6日清明"
    assert ledger(deadline("C2", day("2026-03-10")))[2] == "休息日：周六、周日不计"


def test_a_span_over_months_and_years_is_written_out():
    assert "5月31日—6月2日端午" in ledger(reply_due(day("2025-05-26")))[2]
    assert "2026年1月1—3日元旦" in ledger(reply_due(day("2025-12-10")))[2]


def test_calendar_days_name_the_safe_day():
    assert ledger(deadline("C14", day("2026-01-30"))) == [
        "1月30日：批准或者批复，当日不计",
        "2月19日：预决算公开到期，周四（预算法第十四条），20日",
        "2月14日：到期日逢休息日，宜在此前最后一个工作日办结",
    ]


def test_the_grid_tells_each_day():
    extension = Extension(20, day("2026-10-26"))
    grid = {
        square.day: square
        for square in reply_due(day("2026-09-22"), extension=extension, today=day("2026-11-20")).grid
    }  # fmt: skip
    states = {text: grid[day(text)].state for text in ("2026-09-22", "2026-09-25", "2026-10-10", "2026-11-23")}
    assert states == {
        "2026-09-22": DayState.RECEIVED,
        "2026-09-25": DayState.REST,
        "2026-10-10": DayState.COUNTED,
        "2026-11-23": DayState.REMAINING,
    }
    assert grid[day("2026-10-28")].state is DayState.EXTENSION
    assert grid[day("2026-11-24")].state is DayState.DUE
    assert grid[day("2026-11-20")].is_today
    assert grid[day("2026-10-10")].note == "周六调休上班"
    assert grid[day("2026-09-22")].state.word == "收到"


def test_the_grid_of_a_late_case_runs_up_to_today():
    grid = reply_due(day("2026-02-02"), today=day("2026-03-10")).grid
    assert [square.state for square in grid][-4:] == [DayState.REST, DayState.REST, DayState.LATE, DayState.LATE]
