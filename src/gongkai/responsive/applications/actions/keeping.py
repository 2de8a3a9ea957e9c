"""After the end: a wrong row put right, personal data that has served its time taken out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.organisations.queries import check, the_system
from gongkai.base.vault import actions as vault
from gongkai.law.months import add_months
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.actions.shared import required, subject_of
from gongkai.responsive.applications.actions.telling import tell
from gongkai.responsive.applications.models import Application, RecordRequest, Submission
from gongkai.responsive.applications.permissions import APPROVE, Refused
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.keeping import ERASED, PERSONAL, RECORD_PERSONAL, RETENTION_YEARS

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def correct_outcome(*, application: Application, code: str, reason: str, by: Acting) -> Application:
    """Put the outcome of a closed case right for the statistics; the answer that left stays as it is.

    In a year whose report is frozen the figures stay and the correction shows beside them. Raises Refused, NotAllowed.
    """
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("agency", "submission")
        .get(pk=application.pk)
    )
    check(by, APPROVE, found.agency)
    if found.status != Status.CLOSED:
        raise Refused("还没有办结，请在办理中更改。")
    if code not in REPLY_KINDS or code == found.outcome:
        raise Refused("请选择另一种办理结果。")
    old, found.outcome = found.outcome, code
    found.version += 1
    found.save(update_fields=["outcome", "version"])
    events.record(
        tag="applications:application:correct", by=by.actor(APPROVE, found.agency), subject=subject_of(found),
        old={"办理结果": REPLY_KINDS[old].name}, new={"办理结果": REPLY_KINDS[code].name},
        remark=required(reason, "请写明更正的理由。"),
    )  # fmt: skip
    tell(found)
    return found


def erase_due(today: dt.date) -> int:
    """Every night: take personal data out of forms all of whose matters were closed long enough ago; no case is open on them."""
    limit = add_months(today, -12 * RETENTION_YEARS)
    ready = (
        Submission.objects.filter(erased_at__isnull=True, applications__isnull=False)
        .annotate(last=Max("applications__closed_on"))
        .filter(last__lt=limit)
        .exclude(Q(applications__status__in=[one for one in Status if one is not Status.CLOSED]))
        .exclude(Q(applications__challenges__isnull=False) & Q(applications__challenges__result=""))
        .order_by("pk")
    )
    records = RecordRequest.objects.filter(closed_on__lt=limit, erased_at__isnull=True).order_by("pk")
    for one in list(records[:500]):
        _erase_record(one)
    return sum(1 for one in list(ready[:500]) if _erase(one))


@transaction.atomic
def _erase_record(request: RecordRequest) -> None:
    system = the_system("applications")
    scan, request.scan, request.erased_at = request.scan, None, timezone.now()
    request.save(update_fields=["scan", "erased_at"])
    for file in [scan, *(one.file for one in request.materials.select_related("file"))]:
        if file is not None:
            vault.destroy_file(sealed=file, by=system, why=ERASED)
    vault.blank(instance=request, fields=RECORD_PERSONAL, by=system, why=ERASED)


def _erase_words(application: Application) -> None:
    """Empty what was written by and about the applicant; days, stages and outcome stay."""
    rows = [(one, ["text"]) for one in (*application.steps.all(), *application.contacts.all())]
    if hasattr(application, "supplement"):
        rows.append((application.supplement, ["answer"]))
    if hasattr(application, "reason_request"):
        rows.append((application.reason_request, ["answer"]))
    rows += [(one, ["name", "address"]) for one in application.inquiries.all()]
    for row, fields in rows:
        type(row)._base_manager.filter(pk=row.pk).update(**dict.fromkeys(fields, ""))


@transaction.atomic
def _erase(submission: Submission) -> bool:
    found = Submission.objects.select_for_update(of=("self",)).select_related("agency").get(pk=submission.pk)
    if found.erased_at is not None:
        return False
    system = the_system("applications")
    for applicant in found.applicants.all():
        if applicant.identity_file is not None:
            file, applicant.identity_file = applicant.identity_file, None
            applicant.save(update_fields=["identity_file"])
            vault.destroy_file(sealed=file, by=system, why=ERASED)
        vault.blank(instance=applicant, fields=PERSONAL, by=system, why=ERASED)
    for material in found.materials.select_related("file"):
        vault.destroy_file(sealed=material.file, by=system, why=ERASED)
    vault.blank(instance=found, fields=["original"], by=system, why=ERASED)
    found.erased_at = timezone.now()
    found.save(update_fields=["erased_at"])
    for application in found.applications.select_related("agency", "submission"):
        _erase_words(application)
        events.record(
            tag="applications:application:erase", by=system.actor(APPROVE, application.agency),
            subject=subject_of(application), remark=ERASED,
        )  # fmt: skip
    return True
