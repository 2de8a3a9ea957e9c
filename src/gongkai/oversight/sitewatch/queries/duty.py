"""值班: who is on duty, which days lack an entry, what happened on a day by the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from gongkai.base.organisations.queries import substitutes
from gongkai.engine.duties.queries import calendar
from gongkai.oversight.sitewatch.models import Finding, LogEntry, Patrol, Turn
from gongkai.oversight.sitewatch.rules.checklist import MISSED_DAYS_SHOWN, POINTS_BY_KEY, SEEN_NAMES, missing_days

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Person, Site


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who reads the site on a day; `instead_of` names the absent holder of the turn, or is empty."""

    person: Person
    instead_of: str = ""

    @property
    def words(self) -> str:
        return f"{self.person.name}（代{self.instead_of}）" if self.instead_of else self.person.name


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the sheet: who should have read, what was written, whether it is missing or was written later."""

    day: dt.date
    on_duty: tuple[OnDuty, ...]
    entry: LogEntry | None
    missing: bool

    @property
    def who(self) -> str:
        return "、".join(one.words for one in self.on_duty)


def turns(site: Site) -> QuerySet[Turn]:
    return Turn.objects.filter(site=site, ended_at=None).select_related("person")


def on_duty(site: Site, day: dt.date, *, standing: Iterable[Turn] | None = None) -> tuple[OnDuty, ...]:
    """Return who reads the site on a day. Where somebody is away, the stand-in named for those days does."""
    rows = [one for one in (turns(site) if standing is None else standing) if one.starts_on <= day <= one.ends_on]
    away = substitutes([one.person_id for one in rows], today=day)
    found: dict[int, OnDuty] = {}
    for row in rows:
        for person in away.get(row.person_id, []):
            found.setdefault(person.pk, OnDuty(person, row.person.name))
        if row.person_id not in away and row.person.is_active:
            found[row.person_id] = OnDuty(row.person)
    return tuple(found.values())


def duty_days(site: Site, since: dt.date, until: dt.date) -> list[dt.date]:
    """Return the working days between two days on which somebody had been named to read the site."""
    rows = list(Turn.objects.filter(site=site).filter(Q(ended_at=None) | Q(ended_at__date__gt=since)))
    book = calendar()
    days = (since + dt.timedelta(days=n) for n in range((until - since).days + 1))
    return [day for day in days if book.is_working_day(day) and any(_stands(row, day) for row in rows)]


def _stands(row: Turn, day: dt.date) -> bool:
    return row.starts_on <= day <= row.ends_on and (row.ended_at is None or row.ended_at.date() > day)


def missing(site: Site, today: dt.date) -> list[dt.date]:
    """Return the days of duty before today that have no entry, as far back as is shown."""
    since = today - dt.timedelta(days=MISSED_DAYS_SHOWN)
    written = LogEntry.objects.filter(site=site, day__gte=since).values_list("day", flat=True)
    return missing_days(duty_days(site, since, today), written, today)


def sheet(site: Site, today: dt.date, *, days: int = 31) -> list[DayRow]:
    """Return the last days of duty, the latest first."""
    since = today - dt.timedelta(days=days)
    entries = {row.day: row for row in entries_of(site).filter(day__gte=since)}
    wanted = set(duty_days(site, since, today)) | set(entries)
    standing = list(Turn.objects.filter(site=site, ends_on__gte=since).select_related("person"))
    return [
        DayRow(day, on_duty(site, day, standing=standing), entries.get(day), day not in entries and day < today)
        for day in sorted(wanted, reverse=True)
    ]


def entries_of(site: Site) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(site=site).select_related("person")


def happened(site: Site, day: dt.date) -> list[str]:
    """Return what the platform itself saw on a day, for the entry to start from."""
    opened = Finding.objects.filter(site=site, found_on=day).count()
    closed = Finding.objects.filter(site=site, closed_at__date=day).count()
    patrol = Patrol.objects.filter(site=site, started_at__date=day, finished_at__isnull=False).first()
    says = [f"当日新发现问题{opened}项，办结{closed}项。"]
    if patrol:
        says.append(
            f"链接巡查{patrol.pages}个页面，站内链接{patrol.inside}条，外部链接{patrol.outside_links}条"
            f"（{patrol.get_outside_display()}），错链断链{patrol.broken}条。"
        )
    return says


def answers_in_words(entry: LogEntry) -> str:
    """Return the checklist of an entry as one line: only what is not fine is named."""
    other = [
        f"{POINTS_BY_KEY[key].name}：{SEEN_NAMES.get(value, value)}"
        for key, value in entry.answers.items()
        if value != "fine" and key in POINTS_BY_KEY
    ]
    return "；".join(other) or "各项正常"
