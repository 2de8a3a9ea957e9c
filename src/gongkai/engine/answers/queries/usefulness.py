"""What readers said of answers, by document: which texts answer well and which need an interpretation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from gongkai.base.organisations.queries import agencies_where, agency_model, site_model
from gongkai.base.organisations.rules import Permission
from gongkai.engine.answers.models import Usefulness
from gongkai.engine.answers.rules import WANTED_NAMES, Wanted
from gongkai.engine.publishing.queries import public_releases

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release

MOST = 200


@dataclass(frozen=True)
class Opinion:
    """One document and one kind of question, with what was said in the time asked for."""

    release: Release
    wanted: str
    helpful: int
    unhelpful: int

    @property
    def share(self) -> float:
        return self.helpful / (self.helpful + self.unhelpful)


def overseen(by: Acting) -> QuerySet[Agency]:
    """Return the agencies whose answers a person looks after: their own, and all that their agency's sites show."""
    own = agencies_where(by, Permission.SEARCH_MANAGE)
    wide = site_model().objects.filter(agency__in=own, whole_tree=True).select_related("agency")
    shown = Q(pk__in=own.values("pk"))
    for site in wide:
        shown |= Q(lineage__startswith=site.agency.lineage)
    return agency_model().objects.filter(shown)


def opinions(*, since: dt.date, until: dt.date, agencies: QuerySet[Agency]) -> Sequence[Opinion]:
    """Return the opinions of what these agencies have published and what is still public, the least helpful first."""
    rows = (
        Usefulness.objects.filter(day__range=(since, until))
        .values("key", "wanted")
        .annotate(yes=Sum("helpful"), no=Sum("unhelpful"))
        .order_by("-no", "key")[:MOST]
    )
    known = {
        one.key: one for one in public_releases().filter(key__in=[row["key"] for row in rows], agency__in=agencies)
    }
    found = [
        Opinion(known[row["key"]], WANTED_NAMES[Wanted(row["wanted"])], row["yes"], row["no"])
        for row in rows
        if row["key"] in known and row["yes"] + row["no"]
    ]
    return sorted(found, key=lambda one: (one.share, -one.unhelpful))
