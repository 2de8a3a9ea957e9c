"""Having a record about oneself put right (条例第四十一条): the form, its review, the receipt, as for an application."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.base.vault import actions as vault
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.drafts import drop_draft
from gongkai.responsive.applications.portal import record_pages as pages
from gongkai.responsive.applications.portal.keeping import NotOpened, reopened, save, take_files
from gongkai.responsive.applications.portal.record_typed import TypedRecord, blank, defects, read
from gongkai.responsive.applications.portal.shared import agencies_of, applicant, page, shut
from gongkai.responsive.applications.portal.uploads import take_in_memory
from gongkai.responsive.applications.rules.window import SEND_SECONDS, SEND_TRIES


@shut
@require_GET
def guide(request: HttpRequest) -> HttpResponseBase:
    """What the article covers and what not; it may be found and read by everybody."""
    response = page(
        request, "record_guide", pages.guide_context() | {"canonical": request.build_absolute_uri(request.path)}
    )
    response.may_be_found = True  # type: ignore[attr-defined]
    return response


@csrf_exempt  # checked below: the files must find their place in memory before anything reads the form
@shut
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    take_in_memory(request)
    return _ask(request)


@csrf_protect
def _ask(request: HttpRequest) -> HttpResponseBase:
    agencies = {one.code: one for one in agencies_of(request)}
    if request.method != "POST":
        wanted = request.GET.get("agency", "")
        response = pages.form_page(request, blank(wanted if wanted in agencies else ""), agencies)
        response.may_be_found = not request.GET  # type: ignore[attr-defined]
        return response
    verb = request.POST.get("verb", "check")
    if verb == "open-draft":
        return _go_on(request, agencies)
    typed = read(request.POST)
    if verb == "send" and (sent := pages.sent_before(typed.token)):
        return pages.receipt(request, sent)
    errors = take_files(request, typed, [typed.party], "证据材料")
    if verb in {"check", "send"}:
        errors = defects(typed, agencies) | errors
        if errors:
            return pages.form_page(request, typed, agencies, errors)
        return _send(request, typed, agencies) if verb == "send" else pages.review_page(request, typed, agencies)
    if verb == "save-draft":
        return pages.form_page(request, typed, agencies, errors, saved=save(typed))
    return pages.form_page(request, typed, agencies, errors, at="agency" if verb == "find" else "")


def _go_on(request: HttpRequest, agencies: dict[str, Any]) -> HttpResponse:
    """Open a draft by its code."""
    try:
        typed_before, code = reopened(request, "record")
    except NotOpened as error:
        return pages.form_page(request, blank(), agencies, {"draft_code": str(error)})
    typed = read(typed_before)
    typed.draft = code
    return pages.form_page(request, typed, agencies)


def _send(request: HttpRequest, typed: TypedRecord, agencies: dict[str, Any]) -> HttpResponse:
    """Check that a person sends it, then take it in once; everything stays on the page where that fails."""
    try:
        guard.count("apply", guard_queries.address_of(request), limit=SEND_TRIES, seconds=SEND_SECONDS)
        guard.check(request, "apply-record")
    except guard.TooMany as error:
        return pages.review_page(request, typed, agencies, refused=str(error))
    except guard.GuardRefused as error:
        if sent := pages.sent_before(typed.token):  # a second press on the button, a moment after the first
            return pages.receipt(request, sent)
        return pages.review_page(request, typed, agencies, guard_error=str(error))
    try:
        received = _taken_in(typed, agencies[typed.agency])
    except actions.REFUSALS as error:
        if sent := pages.sent_before(typed.token):  # the same form came in by another request at the same moment
            return pages.receipt(request, sent)
        return pages.review_page(request, typed, agencies, refused=str(error))
    return pages.receipt(request, received.request, received.secret)


@transaction.atomic
def _taken_in(typed: TypedRecord, agency: Any) -> actions.RecordReceived:
    received = actions.submit_record_request(
        agency=agency, party=typed.party.party(), record=typed.record, evidence=typed.words["evidence"],
        method=typed.method, materials=typed.materials(), external_id=pages.name_of(typed.token), by=applicant(),
    )  # fmt: skip
    vault.keep_for_good(files=typed.all_files(), by=applicant())
    if typed.draft:
        drop_draft(code=typed.draft)
    return received
