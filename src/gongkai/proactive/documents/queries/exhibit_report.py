"""How varied is what is public: the share of documents with a chart, timeline, map or cards (R269)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from gongkai.proactive.documents.models import Exhibit
from gongkai.proactive.documents.queries.reports import public_documents
from gongkai.proactive.documents.rules.exhibits import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.organisations.queries import Acting


@dataclass(frozen=True)
class ExhibitRate:
    """One agency or one category: how many are public, how many of them show something, by kind of exhibit."""

    name: str
    key: str
    total: int
    shown: int
    kinds: dict[str, int]

    @property
    def rate(self) -> float:
        return round(100 * self.shown / self.total, 1) if self.total else 0.0

    @property
    def cells(self) -> list[int]:
        return [self.kinds.get(kind, 0) for kind in KINDS]


def released(
    by: Acting, *, since: dt.date, until: dt.date, agency: str = "", category: str = "", kind: str = ""
) -> QuerySet[Any]:
    """Return what first became public between two days, with `shown`: whether its present edition has an exhibit.

    With `kind`, `shown` asks for an exhibit of that kind.
    """
    standing = Exhibit.objects.filter(edition=OuterRef("edition_id"), public=True)
    releases = public_documents(by, agency).filter(
        first_published_at__date__gte=since, first_published_at__date__lte=until
    )
    if category:
        releases = releases.filter(category=category)
    return releases.annotate(shown=Exists(standing.filter(kind=kind) if kind else standing))


def rates_by(releases: QuerySet[Any], what: str) -> list[ExhibitRate]:
    """Return one row an agency («agency») or a category («category»), most documents first. Three queries."""
    names = ("agency__name", "agency__code") if what == "agency" else ("category", "category")
    totals = Counter(_counted(releases, names))
    shown = Counter(_counted(releases.filter(shown=True), names))
    kinds: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    rows = Exhibit.objects.filter(public=True, edition__in=releases.order_by().values("edition_id"))
    held = [f"edition__release__{name}" for name in names]
    for name, key, kind, count in (
        rows.order_by().values_list(*held, "kind").annotate(count=Count("edition", distinct=True))
    ):
        kinds[name, key][kind] += count
    found = [
        ExhibitRate(name or "未分类", key, total, shown[name, key], dict(kinds[name, key]))
        for (name, key), total in totals.items()
    ]
    return sorted(found, key=lambda one: (-one.total, one.name))


def _counted(releases: QuerySet[Any], names: Sequence[str]) -> dict[tuple[str, str], int]:
    rows = releases.order_by().values_list(*names).annotate(count=Count("pk"))
    return {(name, key): count for name, key, count in rows}
