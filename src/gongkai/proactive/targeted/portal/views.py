"""What a recipient sees: a closed door, the content behind it, its files. Nothing here may be kept, indexed or passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.base.files.queries import open_file
from gongkai.proactive.targeted import actions, queries
from gongkai.proactive.targeted.models import Recipient
from gongkai.proactive.targeted.permissions import Closed, NowPublic, check_open

PIECE = 64 * 1024
CRUMBS = [{"label": "首页", "url": "/"}, {"label": "定向公开"}]
SHUT = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def shut(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark every answer, refusals included, as nobody else's: not kept, not indexed, its address told to no one."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **parts: Any) -> HttpResponseBase:
        try:
            response = view(request, token, **parts)
        except NowPublic as public:
            # 302: the page may be taken down again, so no browser shall remember where the link led.
            response = redirect(public.path)
        except Closed as closed:
            response = _page(request, "closed", {"sentence": str(closed)}, status=410)
        except Http404:
            response = _page(request, "closed", {"sentence": "没有这个链接，请核对是否复制完整。"}, status=404)
        for name, value in SHUT.items():
            response[name] = value
        return response

    return wrapped


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    # No canonical address and no feed: the shell shows nothing that would carry the link elsewhere.
    return render(request, f"targeted/portal/{name}.html", {"canonical": "", "crumbs": CRUMBS} | context, status=status)


def _recipient(token: str) -> tuple[Recipient, int]:
    found = queries.recipient_by_token(token)
    if found is None:
        raise Http404
    check_open(*found, public=queries.public_path(found[0].delivery))
    return found


@shut
@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET shows the door alone, so that a mail scanner signs for nothing; POST with the code opens and signs."""
    recipient, version = _recipient(token)
    context: dict[str, Any] = {"recipient": recipient, "agency": recipient.delivery.item.agency, "token": token}
    if request.method != "POST":
        if request.method == "GET":
            actions.note_visit(recipient=recipient)
        return _page(request, "door", context)
    pin, name = request.POST.get("pin", ""), request.POST.get("name", "")
    try:
        delivery = actions.open_link(
            recipient=recipient, version=version, pin=pin, name=name, address=_address(request)
        )
    except actions.Refused as error:
        return _page(request, "door", context | {"problem": str(error), "name": name}, status=422)
    recipient.refresh_from_db()
    facts = delivery.snapshot
    context |= {
        "delivery": delivery,
        "facts": facts,
        "html": mark_safe(facts["html"]),  # noqa: S308 cleaned when it was stored
        "attached": queries.edition_of(delivery).files.select_related("file"),
        "pin": pin,
    }
    return _page(request, "content", context)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _pieces(opened: File[bytes]) -> Iterator[bytes]:
    with opened:
        while piece := opened.read(PIECE):
            yield piece


@shut
@require_POST
def take_file(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    recipient, version = _recipient(token)
    attached = queries.file_of(recipient.delivery, pk)
    if attached is None:
        raise Http404
    try:
        actions.open_link(
            recipient=recipient, version=version, pin=request.POST.get("pin", ""), name=recipient.receipt_name,
            address=_address(request), what=attached.name,
        )  # fmt: skip
    except actions.Refused as error:
        context = {"recipient": recipient, "agency": recipient.delivery.item.agency, "token": token}
        return _page(request, "door", context | {"problem": str(error)}, status=422)
    response = StreamingHttpResponse(_pieces(open_file(attached.file)), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attached.name, safe='')}"
    return response
