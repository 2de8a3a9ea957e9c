"""What an agency keeps how long, and whose personal data goes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest

from gongkai.law.months import add_months
from gongkai.responsive.applications.models import Challenge, Keeping, RecordRequest, Submission
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.keeping import RETENTION_SOURCE, RETENTION_YEARS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency

MONTHS = 12


@dataclass(frozen=True)
class Kept:
    """For how many years an agency keeps personal data after a case was closed (None: for ever), and whence that comes."""

    years: int | None
    source: str
    own: Keeping | None = None

    def limit(self, today: dt.date) -> dt.date | None:
        """Return the day before which a case must have been closed for its personal data to go today."""
        return None if self.years is None else add_months(today, -MONTHS * self.years)


def kept_by(agency: Agency) -> Kept:
    row = Keeping.objects.filter(agency=agency).first()
    if row is None:
        return Kept(RETENTION_YEARS, RETENTION_SOURCE)
    return Kept(row.years, row.basis, row)


@dataclass(frozen=True)
class Over:
    """What names somebody and has served its time, each by what its own agency set."""

    forms: QuerySet[Submission]
    records: QuerySet[RecordRequest]
    challenges: QuerySet[Challenge]  # reviews, lawsuits and complaints that concern no application


def over(today: dt.date) -> Over:
    own = list(Keeping.objects.all())
    rest = Q(closed__lt=add_months(today, -MONTHS * RETENTION_YEARS)) & ~Q(agency__in=[one.agency_id for one in own])
    for one in own:
        limit = Kept(one.years, one.basis).limit(today)
        rest |= Q(agency=one.agency_id, closed__lt=limit) if limit else Q(pk__in=[])
    rows = (ended_forms(), ended_records(), ended_challenges())
    return Over(*(one.filter(rest).order_by("pk") for one in rows))  # type: ignore[arg-type]


def ended_forms() -> QuerySet[Submission]:
    """Return the forms that still name somebody and all of whose matters, reviews and lawsuits are over; `closed` is since when."""
    last = Max("applications__closed_on")
    return (
        Submission.objects.filter(erased_at__isnull=True, applications__isnull=False)
        .exclude(Q(applications__status__in=[one for one in Status if one is not Status.CLOSED]))
        .exclude(Q(applications__challenges__isnull=False) & Q(applications__challenges__result=""))
        .annotate(closed=Greatest(last, Coalesce(Max("applications__challenges__result_on"), last)))
    )


def ended_records() -> QuerySet[RecordRequest]:
    """Return the requests for correction that are settled and still name somebody; `closed` is since when."""
    return RecordRequest.objects.filter(erased_at__isnull=True, closed_on__isnull=False).annotate(
        closed=Max("closed_on")
    )


def ended_challenges() -> QuerySet[Challenge]:
    """Return what is decided, concerns no application and still names somebody; `closed` is since when."""
    rows = Challenge.objects.filter(application__isnull=True, result_on__isnull=False, erased_at__isnull=True)
    return rows.annotate(closed=Max("result_on"))


def going_next(agency: Agency, today: dt.date, months: int) -> QuerySet[Submission]:
    """Return the forms whose personal data goes within this many calendar months, the earliest first."""
    limit = kept_by(agency).limit(today)
    if limit is None:
        return Submission.objects.none()
    rows: QuerySet[Any] = ended_forms().filter(agency=agency)
    return rows.filter(closed__lt=add_months(limit, months)).order_by("closed", "pk")
