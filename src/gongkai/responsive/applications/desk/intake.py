"""Entering what came over the counter, by mail or by fax; the slip that the applicant takes home."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import OutOfSight, agencies_where
from gongkai.base.vault.rules import LARGEST_FILE, VaultError
from gongkai.engine.casework.queries import letters_of
from gongkai.law.receipt import ARTICLE
from gongkai.responsive.applications import actions, queries
from gongkai.responsive.applications.desk.after_shared import named
from gongkai.responsive.applications.desk.intake_forms import Sheet
from gongkai.responsive.applications.desk.shared import GET_POST, Kept, attempt, page, sealed_of
from gongkai.responsive.applications.papers.receipt import NAME, receipt_pdf
from gongkai.responsive.applications.permissions import ACCEPT
from gongkai.responsive.applications.queries.parts import is_office
from gongkai.responsive.applications.rules import DESK_DOORS, DOOR_NAMES

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application

SECRETS, PRINTED = "applications-slips", "applications-slip-printed"
PROOF, SCAN = "申请人身份证明", "依申请公开申请材料"


@officer_required
@permission_required(ACCEPT)
@require_http_methods(GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    """Enter a form. What was typed and the chosen scans stay when something is missing or a row is added."""
    agencies = agencies_where(request.acting, ACCEPT).order_by("lineage")
    posted = request.method == "POST"
    sheet = Sheet(request.POST if posted else None, agencies=agencies, initial=_initial(request))
    scans: dict[str, list[Kept]] = {}
    status = 200
    if posted:
        scans = _scans(request, sheet)
        if not sheet.more:
            made: list[actions.Received] = []
            status = attempt_all(sheet, lambda: made.append(_submit(request, sheet, scans)))
            if not status:
                return _entered(request, made[0])
    return page(
        request,
        "new",
        _context(sheet, scans),
        last="登记申请",
        status=status,
    )


def _initial(request: OfficerRequest) -> dict[str, Any]:
    door = request.GET.get("door", "")
    return {"door": door if door in DESK_DOORS else "", "form": "electronic", "method": "post"}


def attempt_all(sheet: Sheet, run: Any) -> int:
    """As `attempt`, for the parts of a sheet: the sentences of the verb stand on top."""
    return attempt(sheet.arrival, run) if sheet.is_valid() else 422


def _scans(request: OfficerRequest, sheet: Sheet) -> dict[str, list[Kept]]:
    """Keep the scans sealed even when the form comes back, so that nobody has to choose them again."""
    kept: dict[str, list[Kept]] = {}
    refused: list[str] = []
    fields = [("scan", SCAN), *((f"proof{place}", PROOF) for place in range(len(sheet.parties)))]
    for field, purpose in fields:
        try:
            kept[field] = sealed_of(request, field, purpose)
        except (FileRefused, VaultError) as error:
            refused.append(str(error))
    if refused and not sheet.more:
        sheet.arrival.is_valid()
        for sentence in refused:
            sheet.arrival.add_error(None, sentence)
    elif refused:
        messages.warning(request, "；".join(refused))
    return kept


def _submit(request: OfficerRequest, sheet: Sheet, scans: dict[str, list[Kept]]) -> actions.Received:
    facts = sheet.facts()
    parties = [
        dataclasses.replace(one, identity_file=scans[f"proof{place}"][0].file if scans.get(f"proof{place}") else None)
        for place, one in enumerate(facts.pop("parties"))
    ]
    files = [one.file for one in scans.get("scan", [])]
    wanted = facts.pop("help_wanted")
    with transaction.atomic():
        received = actions.submit(by=request.acting, parties=parties, files=files, **facts)
        actions.ask_for_help(submission=received.submission, wanted=wanted, by=request.acting)
    return received


def _entered(request: OfficerRequest, received: actions.Received) -> HttpResponseBase:
    """Say what counts, keep the secret for the one slip, show the slip."""
    first = received.submission.applications.order_by("position")[0]
    if received.submission.received_on is None:
        messages.warning(request, "已登记，还没有确认收到。与申请人确认以后，答复期限才开始计算。")
    else:
        messages.success(request, f"已登记，收到日期{received.submission.received_on:%Y年%-m月%-d日}。")
    warning = next((text for text in _warnings(first) if text), "")
    if warning:
        messages.warning(request, warning)
    request.session[SECRETS] = {**request.session.get(SECRETS, {}), str(received.submission.pk): received.secret}
    return redirect("applications:slip", first.pk)


def _warnings(application: Application) -> list[str]:
    """What the law says of the day that counts stands in the step that registered it."""
    step = application.steps.filter(verb="confirm").last()
    return step.text.split("；")[1:] if step is not None else []


def _context(sheet: Sheet, scans: dict[str, list[Kept]]) -> dict[str, Any]:
    doors = [{"name": DOOR_NAMES[one], "confirm": one.channel.needs_confirmation} for one in DESK_DOORS]
    return {
        "sheet": sheet,
        "parties": [
            {
                "form": one,
                "field": f"proof{place}",
                "kept_name": f"proof{place}-kept",
                "kept": scans.get(f"proof{place}", []),
            }
            for place, one in enumerate(sheet.parties)
        ],
        "scans": scans.get("scan", []),
        "doors": doors,
        "article": ARTICLE.citation,
        "largest": LARGEST_FILE,
    }


@officer_required
@permission_required(ACCEPT)
@require_GET
def slip(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The receipt to print; the secret stands on it once, right after the form was entered."""
    application = queries.application_of(pk, request.acting)
    if not is_office(request.acting, application.agency):
        raise OutOfSight
    secrets = dict(request.session.get(SECRETS, {}))
    secret = secrets.pop(str(application.submission_id), "")
    if secret:
        request.session[SECRETS] = secrets
    sub = application.submission
    if secret:  # the PDF of this one page may still bear it
        request.session[PRINTED] = {str(sub.pk): secret}
    context = {
        "application": application,
        "submission": sub,
        "matters": sub.applications.order_by("position"),
        "secret": secret,
        "letters": [one for matter in sub.applications.all() for one in _receipts(matter)],
        "track": request.build_absolute_uri(track_url(sub.receipt)),
        "today": timezone.localdate(),
        "crumbs": [
            {"label": "依申请", "url": reverse("applications:list")},
            {"label": str(application), "url": reverse("applications:detail", args=[pk])},
            {"label": "回执"},
        ],
    }
    return page(request, "slip", context)


def _receipts(application: Application) -> list[Any]:
    """Return the receipts of registration of a matter, to be printed with the slip."""
    rows = letters_of(actions.subject_of(application)).filter(kind="application.receipt", state="issued")
    return list(rows.order_by("pk"))


@officer_required
@permission_required(ACCEPT)
@require_GET
def slip_pdf(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The receipt as PDF; with the secret once, right after the page that showed it."""
    application = queries.application_of(pk, request.acting)
    if not is_office(request.acting, application.agency):
        raise OutOfSight
    sub = application.submission
    secret = request.session.pop(PRINTED, {}).get(str(sub.pk), "")
    track = request.build_absolute_uri(track_url(sub.receipt))
    response = HttpResponse(receipt_pdf(sub, track=track, secret=secret), content_type="application/pdf")
    return named(response, f"{sub.receipt}{NAME}")


def track_url(receipt: str) -> str:
    """The page where an applicant follows a form, with the number filled in; the secret is never in an address."""
    try:
        return f"{reverse('applications_portal:track')}?number={receipt}"
    except NoReverseMatch:  # the public side is not mounted on this installation
        return "/"
