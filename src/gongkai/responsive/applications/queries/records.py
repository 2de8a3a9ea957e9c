"""The register of requests to put a record right: who may read what of it, and its own counts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from gongkai.base.organisations.queries import OutOfSight, agencies_where
from gongkai.responsive.applications.models import RecordRequest
from gongkai.responsive.applications.permissions import APPROVE, HANDLE
from gongkai.responsive.applications.rules.records import MATERIAL_NAMES, Material

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.base.vault.queries import SealedFile


def record_requests(by: Acting, *, state: str = "", outcome: str = "", door: str = "") -> QuerySet[RecordRequest]:
    """Return those of the agencies whose applications this person handles or approves, newest first."""
    agencies = agencies_where(by, HANDLE) | agencies_where(by, APPROVE)
    rows = RecordRequest.objects.filter(agency__in=agencies.values("pk")).select_related("agency")
    if state:
        rows = rows.filter(state=state)
    if door:
        rows = rows.filter(door=door)
    return rows.filter(outcome=outcome) if outcome else rows


def record_request(pk: int, by: Acting) -> RecordRequest:
    """Raises OutOfSight."""
    found = record_requests(by).select_related("application__submission", "entered_by", "scan").filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def papers_of(request: RecordRequest) -> list[tuple[str, SealedFile]]:
    """Return the papers that came with it, each with what it is, in the order in which they are numbered at the desk."""
    rows = [(one.get_what_display(), one.file) for one in request.materials.select_related("file")]
    if request.scan is not None:
        rows.append((MATERIAL_NAMES[Material.EVIDENCE], request.scan))
    return [row for row in rows if row[1].destroyed_at is None]


def record_counts(by: Acting, since: dt.date, until: dt.date) -> dict[str, int]:
    """Return how many of those received in a period ended how; "" holds what is under way."""
    rows = record_requests(by).filter(received_on__range=(since, until)).order_by()
    return {row["outcome"]: row["n"] for row in rows.values("outcome").annotate(n=Count("pk"))}
