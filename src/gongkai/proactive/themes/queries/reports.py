"""应归尽归: of all that belongs to a theme by the rules, what is in it, what was shut out with a reason, what is missing (R180)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.utils import timezone

from gongkai.proactive.themes.models import Entry, Theme
from gongkai.proactive.themes.rules import SECTION_NAMES, Decision, Origin, is_stale, lacking

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting


@dataclass(frozen=True)
class Report:
    """One theme. `missing` are public, match, and were decided by nobody; `lacks` names absent sections of a whole set."""

    theme: Theme
    inside: int
    out: int
    missing: int
    lacks: tuple[str, ...]
    updated_on: dt.date | None
    today: dt.date

    @property
    def matched(self) -> int:
        return self.inside + self.out + self.missing

    @property
    def rate(self) -> float | None:
        """Percent of what matches that was decided; None where nothing matches."""
        return round(100 * (self.inside + self.out) / self.matched, 1) if self.matched else None

    @property
    def shown(self) -> str:
        return "—" if self.rate is None else f"{self.rate:g}%"

    @property
    def is_public(self) -> bool:
        return getattr(self.theme.item, "release", None) is not None

    @property
    def is_stale(self) -> bool:
        return self.is_public and is_stale(self.updated_on, self.today)

    @property
    def is_late(self) -> bool:
        """A superior's theme past its deadline that is not public or lacks something."""
        due = self.theme.due_on
        unfinished = not self.is_public or bool(self.missing or self.lacks)
        return self.theme.origin == Origin.SUPERIOR and due is not None and due < self.today and unfinished

    @property
    def warnings(self) -> list[str]:
        found = [f"有{self.missing}件符合收录范围的内容没有认定"] if self.missing else []
        if self.lacks:
            found.append(f"还缺{'、'.join(self.lacks)}")
        if self.is_late:
            found.append("已超过上级要求的完成期限")
        if self.is_stale:
            found.append("长时间没有更新")
        return found


def reports(by: Acting, themes: Iterable[Theme]) -> list[Report]:
    """Return the report of each theme in the order given. Two queries whatever their number."""
    del by
    return _reports(list(themes))


def report_of(theme: Theme) -> Report:
    return _reports([theme])[0]


def _reports(themes: Sequence[Theme]) -> list[Report]:
    rows = Entry.objects.filter(theme__in=themes, target__release__isnull=False).order_by()
    counted: dict[int, Counter[str]] = {}
    for theme, state, number in rows.values_list("theme", "state").annotate(n=Count("pk")):
        counted.setdefault(theme, Counter())[state] = number
    sections: dict[int, set[str]] = {}
    latest: dict[int, dt.datetime] = {}
    inside = rows.filter(state=Decision.IN).values_list("theme", "section")
    for theme, section, decided, released in inside.annotate(
        d=Max("decided_at"), r=Max("target__release__published_at")
    ):
        sections.setdefault(theme, set()).add(section)
        latest[theme] = max(filter(None, (latest.get(theme), decided, released)))
    return [
        _report(one, counted.get(one.pk, Counter()), sections.get(one.pk, set()), latest.get(one.pk)) for one in themes
    ]


def _report(theme: Theme, counted: Counter[str], sections: set[str], at: dt.datetime | None) -> Report:
    lacks = tuple(SECTION_NAMES[one] for one in lacking(sections, integrated=theme.integrated))
    release = getattr(theme.item, "release", None)
    moments = [one for one in (at, release.published_at if release else None) if one]
    updated = timezone.localdate(max(moments)) if moments else None
    return Report(
        theme, counted[Decision.IN], counted[Decision.OUT], counted[Decision.OPEN], lacks, updated, timezone.localdate()
    )
