import pytest

from gongkai.base.organisations.queries import OutOfSight
from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.actions import Refused
from gongkai.engine.duties.tests.conftest import REPLY, day, tags


@pytest.fixture
def reply(start, on):
    """Received 2 February 2026, due 6 March (rules 1.7, vector 1.1)."""
    on("3-2")
    return start("2-2", REPLY)


def test_days_of_waiting_do_not_count(reply, city, on):
    actions.pause(duty=reply, sent_on=day("3-2"), reason="征求第三方意见", by=city.shen)
    on("3-10")
    duty = actions.resume(duty=reply, arrived_on=day("3-10"), by=city.shen)
    # six working days out: 3 to 10 March; four were left after 2 March
    assert duty.due_on == day("3-16")
    assert [event.tag.rpartition(":")[2] for event in [*tags("duties:duty:pause"), *tags("duties:duty:resume")]] == [
        "pause",
        "resume",
    ]


def test_a_waiting_clock_says_so(reply, city):
    duty = actions.pause(duty=reply, sent_on=day("3-2"), reason="征求第三方意见", by=city.shen)
    clock = queries.clock(duty, day("3-10"))
    assert (clock.state, clock.label + clock.strong) == ("paused", "已暂停6个工作日")


def test_it_cannot_be_paused_twice(reply, city):
    duty = actions.pause(duty=reply, sent_on=day("3-2"), reason="征求第三方意见", by=city.shen)
    with pytest.raises(Refused, match="已暂停"):
        actions.pause(duty=duty, sent_on=day("3-2"), reason="再次征求意见", by=city.shen)


def test_a_rule_without_pauses_is_not_paused(start, city, on):
    on("4-1")
    duty = start("3-31")
    with pytest.raises(Refused, match="不能暂停"):
        actions.pause(duty=duty, sent_on=day("4-1"), reason="征求意见", by=city.shen)
    duty.refresh_from_db()
    assert (duty.status, duty.pauses.count()) == ("open", 0)


def test_when_the_time_is_up_it_is_too_late_to_pause(reply, city, on):
    on("3-9")
    with pytest.raises(Refused, match="届满"):
        actions.pause(duty=reply, sent_on=day("3-9"), reason="征求第三方意见", by=city.shen)


def test_an_opinion_does_not_come_before_the_letter(reply, city):
    duty = actions.pause(duty=reply, sent_on=day("3-2"), reason="征求第三方意见", by=city.shen)
    with pytest.raises(Refused, match="早于发函"):
        actions.resume(duty=duty, arrived_on=day("2-27"), by=city.shen)


def test_another_agencys_clock_does_not_exist(reply, city):
    with pytest.raises(OutOfSight):
        actions.pause(duty=reply, sent_on=day("3-2"), reason="征求第三方意见", by=city.mo)
