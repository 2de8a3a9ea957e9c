"""What was looked for: counts by words, without persons."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from django.db.models import Max, Q, QuerySet, Sum

from gongkai.engine.search.models import AskedTerm, LogPolicy
from gongkai.engine.search.rules.keeping import KEEP_DAYS

MOST_TERMS = 200


@dataclasses.dataclass(frozen=True, slots=True)
class TermCount:
    """One query over a span of days. `place` is the mean place of the results clicked, 1 the first; None without clicks."""

    words: str
    asked: int
    found: int
    clicks: int
    place: float | None
    helped: int
    not_helped: int
    last_on: dt.date


def _between(since: dt.date, until: dt.date, site: str) -> QuerySet[AskedTerm]:
    rows = AskedTerm.objects.filter(on__range=(since, until))
    return rows.filter(site=site) if site else rows


def terms(*, since: dt.date, until: dt.date, site: str = "", most: int = MOST_TERMS) -> list[TermCount]:
    """Return the queries asked most often, days inclusive."""
    return _counted(_between(since, until, site), most)


def zero_terms(*, since: dt.date, until: dt.date, site: str = "", most: int = MOST_TERMS) -> list[TermCount]:
    """Return the queries that found nothing on their last day."""
    return [one for one in _counted(_between(since, until, site).filter(found=0), most) if one.asked]


def _counted(rows: QuerySet[AskedTerm], most: int) -> list[TermCount]:
    grouped = (
        rows.values("words")
        .annotate(
            n=Sum("asked"), c=Sum("clicks"), p=Sum("places"), h=Sum("helped"), m=Sum("not_helped"),
            top=Max("found"), last=Max("on"),
        )
        .order_by("-n", "words")[:most]
    )  # fmt: skip
    return [
        TermCount(
            row["words"], row["n"], row["top"], row["c"], row["p"] / row["c"] if row["c"] else None,
            row["h"], row["m"], row["last"],
        )
        for row in grouped
    ]  # fmt: skip


def answer_figures(*, since: dt.date, until: dt.date, site: str = "") -> Mapping[str, int]:
    """Return asked, zero (asked without result), clicks, first (clicks on the first result), helped, not_helped."""
    rows = _between(since, until, site)
    found = rows.aggregate(
        n_asked=Sum("asked"), n_zero=Sum("asked", filter=Q(found=0)), n_clicks=Sum("clicks"),
        n_first=Sum("first_clicks"), n_helped=Sum("helped"), n_not_helped=Sum("not_helped"),
    )  # fmt: skip
    return {name.removeprefix("n_"): value or 0 for name, value in found.items()}


def keep_days() -> int:
    policy = LogPolicy.objects.first()
    return policy.keep_days if policy else KEEP_DAYS
