"""Reviews, lawsuits and complaints: the register, and what they add up to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse

from gongkai.base.organisations.queries import OutOfSight, agencies_where, subtree
from gongkai.base.organisations.rules import Permission
from gongkai.responsive.applications.models import Bulletin, Challenge
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.rules.challenges import CAUSE_NAMES, KIND_NAMES, RESULT_NAMES, Result
from gongkai.responsive.applications.rules.facts import Fact

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

SUBJECT_TYPE = "applications.challenge"
READS = (Permission.APPLICATIONS_CHALLENGE, READ)


def challenges(by: Acting, *, kind: str = "", result: str = "", words: str = "") -> QuerySet[Challenge]:
    """Return what this person may read; `result` may be "open"."""
    agencies = {pk for one in READS for pk in agencies_where(by, one).values_list("pk", flat=True)}
    rows = Challenge.objects.filter(agency__in=agencies).select_related("agency", "application", "order")
    if kind:
        rows = rows.filter(kind=kind)
    if result == "open":
        rows = rows.filter(result="")
    elif result:
        rows = rows.filter(result=result)
    if words:
        rows = rows.filter(Q(number__icontains=words) | Q(claims__icontains=words) | Q(body__icontains=words))
    return rows


def challenge_of(pk: int, by: Acting) -> Challenge:
    """Return one. Raises OutOfSight."""
    found = challenges(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def bulletins(by: Acting) -> QuerySet[Bulletin]:
    """Return the notices of the own agencies and of those above them: they are for everybody below."""
    lineages = agencies_where(by, READ).values_list("lineage", flat=True)
    codes = {code for lineage in lineages for code in lineage.split("/") if code}
    return Bulletin.objects.filter(agency__code__in=codes).select_related("agency")


def challenge_fact(challenge: Challenge) -> Fact:
    """Return what table 四 counts of a case."""
    return Fact(
        kind=challenge.kind, subject_type=SUBJECT_TYPE, subject_id=str(challenge.pk), agency_id=challenge.agency_id,
        column="", row=challenge.result, received_on=challenge.filed_on, closed_on=challenge.result_on, days=None,
        late=False, label=str(challenge), url=reverse("applications:challenge", args=[challenge.pk]),
    )  # fmt: skip


def figures(agency: Agency, since: dt.date, until: dt.date) -> dict[str, dict[str, int]]:
    """Return cases filed in a period in this agency and below, by kind, by result, and corrections by cause."""
    rows = Challenge.objects.filter(agency__in=subtree(agency), filed_on__range=(since, until)).order_by()
    kinds = dict(rows.values_list("kind").annotate(n=Count("pk")))
    results = dict(rows.values_list("result").annotate(n=Count("pk")))
    causes = dict(rows.filter(result=Result.CORRECTED).values_list("cause").annotate(n=Count("pk")))
    return {
        "种类": {name: kinds.get(key, 0) for key, name in KIND_NAMES.items()},
        "结果": {name: results.get(key, 0) for key, name in (*RESULT_NAMES.items(), ("", "尚未审结"))},
        "纠错原因": {name: causes[key] for key, name in CAUSE_NAMES.items() if key in causes},
    }
