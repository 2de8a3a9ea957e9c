"""How often agencies were corrected, by period, kind and cause (R243)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from gongkai.responsive.applications.models import Challenge
from gongkai.responsive.applications.rules.challenges import CAUSE_NAMES, COUNTED, KIND_NAMES, Result

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency


@dataclass(frozen=True)
class Rate:
    """Cases decided in a period, and how many of them corrected the agency."""

    name: str
    decided: int
    corrected: int

    @property
    def share(self) -> str:
        """Return the share in percent; nothing decided has none."""
        return f"{100 * self.corrected / self.decided:.1f}%" if self.decided else "—"


def before(since: dt.date, until: dt.date) -> tuple[dt.date, dt.date]:
    """Return the period of the same length just before."""
    length = until - since
    last = since - dt.timedelta(days=1)
    return last - length, last


def _decided(agencies: Iterable[Agency], since: dt.date, until: dt.date) -> Q:
    return Q(agency__in=list(agencies), kind__in=COUNTED, result_on__range=(since, until)) & ~Q(result="")


def total(agencies: Iterable[Agency], since: dt.date, until: dt.date, name: str = "合计") -> Rate:
    rows = Challenge.objects.filter(_decided(agencies, since, until))
    found = rows.aggregate(n=Count("pk"), corrected=Count("pk", filter=Q(result=Result.CORRECTED)))
    return Rate(name, found["n"], found["corrected"])


def by_kind(agencies: Iterable[Agency], since: dt.date, until: dt.date) -> list[Rate]:
    return _grouped("kind", KIND_NAMES, [str(one) for one in COUNTED], agencies, since, until)


def by_agency(agencies: Iterable[Agency], since: dt.date, until: dt.date) -> list[Rate]:
    names = {str(one.pk): one.label for one in agencies}
    rows = _grouped("agency", names, list(names), agencies, since, until)
    return [one for one in rows if one.decided]


def by_cause(agencies: Iterable[Agency], since: dt.date, until: dt.date) -> list[tuple[str, int]]:
    rows = Challenge.objects.filter(_decided(agencies, since, until), result=Result.CORRECTED).order_by()
    found = dict(rows.values_list("cause").annotate(n=Count("pk")))
    return [(name, found[key]) for key, name in CAUSE_NAMES.items() if key in found]


def _grouped(
    column: str, names: dict[str, str], keys: list[str], agencies: Iterable[Agency], since: dt.date, until: dt.date
) -> list[Rate]:
    rows = Challenge.objects.filter(_decided(agencies, since, until)).order_by()
    counted = rows.values_list(column).annotate(n=Count("pk"), corrected=Count("pk", filter=Q(result=Result.CORRECTED)))
    found = {str(key): (n, corrected) for key, n, corrected in counted}
    return [Rate(names[key], *found.get(key, (0, 0))) for key in keys]
