"""Contests: who may score what, and the order that results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.base.organisations.queries import acting
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State
from gongkai.oversight.outreach.models import Contest
from gongkai.oversight.outreach.permissions import agencies_managed, agencies_read
from gongkai.oversight.outreach.rules import ranked
from gongkai.oversight.outreach.rules.contests import Place
from gongkai.proactive.interpretation.rules import KIND as INTERPRETATION

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Release
    from gongkai.oversight.outreach.models import ContestEntry, Juror


def contests(by: Acting) -> QuerySet[Contest]:
    """Return the contests this person organises, reads, may enter in, or scores in.

    A contest is open to everybody below its organiser; one of a government's office to all agencies of that government.
    """
    lineages = agencies_read(by).values_list("lineage", flat=True)
    above = {code for lineage in lineages for code in lineage.split("/") if code}
    sight = Q(agency__in=agencies_read(by).values("pk")) | Q(agency__code__in=above)
    sight |= Q(agency__kind="office", agency__parent__code__in=above)
    if by.person is not None:
        sight |= Q(jurors__person=by.person)
    return Contest.objects.filter(sight).select_related("agency", "item").distinct()


def to_enter(contest: Contest, by: Acting) -> QuerySet[Release]:
    """Return the public interpretations that this person may still recommend: of agencies looked after, newest first."""
    entered = contest.entries.values("interpretation")
    rows = publishing.public_releases().filter(kind=INTERPRETATION, agency__in=agencies_managed(by).values("pk"))
    return rows.exclude(item__in=entered).order_by("-published_at")


def conflict(juror: Juror, entry: ContestEntry) -> bool:
    """Return whether the juror must stay away: any post today in the agency that wrote or issued the interpretation."""
    posts = {grant.agency_id for grant in acting(juror.person).grants}
    written = getattr(entry.interpretation, "interpretation", None)
    homes = {entry.agency_id, entry.interpretation.agency_id}
    if written is not None:
        homes.add(written.drafting_agency_id)
    return bool(posts & homes)


def placed(contest: Contest) -> list[Place]:
    rows = contest.entries.select_related("agency", "interpretation").prefetch_related("scores")
    return ranked((entry, [score.total for score in entry.scores.all()]) for entry in rows)


def edition_of(contest: Contest) -> Edition:
    rows = contest.item.editions.select_related("item__agency")  # type: ignore[union-attr]  # asked only with a result
    found: Edition = rows.exclude(state=State.DISCARDED).order_by("-number")[0]
    return found
