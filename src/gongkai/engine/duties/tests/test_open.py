import pytest

from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.actions import Refused
from gongkai.engine.duties.rules import UnknownRule
from gongkai.engine.duties.tests.conftest import PUBLISH, day, subject_of, tags


def test_ten_working_days_from_the_day_of_issue_by_the_notices_on_record(start):
    # 4 to 6 April are the Qingming days of 2026; the day of issue does not count.
    assert start("3-31").due_on == day("4-15")


def test_it_leaves_an_event_under_the_thing_it_is_about(start):
    duty = start("3-31")
    (event,) = tags("duties:duty:open")
    assert (event.subject_type, event.subject_id) == ("document", "YC-1")
    assert event.new["到期日"] == "2026-04-15"
    assert duty.opened_seq == event.seq


def test_it_remembers_the_event_that_triggered_it(start):
    assert start("3-31", event_seq=77).opened_seq == 77


def test_a_second_clock_on_the_same_thing_is_refused(start):
    start("3-31", number=5)
    with pytest.raises(Refused, match="已经在计算"):
        start("4-1", number=5)


def test_after_it_was_closed_a_new_one_may_start(start, city):
    duty = start("3-31", number=5)
    actions.cancel(rule=PUBLISH, subject=subject_of(duty), reason="退回重办", by=city.shen)
    assert start("4-8", number=5).pk != duty.pk


def test_a_day_before_the_rule_was_in_force_is_refused(start):
    with pytest.raises(Refused, match="2017年5月14日起适用"):
        start("2016-3-1")


def test_a_rule_that_nobody_declared_is_refused(start):
    with pytest.raises(UnknownRule):
        start("3-31", rule="invented")


def test_a_year_without_notice_gives_a_provisional_day(start):
    duty = start("12-28")
    assert duty.provisional
    assert queries.clock(duty, day("12-29")).state == "provisional"


def test_everything_on_one_thing_is_found(start):
    duty = start("3-31")
    assert list(queries.of_subject(subject_of(duty))) == [duty]
