"""Every night: personal data that has served its time is taken out; days, stages, outcomes and figures stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.files import actions as files
from gongkai.base.organisations.queries import the_system
from gongkai.base.vault import actions as vault
from gongkai.engine.casework import actions as casework
from gongkai.responsive.applications.actions.challenging import subject_of_challenge
from gongkai.responsive.applications.actions.records import subject_of_record
from gongkai.responsive.applications.actions.shared import subject_of
from gongkai.responsive.applications.models import Application, Challenge, Given, RecordRequest, Submission
from gongkai.responsive.applications.permissions import APPROVE
from gongkai.responsive.applications.queries.keeping import over
from gongkai.responsive.applications.rules.keeping import ERASED, PERSONAL, RECORD_PERSONAL, without_names

if TYPE_CHECKING:
    import datetime as dt

MOST_A_NIGHT = 500
PEOPLE = ("name", "representative", "contact", "agent")


def erase_due(today: dt.date) -> int:
    """Take personal data out of forms all of whose matters were closed long enough ago; no case is open on them.

    How long that is, each agency sets; see queries.keeping. Returns how many forms.
    """
    ended = over(today)
    for request in list(ended.records[:MOST_A_NIGHT]):
        _erase_record(request)
    for case in list(ended.challenges.select_related("agency")[:MOST_A_NIGHT]):
        _erase_challenge(case)
    return sum(1 for form in list(ended.forms[:MOST_A_NIGHT]) if _erase(form))


@transaction.atomic
def _erase_record(request: RecordRequest) -> None:
    system = the_system("applications")
    scan, request.scan, request.erased_at = request.scan, None, timezone.now()
    request.save(update_fields=["scan", "erased_at"])
    for file in [scan, *(one.file for one in request.materials.select_related("file"))]:
        if file is not None:
            vault.destroy_file(sealed=file, by=system, why=ERASED)
    casework.erase_letters(subject=subject_of_record(request), why=ERASED, by=system)
    vault.blank(instance=request, fields=RECORD_PERSONAL, by=system, why=ERASED)


@transaction.atomic
def _erase_challenge(case: Challenge) -> None:
    system = the_system("applications")
    told = {name: without_names(getattr(case, name), {case.who}) for name in ("claims", "result_text", "measures")}
    Challenge.objects.filter(pk=case.pk).update(**told, erased_at=timezone.now())
    with suppress(events.NothingToShred):
        events.shred(subject=subject_of_challenge(case), by=system.actor(APPROVE, case.agency), remark=ERASED)
    vault.blank(instance=case, fields=["who"], by=system, why=ERASED)


@transaction.atomic
def _erase(submission: Submission) -> bool:
    found = Submission.objects.select_for_update(of=("self",)).select_related("agency").get(pk=submission.pk)
    if found.erased_at is not None:
        return False
    matters = list(found.applications.select_related("agency", "submission"))
    names = _names(found, matters)
    for one in matters:
        _erase_matter(one, names)
    _erase_people(found)
    found.erased_at = timezone.now()
    found.save(update_fields=["erased_at"])
    return True


def _names(form: Submission, matters: Iterable[Application]) -> set[str]:
    """Return every name that stands sealed in a form: applicants and who acts for them, third parties, who sued."""
    found = {getattr(one, name) for one in form.applicants.all() for name in PEOPLE}
    for one in matters:
        found |= {inquiry.name for inquiry in one.inquiries.all()} | {case.who for case in one.challenges.all()}
    return {name for name in found if name}


def _erase_people(form: Submission) -> None:
    system = the_system("applications")
    for applicant in form.applicants.all():
        file, applicant.identity_file, applicant.postal_code = applicant.identity_file, None, ""
        applicant.left_reason = ""
        applicant.save(update_fields=["identity_file", "postal_code", "left_reason"])
        if file is not None:
            vault.destroy_file(sealed=file, by=system, why=ERASED)
        vault.blank(instance=applicant, fields=PERSONAL, by=system, why=ERASED)
    for material in form.materials.select_related("file"):
        vault.destroy_file(sealed=material.file, by=system, why=ERASED)
    vault.blank(instance=form, fields=["original"], by=system, why=ERASED)


def _erase_matter(application: Application, names: set[str]) -> None:
    """Empty what was written by and about the applicant; in what stays of the record, names are taken out."""
    for row, sealed in _sealed(application):
        type(row)._base_manager.filter(pk=row.pk).update(**dict.fromkeys(sealed, ""))
    application.challenges.update(erased_at=timezone.now())
    for row, words in _words(application):
        told = {name: without_names(getattr(row, name), names) for name in words}
        changed = {name: text for name, text in told.items() if text != getattr(row, name)}
        if changed:
            type(row)._base_manager.filter(pk=row.pk).update(**changed)
    _erase_given(application)
    system = the_system("applications")
    casework.erase_letters(subject=subject_of(application), why=ERASED, by=system)
    actor = system.actor(APPROVE, application.agency)
    for subject in (subject_of(application), *(subject_of_challenge(one) for one in application.challenges.all())):
        with suppress(events.NothingToShred):
            events.shred(subject=subject, by=actor, remark=ERASED)
    events.record(tag="applications:application:erase", by=actor, subject=subject_of(application), remark=ERASED)


def _erase_given(application: Application) -> None:
    """Let go of the files that were given out; one that is public, or given in another case too, stays for that."""
    for one in Given.objects.filter(decision__application=application, file__isnull=False).select_related("file"):
        file = one.file
        if file is not None:
            Given.objects.filter(pk=one.pk).update(file=None, sha256=file.sha256)
            files.purge_if_unused(file=file)


Columns = tuple[models.Model, Sequence[str]]


def _sealed(application: Application) -> Iterator[Columns]:
    yield from ((one, ["text"]) for one in (*application.steps.all(), *application.contacts.all()))
    if hasattr(application, "supplement"):
        yield application.supplement, ["answer"]
    if hasattr(application, "reason_request"):
        yield application.reason_request, ["answer"]
    yield from ((one, ["name", "address"]) for one in application.inquiries.all())
    yield from ((one, ["who"]) for one in application.challenges.all())
    yield from ((one, ["findings_json"]) for one in Given.objects.filter(decision__application=application))


def _words(application: Application) -> Iterator[Columns]:
    """Return what was written about a matter in the open: what was asked for, thought, found and answered."""
    rows: tuple[tuple[Iterable[Any], Sequence[str]], ...] = (
        ([application], ("title", "description")),
        (application.steps.all(), ("public",)),
        (application.opinions.all(), ("question", "answer")),
        (application.counsels.all(), ("question", "answer")),
        (application.meetings.all(), ("conclusion",)),
        (application.searches.all(), ("place", "words", "result")),
        (application.inquiries.all(), ("about", "reason")),
        (application.extensions.all(), ("reason", "remark")),
        (application.decisions.all(), ("reason", "where", "withheld", "severable", "override", "opinion")),
        (Given.objects.filter(decision__application=application), ("name",)),
        (application.challenges.all(), ("claims", "result_text", "measures")),
        ([application.supplement] if hasattr(application, "supplement") else [], ("wanted",)),
        ([application.reason_request] if hasattr(application, "reason_request") else [], ("facts", "finding")),
        ([application.fee] if hasattr(application, "fee") else [], ("waived_reason",)),
        (application.orders.all(), ("terms",)),
        (application.links.all(), ("why",)),
    )
    yield from ((row, names) for found, names in rows for row in found)
