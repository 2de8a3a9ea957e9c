"""The register: who may read what of it, filtered, most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from gongkai.base.organisations.queries import OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.rules import Status

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


def applications(
    by: Acting, *, status: str = "", outcome: str = "", column: str = "", words: str = "", mine: bool = False,
    late: bool = False,
) -> QuerySet[Application]:  # fmt: skip
    """Return the register: what is under way by its due day, then what is closed, newest first."""
    rows = readable(by).select_related("agency", "submission", "division", "handler")
    if status == "pending":
        rows = rows.exclude(status=Status.CLOSED)
    elif status:
        rows = rows.filter(status=status)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if column:
        rows = rows.filter(column=column)
    if mine and by.person is not None:
        rows = rows.filter(handler=by.person)
    if late:
        rows = rows.filter(closed_late=True)
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(description__icontains=words) | Q(number__icontains=words)
            | Q(submission__receipt__iexact=words)
        )  # fmt: skip
    closed_last = Case(When(status=Status.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.order_by(closed_last, F("due_on").asc(nulls_first=True), "-closed_on", "-pk")


def application_of(pk: int, by: Acting) -> Application:
    """Return one. Raises OutOfSight for what this person may not read, which is the same as one that is not there."""
    found = readable(by).select_related("agency", "submission__agency", "division", "handler", "repeats").filter(pk=pk)
    application = found.first()
    if application is None:
        raise OutOfSight
    return application


def register_counts(by: Acting) -> dict[str, int]:
    """Return how many stand in each state."""
    rows = readable(by).order_by().values("status").annotate(n=Count("pk", distinct=True))
    return {row["status"]: row["n"] for row in rows}
