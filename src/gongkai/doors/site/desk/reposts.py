"""Reposts at the desk: what was received and is due, what refers to superiors' sites, and one page for each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.doors.site import actions, queries
from gongkai.doors.site.desk.forms import RepostForm, WithdrawForm
from gongkai.doors.site.desk.pieces import REFUSALS, check_reader, piece_context, pill, standing
from gongkai.doors.site.desk.topics import NAV, PER_PAGE, tabs
from gongkai.doors.site.models import Repost
from gongkai.doors.site.rules import KIND_NAMES
from gongkai.doors.site.rules.flow import DRAFTING


@officer_required
@require_GET
def reposts(request: OfficerRequest) -> HttpResponseBase:
    check_reader(request)
    rows = queries.visible(Repost, request.acting)
    sort, waiting = request.GET.get("sort", ""), request.GET.get("waiting") == "1"
    if sort in KIND_NAMES:
        rows = rows.filter(sort=sort)
    if waiting:
        rows = queries.waiting_reposts(request.acting)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(one) for one in page.object_list],
        "page": page,
        "sort": sort,
        "waiting": waiting,
        "kinds": KIND_NAMES,
        "may_draft": request.acting.may_anywhere(DRAFTING),
        "tabs": tabs("reposts"),
    }
    return desk_page(request, "site/desk/reposts.html", context, nav=NAV)


def _row(repost: Repost) -> dict[str, Any]:
    edition = queries.edition_of(repost)
    return {"repost": repost, "edition": edition, "pill": pill(standing(repost, edition)), "due": due_words(repost)}


def due_words(repost: Repost) -> dict[str, str]:
    """Return how the term stands: days taken for what is public, what is left or over for what is not."""
    release = getattr(repost.item, "release", None)
    if repost.due_at is None or repost.declined_at:
        return {}
    end = release.first_published_at if release else timezone.now()
    late = end > repost.due_at
    hours = round(abs((end - repost.due_at).total_seconds()) / 3600)
    if release:
        return {"label": f"超时{hours}小时" if late else "按时转载", "kind": "bad" if late else "ok"}
    return {"label": f"已超时{hours}小时" if late else f"还有{hours}小时", "kind": "bad" if late else "warn"}


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(DRAFTING)
def new(request: OfficerRequest) -> HttpResponseBase:
    form = RepostForm(request.POST or None, by=request.acting)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.register_repost(
                agency=data["agency"], sort=data["sort"], title=data["title"], facts=form.facts(), html=data["html"],
                by=request.acting,
            )  # fmt: skip
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            words = "" if made.due_at else "没有设定转载时限；需要计时的，请在网站登记中填写时限和依据。"
            messages.success(request, f"已登记。{words}")
            return redirect("site-desk:repost", made.pk)
    context = {"form": form, "word": "登记转载", "back": reverse("site-desk:reposts")}
    return desk_page(request, "site/desk/form.html", context, nav=NAV, status=422 if form.errors else 200)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def repost(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_reader(request)
    found = queries.find(Repost, pk, request.acting)
    edition = queries.edition_of(found)
    names = ("source_name", "source_url", "doc_number", "original_on", "columns")
    first = {name: getattr(found, name) for name in names}
    first |= {"title": edition.title, "html": edition.html, "version": edition.version}
    form = RepostForm(request.POST or None, by=request.acting, agency=found.item.agency, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.edit_repost(
                repost=found, version=data["version"], title=data["title"], html=data["html"], facts=form.facts(),
                columns=data["columns"], by=request.acting,
            )  # fmt: skip
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。")
            return redirect("site-desk:repost", pk)
    context = piece_context(request, found) | {
        "form": form,
        "html": mark_safe(edition.html),  # noqa: S308 cleaned by the allow-list when it was stored
        "due": due_words(found),
        "withdraw_form": WithdrawForm(),
        "model": "reposts",
    }
    return desk_page(request, "site/desk/repost.html", context, nav=NAV, status=422 if form.errors else 200)
