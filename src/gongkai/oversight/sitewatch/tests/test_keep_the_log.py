"""值班读网: named persons, a complete list, no day forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations.models import StandIn
from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.duties.queries import calendar
from gongkai.oversight.sitewatch import actions
from gongkai.oversight.sitewatch.models import Finding
from gongkai.oversight.sitewatch.queries import duty
from gongkai.oversight.sitewatch.rules import Kind, State
from gongkai.oversight.sitewatch.rules.checklist import POINTS, Seen
from gongkai.project.tests.cast import City

FINE = {point.key: Seen.FINE.value for point in POINTS}


def working(day: dt.date, back: int = 0) -> dt.date:
    found = calendar().last_working_day_until(day)
    for _ in range(back):
        found = calendar().last_working_day_until(found - dt.timedelta(days=1))
    return found


def turn(city: City, who: str = "bian", days: int = 30) -> None:
    today = timezone.localdate()
    span = dt.timedelta(days=days)
    actions.assign_turn(
        site=city.site, person=city.people[who], starts_on=today - span, ends_on=today + span, by=city.bian
    )


def write(city: City, who: str, day: dt.date, answers: dict[str, str] = FINE, found: str = "", **texts: str):
    facts = {"seen": "", "repaired": ""} | texts
    return actions.write_entry(site=city.site, day=day, answers=answers, found=found, by=getattr(city, who), **facts)


@pytest.mark.requirement("R260")
def test_the_person_on_duty_writes_a_complete_list_once(city: City):
    turn(city)
    today = timezone.localdate()
    with pytest.raises(actions.Refused, match="还没有填写"):
        write(city, "bian", today, answers={})
    with pytest.raises(actions.Refused, match="请在“发现的问题”里写明"):
        write(city, "bian", today, answers=FINE | {"files": "wrong"})
    with pytest.raises(actions.Refused, match="边若水值班"):
        write(city, "shen", today)
    write(city, "bian", today)
    with pytest.raises(actions.Refused, match="不能重复"):
        write(city, "bian", today)


@pytest.mark.requirement("R260")
def test_what_was_found_becomes_a_task_and_ends_with_the_word_of_who_repairs(city: City):
    turn(city)
    write(city, "bian", timezone.localdate(), answers=FINE | {"guide": "wrong"}, found="公开指南的电话已停用")
    task = Finding.objects.get(kind=Kind.REPORTED)
    assert task.title == "值班发现：公开指南的电话已停用"
    assert actions.report_repaired(finding=task, note="电话已更正", by=city.bian).state == State.CLOSED


def test_a_stand_in_reads_while_the_named_person_is_away(city: City):
    turn(city)
    today = timezone.localdate()
    StandIn.objects.create(
        absent=city.people["bian"], substitute=city.people["shen"], starts_on=today, ends_on=today, reason="出差",
        appointed_by=city.people["guan"],
    )  # fmt: skip
    assert [one.words for one in duty.on_duty(city.site, today)] == ["沈若川（代边若水）"]
    with pytest.raises(actions.Refused, match="沈若川"):
        write(city, "bian", today)
    assert write(city, "shen", today).role == "代边若水值班"


@pytest.mark.requirement("R260")
def test_days_without_an_entry_are_seen_and_told_and_can_be_made_up_for_a_week_only(city: City):
    turn(city)
    today = timezone.localdate()
    yesterday = working(today - dt.timedelta(days=1))
    assert duty.missing(city.site, today)[-1] == yesterday
    assert actions.morning(today=today) > 0
    told = Message.objects.filter(person=city.people["bian"], title__contains="没有值班记录")
    assert told.count() == 1
    if (today - yesterday).days <= 7:
        assert write(city, "bian", yesterday).is_late
        assert yesterday not in duty.missing(city.site, today)
    with pytest.raises(actions.Refused, match="不能再补记"):
        write(city, "bian", today - dt.timedelta(days=8))
    with pytest.raises(actions.Refused, match="还没有到"):
        write(city, "bian", today + dt.timedelta(days=1))


def test_only_days_on_which_somebody_was_named_count_as_missing(city: City):
    today = timezone.localdate()
    assert duty.missing(city.site, today) == []
    actions.assign_turn(site=city.site, person=city.people["bian"], starts_on=today, ends_on=today, by=city.bian)
    assert duty.missing(city.site, today) == []


def test_whoever_is_on_duty_is_told_in_the_morning_of_a_working_day(city: City):
    turn(city)
    day = working(timezone.localdate())
    actions.morning(today=day)
    assert Message.objects.filter(person=city.people["bian"], title__startswith="今天由您值班").count() == 1


def test_a_roster_needs_the_right_and_days_in_order(city: City):
    today = timezone.localdate()
    with pytest.raises(actions.Refused, match="早于"):
        turn(city, days=-1)
    with pytest.raises(NotAllowed):
        actions.assign_turn(site=city.site, person=city.people["lin"], starts_on=today, ends_on=today, by=city.jian)
