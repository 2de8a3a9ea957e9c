"""The indicators of a site with their evidence, the score and what it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.engine.publishing import queries as publishing
from gongkai.law.months import add_months
from gongkai.oversight.sitewatch.models import Adoption, Record, Visit
from gongkai.oversight.sitewatch.queries.columns import Shelf, newest_on_home
from gongkai.oversight.sitewatch.rules.indicators import (
    DEDUCTIONS,
    FULL,
    NOTICE_IDLE_MONTHS,
    REPLIES_IDLE_MONTHS,
    STATISTICS_IDLE_MONTHS,
    VETOES,
    WATCH_DAYS,
    Deduction,
    Grade,
    Group,
    Judged,
    Result,
    grade,
    judge_access,
    judge_columns,
    judge_home,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

SERVICES, SERVICE = "V6", "service-item"  # the indicator, and the kind of release that tells of it
RECORD_HOLDS_MONTHS = 6  # the spot checks are half-yearly: an older conclusion says nothing of now


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line behind an indicator: what, where, and the fact that was counted."""

    what: str
    url: str
    fact: str


@dataclass(frozen=True, slots=True)
class Indicator:
    key: str
    name: str
    asks: str
    judged: Judged
    evidence: tuple[Evidence, ...]
    computed: bool


@dataclass(frozen=True, slots=True)
class Charge:
    """扣分: counted when it drives or was adopted; otherwise shown as what it would cost."""

    deduction: Deduction
    times: int
    counts: bool
    adopted: Adoption | None
    evidence: tuple[Evidence, ...]

    @property
    def points(self) -> int:
        return self.deduction.points * self.times


@dataclass(frozen=True, slots=True)
class Judgement:
    indicators: tuple[Indicator, ...]
    charges: tuple[Charge, ...]
    score: int
    grade: Grade
    newest: dt.date | None

    @property
    def has_score(self) -> bool:
        """Whether a score may be shown: after a veto nothing more is counted (国办秘函〔2019〕19号)."""
        return self.scored and not self.vetoed

    @property
    def scored(self) -> bool:
        """Whether anything could have cost points: full marks from nothing counted would say more than is known."""
        return any(one.counts for one in self.charges)

    @property
    def vetoed(self) -> list[Indicator]:
        return [one for one in self.indicators if one.judged.result is Result.VETO]

    @property
    def unknown(self) -> list[Indicator]:
        return [one for one in self.indicators if one.judged.result is Result.UNKNOWN]


def judgement(site: Site, found: Sequence[Shelf], today: dt.date) -> Judgement:
    newest = newest_on_home(site)
    columns, evidence = _columns(found, today)
    judged: dict[str, tuple[Judged, tuple[Evidence, ...]]] = {
        "V2": (judge_access(_visits(site)), ()),
        "V3": (judge_home(newest, today), ()),
        "V4": (columns, evidence),
    }
    records = _records(site, today)
    indicators = []
    for veto in VETOES:
        one, lines = judged.get(veto.key) or _recorded(veto.key, records.get(veto.key), site)
        indicators.append(Indicator(veto.key, veto.name, veto.says, one, lines, veto.computed))
    charges = _charges(site, found, today)
    score = max(FULL - sum(one.points for one in charges if one.counts), 0)
    vetoed = any(one.judged.result is Result.VETO for one in indicators)
    return Judgement(tuple(indicators), charges, score, grade(score, vetoed=vetoed), newest)


def _columns(found: Sequence[Shelf], today: dt.date) -> tuple[Judged, tuple[Evidence, ...]]:
    """Count each column once: empty, idle by the indicators, or behind its own duty."""
    empty = [one for one in found if one.is_empty]
    idle = [one for one in found if one.breaks_national(today)]
    stale = [one for one in found if one.is_stale(today) and one not in idle]
    judged = judge_columns(
        news=sum(1 for one in idle if one.group is Group.NEWS),
        notices=sum(1 for one in idle if one.group is not Group.NEWS), stale=len(stale), empty=len(empty),
    )  # fmt: skip
    lines = [Evidence(one.column.name, one.url, "空白栏目") for one in empty]
    lines += [
        Evidence(one.column.name, one.url, f"{_since(one, today)}，{one.national.rule}") for one in idle if one.national
    ]
    lines += [Evidence(one.column.name, one.url, f"{_since(one, today)}，{one.own.rule}") for one in stale if one.own]
    return judged, tuple(lines)


def _since(shelf: Shelf, today: dt.date) -> str:
    return f"最近更新于{shelf.newest_on:%Y-%m-%d}，距今{shelf.idle_days(today)}天"


def _visits(site: Site) -> list[float | None]:
    since = timezone.now() - dt.timedelta(days=WATCH_DAYS)
    return list(Visit.objects.filter(site=site, at__gte=since).values_list("seconds", flat=True))


def _records(site: Site, today: dt.date) -> dict[str, Record]:
    rows = Record.objects.filter(site=site, on__gte=add_months(today, -RECORD_HOLDS_MONTHS)).select_related("person")
    newest: dict[str, Record] = {}
    for row in rows:
        newest.setdefault(row.indicator, row)
    return newest


def _recorded(key: str, record: Record | None, site: Site) -> tuple[Judged, tuple[Evidence, ...]]:
    if record is None:
        why = _services(site) if key == SERVICES else "平台没有可以据以判断的数据。"
        return Judged(key, Result.UNKNOWN, f"{why}近{RECORD_HOLDS_MONTHS}个月也没有人工核查结论。"), ()
    says = f"{record.on:%Y-%m-%d}由{record.person.name}核查：{record.note}"
    return Judged(key, Result(record.result), says), ()


def _services(site: Site) -> str:
    """Say what is known of the services of a site, and why that is not enough to judge them by."""
    found = publishing.public_releases(site).filter(kind=SERVICE).count()
    if not found:
        return "本平台没有登记本站的办事事项；是否在政务服务平台提供，平台看不到，不能判断。"
    return (
        f"本站公开办事事项{found}项。办事指南的设定依据、申请条件、办理材料和流程在政务服务平台上，"
        "平台不保存，不能判断要素是否缺失。"
    )


def sites_scored() -> set[int]:
    """Return the sites for which somebody adopted a deduction; `DEDUCTIONS` has none that counts without."""
    return set(Adoption.objects.values_list("site_id", flat=True))


def _charges(site: Site, found: Sequence[Shelf], today: dt.date) -> tuple[Charge, ...]:
    adopted = {one.indicator: one for one in Adoption.objects.filter(site=site)}
    charges = []
    for deduction in DEDUCTIONS:
        hit = [one for one in found if _costs(deduction.key, one, today)]
        lines = tuple(Evidence(one.column.name, one.url, _since(one, today)) for one in hit)
        counts = deduction.drives or deduction.key in adopted
        charges.append(Charge(deduction, len(hit), counts, adopted.get(deduction.key), lines))
    return tuple(charges)


# deduction → which group of columns, idle for how many months; D1 asks for first-level columns only
_IDLE = {
    "D1": (Group.POLICY, NOTICE_IDLE_MONTHS),
    "D2": (Group.STATISTICS, STATISTICS_IDLE_MONTHS),
    "D3": (Group.REPLIES, REPLIES_IDLE_MONTHS),
}


def _costs(key: str, shelf: Shelf, today: dt.date) -> bool:
    group, months = _IDLE[key]
    if shelf.group is not group or shelf.newest_on is None or (key == "D1" and shelf.column.parent_id):
        return False
    return today > add_months(shelf.newest_on, months)
