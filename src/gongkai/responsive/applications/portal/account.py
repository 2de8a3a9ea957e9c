"""One's own applications by a link in a mail, beside number and secret: the same answer for every mailbox."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.responsive.applications import rules
from gongkai.responsive.applications.actions import account as signing_in
from gongkai.responsive.applications.models import AccountLink, RecordRequest, Submission
from gongkai.responsive.applications.portal import session
from gongkai.responsive.applications.portal.shared import APPLY, HOME, page, shut
from gongkai.responsive.applications.portal.showing import clock_duty, due_sentence
from gongkai.responsive.applications.queries import account as own
from gongkai.responsive.applications.rules import account as told
from gongkai.responsive.applications.rules.records import STATE_NAMES
from gongkai.responsive.applications.rules.window import LOOK_LASTS

if TYPE_CHECKING:
    from collections.abc import Callable

COOKIE, PATH, SALT = "gongkai_account", "/apply", "applications.account"
TOO_MANY, UNPROCESSABLE = 429, 422
CRUMBS = [HOME, APPLY, {"label": "我的申请"}]
KINDS: dict[str, type[Submission | RecordRequest]] = {"form": Submission, "record": RecordRequest}


def _enter(response: HttpResponseBase, link: AccountLink) -> None:
    """Let this browser look for a while; called at every look, so that whoever reads on is not thrown out."""
    response.set_cookie(
        COOKIE, signing.dumps(link.pk, salt=SALT), max_age=int(LOOK_LASTS.total_seconds()), path=PATH, httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _leave(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def whose(request: HttpRequest) -> AccountLink | None:
    """Return the link this browser signed in with; None when nobody did, signed out, or it was too long ago."""
    try:
        pk = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LOOK_LASTS)
    except signing.BadSignature:
        return None
    return AccountLink.objects.filter(pk=pk, used_at__isnull=False, ended_at=None).first()


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the link of this browser; send others to the door. Every answer prolongs the look."""

    @shut
    @wraps(view)
    def wrapped(request: HttpRequest, /, **parts: Any) -> HttpResponseBase:
        link = whose(request)
        if link is None:
            response: HttpResponseBase = redirect("/apply/account?over=1")
            _leave(response)
            return response
        response = view(request, link, **parts)
        _enter(response, link)
        return response

    return wrapped


@shut
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        return _ask(request)
    link = whose(request)
    if link is not None:
        response: HttpResponseBase = _shown(request, link)
        _enter(response, link)
        return response
    over = told.ENDED if request.GET.get("over") else ""
    done = {"left": "已退出登录。", "asked": told.ASKED}.get(request.GET.get("done", ""), "")
    return _door(request, sentence=over, done=done, kind="info")


def _door(
    request: HttpRequest, *, sentence: str = "", done: str = "", mailbox: str = "", kind: str = "bad", status: int = 200
) -> HttpResponse:
    context = {
        "sentence": sentence, "done": done, "mailbox": mailbox, "kind": kind, "minutes": told.minutes(), "crumbs": CRUMBS,
    }  # fmt: skip
    return page(request, "account_door", context, status=status)


def _ask(request: HttpRequest) -> HttpResponseBase:
    """Write the request down. Which mailbox it was changes nothing of the answer, nor how long it takes."""
    typed = request.POST.get("mailbox", "")[:200]
    mailbox = own.mailbox_of(typed)
    if not mailbox:
        return _door(request, sentence=told.NO_MAILBOX, mailbox=typed, status=UNPROCESSABLE)
    try:
        guard.count("account", guard_queries.address_of(request), limit=told.ASK_TRIES, seconds=told.ASK_SECONDS)
    except guard.TooMany as error:
        return _door(request, sentence=str(error), mailbox=typed, status=TOO_MANY)
    try:
        guard.count("account-mailbox", own.mark_of(mailbox), limit=told.MAILBOX_TRIES, seconds=told.MAILBOX_SECONDS)
    except guard.TooMany:
        return redirect("/apply/account?done=asked")  # nobody fills another's mailbox, and nobody learns whose it is
    signing_in.ask_for_link(mailbox=mailbox, host=request.get_host())
    return redirect("/apply/account?done=asked")


@shut
@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show a button; only pressing it uses the link up, since mail servers open what they deliver."""
    if request.method != "POST":
        found = own.link_of(token)
        if found is None or not own.is_open(found, timezone.now()):
            return _door(request, sentence=told.DEAD, status=UNPROCESSABLE)
        return page(request, "account_open", {"token": token, "crumbs": CRUMBS})
    link = signing_in.use_link(token)
    if link is None:
        return _door(request, sentence=told.DEAD, status=UNPROCESSABLE)
    response = redirect("applications_portal:account")
    _enter(response, link)
    return response


def _shown(request: HttpRequest, link: AccountLink) -> HttpResponse:
    found: list[Submission | RecordRequest] = [*own.forms_of(link.mark), *own.records_of(link.mark)]
    found.sort(key=lambda one: one.arrived_on if isinstance(one, Submission) else one.received_on, reverse=True)
    shown = Paginator(found, told.LINES).get_page(request.GET.get("page"))
    lines = [_form_line(one) if isinstance(one, Submission) else _record_line(one) for one in shown]
    return page(request, "account", {"lines": lines, "page": shown, "total": len(found), "crumbs": CRUMBS})


def _form_line(form: Submission) -> dict[str, Any]:
    matters = []
    for one in form.applications.select_related("agency").order_by("position"):
        one.submission = form
        matters.append(
            {
                "title": one.title or one.description[: told.SHOWN],
                "number": one.number,
                "state": rules.PUBLIC_NAMES[one.status],
                "open": one.status != rules.Status.CLOSED,
                "due": due_sentence(one, clock_duty(one)),
            }
        )
    return {
        "kind": "form", "pk": form.pk, "receipt": form.receipt, "agency": form.agency, "on": form.arrived_on,
        "matters": matters,
    }  # fmt: skip


def _record_line(request: RecordRequest) -> dict[str, Any]:
    matter = {
        "title": "更正政府信息",
        "number": request.number,
        "state": STATE_NAMES[request.state],
        "open": request.closed_on is None,
        "due": "",
    }
    return {
        "kind": "record", "pk": request.pk, "receipt": request.receipt, "agency": request.agency,
        "on": request.received_on, "matters": [matter],
    }  # fmt: skip


@signed_in
def enter(request: HttpRequest, link: AccountLink, kind: str, pk: int) -> HttpResponseBase:
    """Go to the page of one's own form as by number and secret; of another's there is none."""
    if request.method != "POST" or kind not in KINDS:
        raise Http404
    mine = own.forms_of(link.mark) if kind == "form" else own.records_of(link.mark)
    found = next((one for one in mine if one.pk == pk), None)
    if found is None:
        raise Http404
    response = redirect("applications_portal:track")
    session.enter(response, found)
    return response


@shut
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    link = whose(request)
    if link is not None:
        signing_in.end(link)
    response = redirect("/apply/account?done=left")
    _leave(response)
    session.leave(response)
    return response
