import pytest

from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.tests.conftest import day, subject_of


@pytest.mark.parametrize(
    ("opened", "today", "state", "words"),
    [
        ("3-31", "4-10", "normal", "剩余3个工作日"),
        ("3-31", "4-15", "today", "今日到期"),
        ("3-31", "4-17", "late", "逾期2个工作日"),
        ("3-26", "4-11", "late", "已逾期"),  # due on Friday, seen on Saturday
        ("12-25", "12-29", "provisional", "暂定1月11日"),
    ],
)
def test_the_face_says_how_long_is_left(start, opened, today, state, words):
    clock = queries.clock(start(opened), day(today))
    assert (clock.state, clock.label + clock.strong) == (state, words)


def test_the_account_goes_line_by_line_to_the_due_day(start):
    lines = queries.clock(start("3-31"), day("4-10")).lines
    assert [line.when for line in lines] == ["3月31日", "4月1日", "休息日", "4月15日"]
    assert "4月4—6日清明" in lines[2].text
    assert (lines[3].article, lines[3].amount) == ("沪委办发〔2017〕14号", "还剩3个工作日")


def test_the_grid_runs_from_the_event_to_the_due_day(start):
    days = queries.clock(start("3-31"), day("4-10")).days
    assert [days[0].kind, days[-1].kind, len(days)] == ["start", "due", 16]
    assert [d.kind for d in days].count("work") + [d.kind for d in days].count("left") == 9
    assert [d.date for d in days if d.today] == [day("4-10")]


def test_the_grid_has_words_for_those_who_do_not_see_it(start):
    assert queries.clock(start("3-31"), day("4-10")).summary.startswith("3月31日起算，4月15日到期的逐日图：已计入")


def test_how_much_is_spent_fills_the_ring(start):
    duty = start("3-31")
    assert [queries.clock(duty, day(seen)).spent for seen in ("3-31", "4-8", "4-15", "4-30")] == [0, 50, 100, 100]


def test_a_closed_clock_stands_still(start, city):
    duty = start("3-31")
    done = actions.discharge(rule=duty.rule, subject=subject_of(duty), by=city.shen, on=day("4-8"))
    clock = queries.clock(done, day("2027-3-1"))
    assert (clock.state, clock.label, clock.spent) == ("done", "按时办结", 50)
    assert clock.lines[-1].when == "4月8日"
    assert queries.clock(done, day("4-9")) == clock


def test_the_due_day_in_a_sentence(start):
    assert queries.due_text(start("3-31")) == "应于2026年4月15日（周三）前办结"
    assert queries.due_text(start("12-25")).startswith("暂定于2027年1月11日（周一）")
