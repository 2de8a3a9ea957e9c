"""Joint issuers: which of them work on this platform, what was sent to them, and what one of them may see."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import OutOfSight, agencies_where, agency_model, holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.queries import calendar
from gongkai.proactive.documents.models import CountersignRequest
from gongkai.proactive.documents.rules.countersigns import BEFORE_SIGNATURE, COUNTERSIGN_DAYS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document

SIGNS = Permission.DOCUMENTS_SIGN


def on_platform(name: str) -> Agency | None:
    """Return the agency of this name if somebody here can sign for it; None for an agency outside the platform."""
    found = agency_model().objects.filter(name=name).first()
    return found if found is not None and holders(SIGNS, found) else None


def due_day(today: dt.date) -> dt.date:
    """Return the last day for an answer: working days by the same calendar as every clock."""
    return calendar().add_working_days(today, COUNTERSIGN_DAYS).due


def requests_for(by: Acting) -> QuerySet[CountersignRequest]:
    """Return what was ever sent to the agencies for which this person signs, the open ones by day due."""
    rows = CountersignRequest.objects.select_related("agency", "document__item__agency", "document__drafting_agency")
    return rows.filter(agency__in=agencies_where(by, SIGNS).values("pk"))


def waiting(by: Acting) -> QuerySet[CountersignRequest]:
    """Return what can be countersigned now: a draft that went back is not asked for until it comes again."""
    return requests_for(by).filter(closed_at__isnull=True, document__status__in=BEFORE_SIGNATURE)


def request_for(pk: int, by: Acting) -> CountersignRequest:
    """Return one request. Raises OutOfSight for another agency's."""
    found = requests_for(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def requests_of(document: Document) -> dict[str, CountersignRequest]:
    """Return the latest request to each agency, by the agency's name."""
    rows = CountersignRequest.objects.filter(document=document).select_related("agency").order_by("pk")
    return {row.agency.name: row for row in rows}


def overdue(today: dt.date) -> QuerySet[CountersignRequest]:
    return CountersignRequest.objects.filter(
        closed_at__isnull=True, due_on__lt=today, document__status__in=BEFORE_SIGNATURE
    ).select_related("agency", "document__item")
