"""消息: one's own messages and nobody else's."""

from __future__ import annotations

from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.notify import actions, queries
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required

PER_PAGE = 30


@officer_required
@require_GET
def inbox(request: OfficerRequest) -> HttpResponseBase:
    only_unread = request.GET.get("show") != "all"
    rows = queries.unread(request.user) if only_unread else queries.inbox(request.user)
    waiting = queries.unread_count(request.user)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": waiting,
        "tabs": [
            {"label": "未读", "url": "?", "current": only_unread, "count": waiting},
            {"label": "全部", "url": "?show=all", "current": not only_unread, "count": None},
        ],
    }
    return desk_page(request, "notify/desk/inbox.html", context, nav="messages")


@officer_required
@require_POST
def open_message(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Mark a message as read and go where it points."""
    message = get_object_or_404(queries.inbox(request.user), pk=pk)
    actions.mark_read(person=request.user, pks=[pk])
    safe = url_has_allowed_host_and_scheme(message.url, {request.get_host()}, require_https=request.is_secure())
    return redirect(message.url if safe else "notify:inbox")


@officer_required
@require_POST
def mark_read(request: OfficerRequest) -> HttpResponseBase:
    """Mark the ticked messages as read, or all of them."""
    if request.POST.get("all"):
        count = actions.mark_read(person=request.user)
    else:
        ticked = request.POST.getlist("message")
        if not all(pk.isdecimal() for pk in ticked):
            raise Http404
        count = actions.mark_read(person=request.user, pks=[int(pk) for pk in ticked])
    toasts.success(request, f"已将{count}条消息标为已读。" if count else "没有选中未读消息。")
    return redirect("notify:inbox")
