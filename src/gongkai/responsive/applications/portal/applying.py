"""Applying: one long calm page, a page of review, a receipt. Works without script; what was typed goes along in the form.

Nothing personal lies in a cookie or a browser's storage. Files are sealed as they arrive and go after some days unless sent.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.base.vault import actions as vault
from gongkai.responsive.applications import actions, rules
from gongkai.responsive.applications.actions.drafts import drop_draft
from gongkai.responsive.applications.portal import receipts
from gongkai.responsive.applications.portal.keeping import NotOpened, reopened, save, take_files
from gongkai.responsive.applications.portal.pages import divided, form_page, original, review_page
from gongkai.responsive.applications.portal.shared import agencies_of, applicant, shut
from gongkai.responsive.applications.portal.typed import Typed, blank, defects, new_party, read
from gongkai.responsive.applications.portal.uploads import take_in_memory
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.rules.intake import MOST_MATTERS, MOST_PARTIES
from gongkai.responsive.applications.rules.window import SEND_SECONDS, SEND_TRIES


@csrf_exempt  # checked below: the files must find their place in memory before anything reads the form
@shut
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponseBase:
    take_in_memory(request)
    return _apply(request)


@csrf_protect
def _apply(request: HttpRequest) -> HttpResponseBase:
    agencies = {one.code: one for one in agencies_of(request)}
    if request.method != "POST":
        wanted = request.GET.get("agency", "")
        response = form_page(request, blank(wanted if wanted in agencies else ""), agencies)
        response.may_be_found = not request.GET  # type: ignore[attr-defined]
        return response
    verb, _, which = request.POST.get("verb", "check").partition(":")
    if verb == "open-draft":
        return _go_on(request, agencies)
    typed = read(request.POST)
    if verb == "send" and (sent := receipts.sent_before(typed.token)):
        return receipts.again(request, sent)
    errors = take_files(request, typed, typed.parties, "附件")
    if verb in {"check", "send"} or (request.POST.get("step") == "review" and verb != "edit"):
        _change(typed, verb, which)
        errors |= defects(typed, agencies)
        if errors:
            return form_page(request, typed, agencies, errors)
        return _send(request, typed, agencies) if verb == "send" else review_page(request, typed, agencies)
    if verb == "save-draft":
        return form_page(request, typed, agencies, errors, saved=save(typed))
    _change(typed, verb, which)
    return form_page(request, typed, agencies, errors, at=_place(verb, which, typed))


def _go_on(request: HttpRequest, agencies: dict[str, Any]) -> HttpResponse:
    """Open a draft by its code."""
    try:
        typed_before, code = reopened(request)
    except NotOpened as error:
        return form_page(request, blank(), agencies, {"draft_code": str(error)})
    typed = read(typed_before)
    typed.draft = code
    return form_page(request, typed, agencies)


def _change(typed: Typed, verb: str, which: str) -> None:
    """Do what a button of the form says: one more, one less, another agency, the parts of a text."""
    place = int(which) - 1 if which.isascii() and which.isdigit() else -1
    match verb:
        case "agency":
            typed.agency, typed.agency_words = which[:40], ""
        case "add-matter" if len(typed.matters) < MOST_MATTERS:
            typed.matters.append(Matter(""))
        case "drop-matter" if 0 <= place < len(typed.matters) and len(typed.matters) > 1:
            del typed.matters[place]
        case "split" if 0 <= place < len(typed.matters):
            typed.matters[place : place + 1] = divided(typed.matters[place])
        case "add-party" if len(typed.parties) < MOST_PARTIES:
            typed.parties.append(new_party())
        case "drop-party" if 0 < place < len(typed.parties):
            del typed.parties[place]
        case _:
            pass


def _place(verb: str, which: str, typed: Typed) -> str:
    """Return the id of the field where the reader goes on after a button."""
    return {
        "add-matter": f"m{len(typed.matters)}-title",
        "drop-matter": "m1-title",
        "split": f"m{which}-title",
        "add-party": f"p{len(typed.parties)}-name",
        "drop-party": "p1-name",
        "find": "agency",
        "agency": "agency",
    }.get(verb, "")


def _send(request: HttpRequest, typed: Typed, agencies: dict[str, Any]) -> HttpResponse:
    """Check that a person sends it, then take it in once; everything stays on the page where that fails."""
    try:
        guard.count("apply", guard_queries.address_of(request), limit=SEND_TRIES, seconds=SEND_SECONDS)
        guard.check(request, "apply")
    except guard.TooMany as error:
        return review_page(request, typed, agencies, refused=str(error))
    except guard.GuardRefused as error:
        if sent := receipts.sent_before(typed.token):  # a second press on the button, a moment after the first
            return receipts.again(request, sent)
        return review_page(request, typed, agencies, guard_error=str(error))
    try:
        received = _taken_in(typed, agencies[typed.agency])
    except actions.Refused as error:
        if sent := receipts.sent_before(typed.token):  # the same form came in by another request at the same moment
            return receipts.again(request, sent)
        return review_page(request, typed, agencies, refused=str(error))
    return receipts.shown(request, received.submission, received.secret)


@transaction.atomic
def _taken_in(typed: Typed, agency: Any) -> actions.Received:
    received = actions.submit(
        agency=agency, door=rules.Door.WEB.value, form=typed.form, method=typed.method, matters=typed.matters,
        parties=[one.party() for one in typed.parties], by=applicant(), files=[one.file for one in typed.files],
        original=original(typed, agency.name), external_id=receipts.name_of(typed.token), complete=True,
    )  # fmt: skip
    actions.ask_for_help(submission=received.submission, wanted=typed.help_wanted, by=applicant())
    vault.keep_for_good(files=typed.all_files(), by=applicant())
    if typed.draft:
        drop_draft(code=typed.draft)
    return received
