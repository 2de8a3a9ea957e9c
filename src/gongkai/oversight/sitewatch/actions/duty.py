"""值班: naming who reads, writing what was seen, reminding in the morning, telling of days without an entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import check, holders
from gongkai.base.organisations.rules import Permission
from gongkai.oversight.sitewatch.actions.findings import found as record_found
from gongkai.oversight.sitewatch.models import LogEntry, Turn
from gongkai.oversight.sitewatch.permissions import Refused
from gongkai.oversight.sitewatch.queries.duty import missing, on_duty, turns
from gongkai.oversight.sitewatch.queries.problems import Problem
from gongkai.oversight.sitewatch.rules import Kind
from gongkai.oversight.sitewatch.rules.checklist import (
    LATEST_ENTRY_DAYS,
    MOST_TURN_DAYS,
    POINTS_BY_KEY,
    checklist_defects,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Person, Site
    from gongkai.base.organisations.queries import Acting


def _subject(site: Site) -> Subject:
    return Subject("site", str(site.pk), site.name)


@transaction.atomic
def assign_turn(*, site: Site, person: Person, starts_on: dt.date, ends_on: dt.date, by: Acting) -> Turn:
    """Name who reads the site on some days. Raises Refused for days that end before they begin; OutOfSight, NotAllowed."""
    check(by, Permission.SITEWATCH_MANAGE, site.agency)
    if ends_on < starts_on:
        raise Refused("结束日期早于开始日期，请检查。")
    if (ends_on - starts_on).days >= MOST_TURN_DAYS:
        raise Refused(f"一次最多安排{MOST_TURN_DAYS}天，请分次安排。")
    if abs((starts_on - timezone.localdate()).days) > MOST_TURN_DAYS:
        raise Refused("开始日期离今天超过一年，请核对年份。")
    same = turns(site).filter(person=person, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if same is not None:
        raise Refused(f"{person.name}在{same.starts_on}至{same.ends_on}已经安排值班，请先取消那一项，或者改期。")
    turn = Turn.objects.create(site=site, person=person, starts_on=starts_on, ends_on=ends_on)
    events.record(
        tag="sitewatch:turn:assign", by=by.actor(Permission.SITEWATCH_MANAGE, site.agency), subject=_subject(site),
        new={"值班人": person.name, "开始": starts_on.isoformat(), "结束": ends_on.isoformat()},
    )  # fmt: skip
    return turn


@transaction.atomic
def end_turn(*, turn: Turn, by: Acting) -> None:
    check(by, Permission.SITEWATCH_MANAGE, turn.site.agency)
    if turn.ended_at is not None:
        raise Refused("这项值班安排已经取消。")
    turn.ended_at = timezone.now()
    turn.save(update_fields=["ended_at"])
    events.record(
        tag="sitewatch:turn:end", by=by.actor(Permission.SITEWATCH_MANAGE, turn.site.agency),
        subject=_subject(turn.site), old={"值班人": turn.person.name, "开始": turn.starts_on.isoformat()},
    )  # fmt: skip


@transaction.atomic
def write_entry(
    *,
    site: Site,
    day: dt.date,
    answers: Mapping[str, str],
    by: Acting,
    seen: str = "",
    found: str = "",
    repaired: str = "",
) -> LogEntry:
    """Put down what was seen on a day; what was found becomes a task. Once written it stays as it is.

    Raises Refused for somebody not on duty that day, an incomplete list, a day to come or too long ago, a second entry.
    """
    if by.person is None:
        raise Refused("值班记录由值班人本人填写。")
    names = {one.person.pk: one for one in on_duty(site, day)}
    mine = names.get(by.person.pk)
    if mine is None:
        raise Refused(
            f"{day}由{'、'.join(one.words for one in names.values()) or '尚未安排的人'}值班，请由值班人填写。"
        )
    _check_day(day)
    if defects := checklist_defects(answers, found):
        raise Refused("；".join(defects) + "。")
    kept = {key: value for key, value in answers.items() if key in POINTS_BY_KEY}
    role = f"代{mine.instead_of}值班" if mine.instead_of else "值班"
    try:
        with transaction.atomic():
            entry = LogEntry.objects.create(
                site=site, day=day, person=by.person, role=role, answers=kept, seen=seen.strip(), found=found.strip(),
                repaired=repaired.strip(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(f"{day}的值班记录已经填写，不能重复填写或者修改。") from error
    if entry.found:
        _task(entry, by)
    events.record(
        tag="sitewatch:log:write", by=by.actor(Permission.SITEWATCH_MANAGE, site.agency), subject=_subject(site),
        new={"日期": day.isoformat(), "身份": role, "发现的问题": entry.found[:300], "补记": entry.is_late},
    )  # fmt: skip
    return entry


def _check_day(day: dt.date) -> None:
    today = timezone.localdate()
    if day > today:
        raise Refused("这一天还没有到，不能预先填写值班记录。")
    if (today - day).days > LATEST_ENTRY_DAYS:
        raise Refused(f"{day}已超过{LATEST_ENTRY_DAYS}天，不能再补记。缺记会如实显示。")


def _task(entry: LogEntry, by: Acting) -> None:
    first = entry.found.splitlines()[0][:200]
    problem = Problem(Kind.REPORTED, f"reported:{entry.pk}", f"值班发现：{first}", entry.found, "", entry.site.agency)
    record_found(site=entry.site, problem=problem, today=timezone.localdate(), by=by)


def remind_duty(*, site: Site, today: dt.date, working: bool) -> int:
    """In the morning: tell who reads today, and tell of yesterday's missing entry. Told once; return to how many."""
    where = reverse("sitewatch:log", args=[site.pk])
    notes = []
    if working:
        people = tuple(one.person.pk for one in on_duty(site, today))
        if people:
            notes.append(
                Note(
                    people,
                    f"今天由您值班读网：{site.name}",
                    f"sitewatch:duty:{site.pk}:{today}",
                    url=where,
                    kind="sitewatch",
                )
            )
    for day in missing(site, today)[-1:]:
        absent = {one.person.pk for one in on_duty(site, day)}
        told = absent | {person.pk for person in holders(Permission.SITEWATCH_MANAGE, site.agency)}
        title = f"{day:%m月%d日}没有值班记录：{site.name}"
        notes.append(
            Note(tuple(sorted(told)), title, f"sitewatch:missing:{site.pk}:{day}", url=where, kind="sitewatch")
        )
    return notify.tell_all(notes=notes)
