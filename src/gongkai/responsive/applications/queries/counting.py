"""Facts of number and frequency about one applicant at one agency: dates and numbers only, nothing is scored."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.law.months import month_of
from gongkai.responsive.applications.models import Applicant, Application
from gongkai.responsive.applications.rules.outcomes import ENDED

if TYPE_CHECKING:
    from django.db.models import QuerySet


def by_same_applicant(application: Application) -> QuerySet[Application]:
    """Return all received matters of this agency that an applicant of this form handed in, this one among them, oldest first."""
    prints = Applicant.objects.filter(submission=application.submission_id).exclude(fingerprint="")
    marks = list(prints.values_list("fingerprint", flat=True))
    forms = Applicant.objects.filter(fingerprint__in=marks).values("submission")
    same = Q(submission__in=forms) if marks else Q(submission=application.submission_id)
    rows = Application.objects.filter(same, agency=application.agency_id, received_on__isnull=False)
    return rows.order_by("received_on", "pk")


def already_this_month(application: Application) -> int:
    """Return how many matters of this applicant came before this one in its calendar month at this agency.

    Those taken back do not count: 国办函〔2020〕109号 does not say, and so the count that favours the applicant is used.
    """
    assert application.received_on is not None
    first, last = month_of(application.received_on)
    rows = by_same_applicant(application).filter(received_on__range=(first, last)).exclude(outcome=ENDED)
    before = Q(received_on__lt=application.received_on) | Q(received_on=application.received_on, pk__lt=application.pk)
    return rows.filter(before).count()


def frequency(application: Application, *, since: dt.date) -> list[Application]:
    """Return what the same applicant asked for since a day, for the notice that asks for reasons."""
    return list(by_same_applicant(application).filter(received_on__gte=since).exclude(pk=application.pk))
