"""What somebody takes away from, and adds to, the request to put a record right, by number and secret."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework import queries as letters
from gongkai.engine.casework.rules import Damaged
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import RecordRequest
from gongkai.responsive.applications.permissions import REFUSALS as CASE_REFUSALS
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.portal import record_showing, session
from gongkai.responsive.applications.portal.shared import CRUMBS, applicant, citizen, page
from gongkai.responsive.applications.portal.tracking import (
    UNPROCESSABLE,
    WHY,
    entering,
    letter_file,
    receipt_of,
    sign,
)
from gongkai.responsive.applications.portal.uploads import MATERIAL, seal, take_in_memory, too_large
from gongkai.responsive.applications.portal.uploads import REFUSALS as FILE_REFUSALS
from gongkai.responsive.applications.rules.intake import MOST_FILES
from gongkai.responsive.applications.rules.window import UPLOAD_SECONDS, UPLOAD_TRIES


def _readable(request: HttpRequest, one: RecordRequest) -> None:
    if request.method not in {"GET", "HEAD"} or one.erased_at is not None:
        raise Http404


def _letter(request: HttpRequest, one: RecordRequest, pk: int) -> HttpResponseBase:
    """Give out a letter of this request. One that was put on this page is thereby signed for."""
    _readable(request, one)
    found = next((row for row in record_showing.letters_for(one) if row.pk == pk), None)
    if found is None:
        raise Http404
    try:
        data = letters.pdf_of(found, applicant(), WHY)
    except (casework.Refused, Damaged) as error:
        return page(request, "broken", {"sentence": str(error), "crumbs": CRUMBS}, status=UNPROCESSABLE)
    sign(found)
    return letter_file(found, data)


def _receipt(request: HttpRequest, one: RecordRequest) -> HttpResponseBase:
    """Give out the receipt, without the secret."""
    _readable(request, one)
    return receipt_of(request, one)


@csrf_protect
def _evidence(request: HttpRequest, one: RecordRequest) -> HttpResponseBase:
    if request.method != "POST" or one.erased_at is not None:
        raise Http404
    try:
        _add(request, one)
    except (*CASE_REFUSALS, *FILE_REFUSALS, guard.TooMany) as error:
        return record_showing.shown(request, one, problem=str(error))
    return redirect("/apply/track?done=evidence")


def _add(request: HttpRequest, one: RecordRequest) -> None:
    """Raises what `uploads` refuses, Refused for none, for too many, and once the letter is being signed."""
    if refused := too_large(request):
        raise Refused(" ".join(refused.values()))
    uploads = request.FILES.getlist("upload")
    if not 0 < len(uploads) <= MOST_FILES:
        raise Refused(f"请选择要上传的文件，一次最多{MOST_FILES}个。")
    guard.count("apply-upload", guard_queries.address_of(request), limit=UPLOAD_TRIES, seconds=UPLOAD_SECONDS)
    with transaction.atomic():
        files = [seal(upload, by=citizen(request), purpose=MATERIAL) for upload in uploads]
        actions.add_record_evidence(request=one, files=files, by=applicant())


letter = entering(_letter, session.record_of)
receipt = entering(_receipt, session.record_of)
_adding = entering(_evidence, session.record_of)


@csrf_exempt  # checked inside: files must find their place in memory before anything reads the form
def evidence(request: HttpRequest, **parts: Any) -> HttpResponseBase:
    take_in_memory(request)
    return _adding(request, **parts)
