"""Where an application stands, by number and secret: one answer for everything that is wrong, and as quick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.base.files.queries import open_file
from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.base.guard.rules import Slowing, in_words
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework import queries as letters
from gongkai.engine.casework.rules import Damaged
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application, Submission
from gongkai.responsive.applications.papers.receipt import NAME, RECORD_NAME, receipt_pdf, record_receipt_pdf
from gongkai.responsive.applications.portal import record_showing, session
from gongkai.responsive.applications.portal.own import CONTACT_NAMES
from gongkai.responsive.applications.portal.shared import CRUMBS, applicant, page, shut
from gongkai.responsive.applications.portal.showing import given_of, may_see, submission_of
from gongkai.responsive.applications.rules.intake import MOST_FILES, MOST_TEXT
from gongkai.responsive.applications.rules.window import (
    GUESSED,
    LARGEST_SCAN,
    OVER,
    TRACK_FIRST,
    TRACK_FORGOTTEN,
    TRACK_FREE,
    TRACK_LONGEST,
    TRACK_SECONDS,
    TRACK_TRIES,
    WRONG,
    plain_number,
    plain_secret,
)

UNPROCESSABLE, TOO_MANY = 422, 429
PAIR = "track-number"  # what is counted of one number from one address
SLOWING = Slowing(TRACK_FREE, TRACK_FIRST, TRACK_LONGEST, TRACK_FORGOTTEN)
WHY = "申请人在查询页打开"
DONE = {
    "confirm": "已确认收到，答复期限从今天的次日起算。",
    "withdraw": "申请已经撤回。",
    "supplement": "补正已经收到，答复期限重新计算。",
    "reasons": "您说明的理由已经收到。",
    "attach": "已经收到，办理人员会看到。",
    "contact": "联系方式已经更新。",
    "leave": "已退出查询。",
}


def entering(
    view: Callable[..., HttpResponseBase], of: Callable[[HttpRequest], Any] = session.submission_of
) -> Callable[..., HttpResponseBase]:
    """Give the view the form this browser may look at; send others to the door. Every answer prolongs the look."""

    @shut
    def wrapped(request: HttpRequest, /, **parts: Any) -> HttpResponseBase:
        found = of(request)
        if found is None:
            response: HttpResponseBase = redirect("/apply/track?over=1")
            session.leave(response)
            return response
        response = view(request, found, **parts)
        session.enter(response, found)
        return response

    return wrapped


@shut
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        return _enter(request)
    found = session.whose(request)
    if found is None:
        over = OVER if request.GET.get("over") or session.COOKIE in request.COOKIES else ""
        response = door(request, number=request.GET.get("number", "")[:60], sentence=over, kind="info")
        if session.COOKIE in request.COOKIES:
            session.leave(response)
        return response
    response = shown(request, found) if isinstance(found, Submission) else record_showing.shown(request, found)
    session.enter(response, found)
    return response


def _enter(request: HttpRequest) -> HttpResponseBase:
    number, secret = request.POST.get("number", ""), request.POST.get("secret", "")
    found, refusal = _found(request, number, secret)
    if found is None:
        return cast("HttpResponse", refusal)
    response = redirect("applications_portal:track")
    session.enter(response, found)
    return response


def _found(request: HttpRequest, number: str, secret: str) -> tuple[session.Followed | None, HttpResponse | None]:
    """Return the form, or the door with one sentence for everything that is wrong.

    Whoever guesses at a number waits longer each time, whether there is such a number or not; the others behind the
    same address go in to theirs.
    """
    address = guard_queries.address_of(request)
    pair, limits = f"{address} {plain_number(number)[:60]}", {"limit": TRACK_TRIES, "seconds": TRACK_SECONDS}
    if wait := guard_queries.waiting(PAIR, pair, SLOWING):
        return None, door(request, number=number[:60], sentence=_later(wait), status=TOO_MANY)
    if wait := guard_queries.blocked("track", address, **limits):
        return None, door(request, number=number[:60], sentence=str(guard.TooMany(wait)), status=TOO_MANY)
    found = session.find(number, secret)
    if found is not None:
        guard.forgive(PAIR, pair)
        return found, None
    try:
        guard.count("track", address, **limits)
    except guard.TooMany as error:
        return None, door(request, number=number[:60], sentence=str(error), status=TOO_MANY)
    wait = guard.missed(PAIR, pair, SLOWING)
    return None, door(
        request, number=number[:60], sentence=WRONG + (_later(wait) if wait else ""), status=UNPROCESSABLE
    )


def _later(wait: int) -> str:
    return GUESSED.format(wait=in_words(wait))


def door(
    request: HttpRequest, *, number: str, sentence: str = "", kind: str = "bad", status: int = 200
) -> HttpResponse:
    done = DONE["leave"] if request.GET.get("done") == "leave" else ""
    context = {"number": number, "sentence": sentence, "kind": kind, "done": done, "crumbs": CRUMBS}
    return page(request, "door", context, status=status)


def shown(
    request: HttpRequest,
    submission: Submission,
    *,
    problem: str = "",
    at: str = "",
    typed: dict[str, str] | None = None,
    unsent: str = "",
) -> HttpResponse:
    """Show the form as it stands; `problem` at one of its small forms (`at`) with what was typed there.

    `unsent` was typed into a form that the page does not have any more.
    """
    if submission.erased_at is not None:
        return page(request, "erased", {"submission": submission, "crumbs": CRUMBS})
    context = submission_of(submission) | {
        "done": "" if problem else DONE.get(request.GET.get("done", ""), ""),
        "problem": problem,
        "at": at,
        "unsent": unsent,
        "typed": typed or {},
        "contact_fields": CONTACT_NAMES.items(),
        "most": {"text": MOST_TEXT, "files": MOST_FILES, "scan": LARGEST_SCAN},
        "today": timezone.localdate(),
        "crumbs": CRUMBS,
    }
    return page(request, "track", context, status=UNPROCESSABLE if problem else 200)


@shut
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    del request
    response = redirect("/apply/track?done=leave")
    session.leave(response)
    return response


def _matters(submission: Submission) -> list[Application]:
    return list(submission.applications.select_related("agency", "submission").order_by("position"))


@entering
def letter(request: HttpRequest, submission: Submission, pk: int) -> HttpResponseBase:
    """Give out a letter of this form. One that was put on this page is thereby signed for."""
    found = _letter_of(request, submission, pk)
    try:
        data = letters.pdf_of(found, applicant(), WHY)
    except (casework.Refused, Damaged) as error:
        return page(request, "broken", {"sentence": str(error), "crumbs": CRUMBS}, status=UNPROCESSABLE)
    sign(found)
    return letter_file(found, data)


def letter_file(found: Any, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    name = quote(f"{found.number or found.kind_data.name}.pdf", safe="")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _letter_of(request: HttpRequest, submission: Submission, pk: int) -> Any:
    if request.method not in {"GET", "HEAD"} or submission.erased_at is not None:
        raise Http404
    for one in _matters(submission):
        found = letters.letters_of(actions.subject_of(one)).filter(pk=pk).first()
        if found is not None and may_see(found):
            return found
    raise Http404


def sign(found: Any) -> None:
    """The applicant has it in hand: in-site delivery is signed for, once."""
    for one in found.dispatches.filter(route="site", state="sent"):
        casework.record_signed(dispatch=one, on=timezone.localdate(), signed_by="申请人（查询页打开）", by=applicant())


@entering
def receipt(request: HttpRequest, submission: Submission) -> HttpResponseBase:
    """Give out the receipt of the form this browser looks at, without its secret."""
    if request.method not in {"GET", "HEAD"} or submission.erased_at is not None:
        raise Http404
    return receipt_of(request, submission)


@shut
@require_POST
def receipt_with_secret(request: HttpRequest) -> HttpResponseBase:
    """Give out the receipt to who has just sent the form: number and secret come along, and wrong ones count as at the door."""
    number, secret = request.POST.get("number", ""), request.POST.get("secret", "")
    found, refusal = _found(request, number, secret)
    return refusal or receipt_of(request, cast("session.Followed", found), plain_secret(secret))


def receipt_of(request: HttpRequest, found: session.Followed, secret: str = "") -> HttpResponse:
    track = request.build_absolute_uri(f"{reverse('applications_portal:track')}?number={found.receipt}")
    if isinstance(found, Submission):
        made, name = receipt_pdf(found, track=track, secret=secret), NAME
    else:
        made, name = record_receipt_pdf(found, track=track, secret=secret), RECORD_NAME
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{found.receipt}{name}', safe='')}"
    return response


@entering
def given(request: HttpRequest, submission: Submission, pk: int) -> HttpResponseBase:
    """Give out a file that was given with the answer."""
    if request.method not in {"GET", "HEAD"} or submission.erased_at is not None:
        raise Http404
    for one in _matters(submission):
        for file in given_of(one):
            if file.pk == pk:
                return FileResponse(
                    open_file(file.file),
                    as_attachment=True,
                    filename=file.name,
                    content_type="application/octet-stream",
                )
    raise Http404
