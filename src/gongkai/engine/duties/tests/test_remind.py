import pytest
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations.models import StandIn
from gongkai.engine.duties import actions
from gongkai.engine.duties.models import Reminder
from gongkai.engine.duties.reactions import remind_people
from gongkai.engine.duties.rules import DUTY_RULES, reminders_until
from gongkai.engine.duties.tests.conftest import PUBLISH, REPLY, day, subject_of
from gongkai.law.calendar import builtin_calendar


def told(duty=None):
    rows = Message.objects.filter(kind="duty")
    if duty:
        rows = rows.filter(about=duty.subject_key)
    return [(message.person.username, message.title) for message in rows.order_by("created_at", "pk")]


@pytest.fixture
def duty(start):
    """Issued 31 March, due Wednesday 15 April 2026."""
    return start("3-31", title="关于租赁补贴的通知")


def test_it_calls_three_one_and_no_working_days_before_then_weekly():
    rule = DUTY_RULES[PUBLISH]
    found = reminders_until(rule, day("4-15"), builtin_calendar(), day("4-30"))
    assert [(entry.kind, entry.on) for entry in found] == [
        ("due-3", day("4-10")),
        ("due-1", day("4-14")),
        ("due-0", day("4-15")),
        ("overdue", day("4-16")),
        ("overdue-weekly", day("4-30")),
    ]


@pytest.mark.requirement("R022")
def test_the_officer_is_warned_before_and_the_leader_too_when_it_is_late(duty):
    for night in ("4-9", "4-10", "4-13", "4-14", "4-15", "4-16"):
        actions.remind(today=day(night))
    assert told() == [
        ("shen", "剩余3个工作日：关于租赁补贴的通知"),
        ("shen", "剩余1个工作日：关于租赁补贴的通知"),
        ("shen", "今日到期：关于租赁补贴的通知"),
        ("shen", "逾期1个工作日：关于租赁补贴的通知"),
        ("zheng", "逾期1个工作日：关于租赁补贴的通知"),
    ]


def test_running_it_again_tells_nobody_anything(duty):
    actions.remind(today=day("4-14"))
    assert actions.remind(today=day("4-14")) == actions.Sent()
    assert len(told()) == 1


def test_nights_that_were_missed_come_to_one_message_and_lose_nothing(duty):
    assert actions.remind(today=day("4-16")) == actions.Sent(duties=1, messages=2, replaced=3)
    assert list(Reminder.objects.values_list("kind", "told")) == [
        ("due-3", False),
        ("due-1", False),
        ("due-0", False),
        ("overdue", True),
    ]
    assert told()[0][1].startswith("逾期1个工作日")


def test_weeks_that_were_missed_come_to_one_message(duty):
    actions.remind(today=day("4-16"))
    actions.remind(today=day("5-15"))
    assert [title for name, title in told() if name == "shen"][1:] == ["逾期20个工作日：关于租赁补贴的通知"]


def test_what_is_done_or_paused_or_far_away_is_left_in_peace(duty, start, city, on):
    on("3-2")
    actions.pause(duty=start("2-2", REPLY), sent_on=day("3-2"), reason="征求第三方意见", by=city.shen)
    start("4-10")
    actions.discharge(rule=PUBLISH, subject=subject_of(duty), by=city.shen, on=day("4-1"))
    assert actions.remind(today=day("4-15")) == actions.Sent()


def test_the_holder_is_told_instead_of_the_whole_office(start, city):
    start("3-31", person=city.people["lin"])
    actions.remind(today=day("4-15"))
    assert [name for name, _ in told()] == ["lin"]


def test_a_due_day_that_moved_is_announced_anew(duty):
    actions.remind(today=day("4-15"))
    duty.due_on = day("4-17")
    duty.save()
    actions.remind(today=day("4-17"))
    assert Reminder.objects.filter(kind="due-0", told=True).count() == 2


def test_where_nobody_can_hear_it_yet_it_waits(start, city):
    start("3-31", agency=city.office, by=city.guan)
    assert actions.remind(today=day("4-15")).duties == 0
    assert not Reminder.objects.exists()


def test_a_forgotten_name_leaves_the_messages_too(duty, city):
    actions.remind(today=day("4-15"))
    actions.forget(subject=subject_of(duty), by=city.he)
    assert told() == []


def test_a_night_costs_the_same_for_few_and_for_many(start, django_assert_max_num_queries):
    for _ in range(30):
        start("3-31")
    with django_assert_max_num_queries(30 * 4 + 20):  # three or four a mail for its job, the rest by batch
        assert actions.remind(today=day("4-15")).duties == 30


def test_the_night_job_does_all_of_it(duty, on):
    on("4-15")
    remind_people([])
    assert len(told()) == 1
    assert timezone.localdate() == day("4-15")


def test_whoever_stands_in_is_reminded_too(duty, city):
    shen, lin = city.people["shen"], city.people["lin"]
    StandIn.objects.create(
        absent=shen, substitute=lin, starts_on=day("4-1"), ends_on=day("4-12"), reason="学习", appointed_by=shen
    )
    actions.remind(today=day("4-10"))
    actions.remind(today=day("4-14"))
    assert [name for name, title in told() if "3个" in title] == ["shen", "lin"]
    assert [name for name, title in told() if "1个" in title] == ["shen"]


def test_the_substitute_of_an_absent_holder_is_reminded(start, city):
    held = start("3-31", title="林的一件", person=city.people["lin"])
    StandIn.objects.create(
        absent=city.people["lin"], substitute=city.people["zhou"], starts_on=day("4-1"), ends_on=day("4-30"),
        reason="休假", appointed_by=city.people["lin"],
    )  # fmt: skip
    actions.remind(today=day("4-10"))
    assert {name for name, _ in told(held)} == {"lin", "zhou"}
