"""What was asked for and paid as 信息处理费 in a period, for the report of the year (row o2 of table 三, part six)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum

from gongkai.base.organisations.queries import subtree as subtree_of
from gongkai.responsive.applications.models import Fee
from gongkai.responsive.applications.rules.fees import FeeState
from gongkai.responsive.applications.rules.outcomes import NOT_PAID

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency


@dataclass(frozen=True)
class Collected:
    """Matters for which was paid, and the sum in yuan."""

    matters: int
    yuan: int


def _fees(agency: Agency, *, subtree: bool) -> QuerySet[Fee]:
    if not subtree:
        return Fee.objects.filter(application__agency=agency)
    return Fee.objects.filter(application__agency__in=subtree_of(agency).values("pk"))


def fee_notices(agency: Agency, start: dt.date, end: dt.date, *, subtree: bool = True) -> int:
    """Return how many notices were sent in a period, and earlier ones whose matters were ended unpaid in it."""
    ended = Q(application__outcome=NOT_PAID, application__closed_on__range=(start, end))
    return _fees(agency, subtree=subtree).filter(Q(notified_on__range=(start, end)) | ended).count()


def fees_collected(agency: Agency, start: dt.date, end: dt.date, *, subtree: bool = True) -> Collected:
    """Return what was paid in a period, by the day of payment."""
    paid = _fees(agency, subtree=subtree).filter(state=FeeState.PAID, paid_on__range=(start, end))
    found = paid.aggregate(matters=Count("pk"), yuan=Sum("paid_yuan"))
    return Collected(found["matters"], found["yuan"] or 0)
