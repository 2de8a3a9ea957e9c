"""Incidents a person may see, and by which plan their level is judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from gongkai.base.organisations.queries import Acting, OutOfSight
from gongkai.oversight.safety.models import Incident, Inspection, Measure
from gongkai.oversight.safety.models.incidents import IS_WAITING
from gongkai.oversight.safety.permissions import agencies_read, readable
from gongkai.oversight.safety.queries.plans import plan_for
from gongkai.oversight.safety.rules import LEVEL_SOURCE, LevelRule
from gongkai.oversight.safety.rules.incidents import level_rules

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency

NUMBER = re.compile(r"^AQ\d{4}-0*(\d{1,9})$", re.IGNORECASE)


def incidents(by: Acting, *, kind: str = "", state: str = "", level: str = "", words: str = "") -> QuerySet[Incident]:
    """Return what this person may see; `state` "waiting" is all that is open."""
    rows = Incident.objects.filter(readable(by)).select_related("agency", "site__agency")
    if state:
        rows = rows.filter(IS_WAITING if state == "waiting" else Q(state=state))
    if kind:
        rows = rows.filter(kind=kind)
    if level:
        rows = rows.filter(level=level)
    if found := NUMBER.match(words):
        return rows.filter(pk=int(found[1]))
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(detail__icontains=words) | Q(account__icontains=words))
    return rows


def incident_of(pk: int, by: Acting) -> Incident:
    """Raises OutOfSight for one of strangers."""
    found = incidents(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def levels_of(agency: Agency) -> tuple[tuple[LevelRule, ...], str]:
    """Return the levels that hold for an agency, and where they are from: its plan, one above it, or the platform."""
    version = plan_for(agency)
    if version is None:
        return level_rules(None), LEVEL_SOURCE
    return level_rules(version.levels), f"{version.plan.agency.label}《{version.plan.title}》第{version.number}版"


def measures(by: Acting) -> QuerySet[Measure]:
    """Return the measures that are still to be done, the soonest first."""
    pks = agencies_read(by)
    seen = Q(incident__agency__in=pks) | Q(incident__site__agency__in=pks) | Q(drill__agency__in=pks)
    rows = Measure.objects.filter(seen, done_at__isnull=True, dropped_at__isnull=True)
    return rows.select_related("incident", "drill")


def last_inspection() -> Inspection | None:
    return Inspection.objects.filter(ended_at__isnull=False).first()
