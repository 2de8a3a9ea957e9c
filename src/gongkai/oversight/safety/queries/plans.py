"""Plans with their contact tree, drills."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from gongkai.base.organisations.queries import Acting, OutOfSight
from gongkai.law.months import add_months
from gongkai.oversight.safety.models import Contact, Drill, Plan, PlanVersion
from gongkai.oversight.safety.permissions import agencies_read
from gongkai.oversight.safety.rules import DrillState
from gongkai.oversight.safety.rules.plans import DRILL_MONTHS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency


def plans(by: Acting) -> QuerySet[Plan]:
    return Plan.objects.filter(agency__in=agencies_read(by)).select_related("agency")


def plan_of(pk: int, by: Acting) -> Plan:
    """Raises OutOfSight for one of strangers."""
    found = plans(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def plan_for(agency: Agency) -> PlanVersion | None:
    """Return the newest version of the plan that holds for an agency: its own, else the nearest above it."""
    codes = agency.lineage_codes()
    rows = PlanVersion.objects.filter(plan__agency__code__in=codes).select_related("plan__agency")
    return max(rows, key=lambda row: (codes.index(row.plan.agency.code), row.at), default=None)


def tree(plan: Plan) -> list[tuple[int, Contact]]:
    """Return the contacts from the top down, each with its depth. Who calls each other in a ring stands at the top."""
    everybody = list(plan.contacts.all())
    below: dict[int | None, list[Contact]] = {}
    for one in everybody:
        below.setdefault(one.above_id, []).append(one)
    found: list[tuple[int, Contact]] = []
    _walk(None, 0, below, found)
    reached = {one.pk for _, one in found}
    return found + [(0, one) for one in everybody if one.pk not in reached]


def _walk(
    above: int | None, depth: int, below: dict[int | None, list[Contact]], found: list[tuple[int, Contact]]
) -> None:
    for one in below.get(above, []):
        found.append((depth, one))
        _walk(one.pk, depth + 1, below, found)


def tree_facts(plan: Plan) -> list[dict[str, Any]]:
    """Return the tree as it is kept with a version."""
    return [
        {"depth": depth, "role": one.get_role_display(), "name": one.name, "post": one.post, "phone": one.phone}
        for depth, one in tree(plan)
    ]


def drills(by: Acting, *, state: str = "") -> QuerySet[Drill]:
    rows = Drill.objects.filter(agency__in=agencies_read(by)).select_related("agency", "plan")
    return rows.filter(state=state) if state else rows


def drill_of(pk: int, by: Acting) -> Drill:
    """Raises OutOfSight for one of strangers."""
    found = drills(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def undrilled(by: Acting, today: dt.date) -> list[Plan]:
    """Return the plans that nobody drilled for too long, and for which no drill is set."""
    since = add_months(today, -DRILL_MONTHS)
    rows = plans(by).prefetch_related("drills", "versions")
    return [
        plan
        for plan in rows
        if min(one.issued_on for one in plan.versions.all()) < since
        and not any(_counts(one, since) for one in plan.drills.all())
    ]


def _counts(drill: Drill, since: dt.date) -> bool:
    return drill.state == DrillState.PLANNED or (drill.held_on is not None and drill.held_on >= since)
