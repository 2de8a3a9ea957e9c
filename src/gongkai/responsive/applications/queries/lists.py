"""The register: who may read what of it, filtered, most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from gongkai.base.organisations.queries import OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.permissions import READ

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.queries import Acting


def readable(by: Acting) -> QuerySet[Application]:
    """Return what this person may read: of own agencies, and of those below where a post reaches down.

    Drafters and heads of division see only what their division was asked or given: the office is the one door.
    """
    rows = Application.objects.filter(agency__in=agencies_where(by, READ))
    if by.system or any(by.may_anywhere(one) for one in OFFICE):
        return rows
    divisions = {grant.division_id for grant in by.grants if grant.division_id is not None}
    return rows.filter(Q(division__in=divisions) | Q(opinions__division__in=divisions)).distinct()


OFFICE = (
    Permission.APPLICATIONS_HANDLE,
    Permission.APPLICATIONS_ACCEPT,
    Permission.APPLICATIONS_APPROVE,
    Permission.APPLICATIONS_COUNSEL,
    Permission.EVENTS_READ,
    Permission.DOCUMENTS_APPROVE_ATTRIBUTE,
)


def application_of(pk: int, by: Acting) -> Application:
    """Return one. Raises OutOfSight for what this person may not read, which is the same as one that is not there."""
    found = readable(by).select_related("agency", "submission__agency", "division", "handler", "repeats").filter(pk=pk)
    application = found.first()
    if application is None:
        raise OutOfSight
    return application


def register_counts(by: Acting) -> dict[str, int]:
    """Return how many stand in each state."""
    rows = readable(by).order_by()
    counts = rows.values("status").annotate(n=Count("pk", distinct=rows.query.distinct))
    return {row["status"]: row["n"] for row in counts}
