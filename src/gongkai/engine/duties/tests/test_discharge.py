import pytest

from gongkai.base.events.rules import Subject
from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.actions import Refused
from gongkai.engine.duties.tests.conftest import PUBLISH, REPLY, day, subject_of, tags


def close(duty, by, on, **more):
    return actions.discharge(rule=duty.rule, subject=subject_of(duty), by=by, on=day(on), **more)


def test_on_the_due_day_it_is_in_time(start, city):
    duty = close(start("3-31"), city.shen, "4-15", event_seq=9)
    assert (duty.status, duty.done_late, duty.discharged_seq) == ("done", False, 9)


def test_the_day_after_it_is_late(start, city):
    duty = close(start("3-31"), city.shen, "4-16")
    assert duty.done_late
    assert tags("duties:duty:discharge")[0].new["逾期"] is True


def test_where_no_clock_runs_nothing_happens(city):
    assert actions.discharge(rule=PUBLISH, subject=Subject("document", "YC-9"), event_seq=1, by=city.shen) is None


def test_a_second_time_nothing_happens(start, city):
    duty = start("3-31")
    close(duty, city.shen, "4-1")
    assert close(duty, city.shen, "4-2") is None


def test_while_it_is_paused_nothing_is_late(start, city, on):
    on("3-3")
    duty = actions.pause(duty=start("2-2", REPLY), sent_on=day("3-3"), reason="征求第三方意见", by=city.shen)
    assert close(duty, city.shen, "4-30").done_late is False


def test_cancelling_wants_a_reason(start, city):
    duty = start("3-31")
    with pytest.raises(Refused, match="原因"):
        actions.cancel(rule=PUBLISH, subject=subject_of(duty), reason=" ", by=city.shen)
    assert (
        actions.cancel(rule=PUBLISH, subject=subject_of(duty), reason="变更公开属性", by=city.shen).status
        == "cancelled"
    )


def test_it_is_given_to_somebody_who_works_there(start, city):
    duty = actions.assign(duty=start("3-31"), person=city.people["lin"], by=city.shen)
    assert duty.person == city.people["lin"]
    with pytest.raises(Refused, match="岗位"):
        actions.assign(duty=duty, person=city.people["mo"], by=city.shen)


def test_a_secret_name_is_taken_out(start, city):
    duty = start("3-31", title="不该在这里的名称")
    actions.forget(subject=subject_of(duty), by=city.he)
    duty.refresh_from_db()
    assert (duty.title, duty.reference, duty.status) == ("（涉密文件存根）", "", "cancelled")
    assert queries.clock(duty, day("4-1")).label == "已终止"
