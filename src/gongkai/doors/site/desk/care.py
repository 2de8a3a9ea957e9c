"""How a site's columns are kept (R249, R251, R252, R253, R259), and what is hot on it with what that brought (R264)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.rules import Permission
from gongkai.doors.site import actions, queries
from gongkai.doors.site.desk.pieces import REFUSALS
from gongkai.doors.site.desk.sitebook import NAV, check_opener, tabs
from gongkai.doors.site.queries.showing import address
from gongkai.doors.site.queries.statutory import gaps_of
from gongkai.doors.site.rules import SOURCES
from gongkai.doors.site.rules.hot import SOURCE, WINDOW_DAYS, share
from gongkai.engine.publishing import actions as publishing_actions
from gongkai.engine.publishing import queries as publishing

BALANCE_DAYS = 90


@officer_required
@require_GET
def columns(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_opener(request)
    site = queries.site_in_sight(pk, request.acting)
    own = list(publishing.columns_of_site(site))
    since = timezone.localdate() - dt.timedelta(days=BALANCE_DAYS)
    kept = queries.columns_kept(site)
    context = {
        "shown": site,
        "tabs": tabs(site, "columns"),
        "gaps": gaps_of(site),
        "kept": kept,
        "with_problems": sum(bool(one.problems) for one in kept),
        "misplaced": [_misplaced(one) for one in publishing.misplaced(own)],
        "targets": [(column.pk, column.name) for column in own],
        "blocks": [_block(one) for one in publishing.activity(site, since=since)],
        "days": BALANCE_DAYS,
        "may_change": request.acting.may(Permission.PUBLISHING_COLUMNS, site.agency),
    }
    return desk_page(request, "site/desk/columns.html", context, nav=NAV)


def _misplaced(one: publishing.Misplaced) -> dict[str, Any]:
    return {"release": one.release, "column": one.column, "why": one.why, "url": address(one.release)}


def _block(one: publishing.Activity) -> dict[str, Any]:
    """Return a block with the sentence that flags it: no column, nothing in it for the whole period (R249)."""
    flag = "没有设置栏目。" if not one.columns else "" if one.published else f"{BALANCE_DAYS}日内没有发布内容。"
    return {"name": one.name, "columns": one.columns, "published": one.published, "newest": one.newest, "flag": flag}


@officer_required
@require_POST
def move(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Move one item out of the column it does not belong in."""
    check_opener(request)
    site = queries.site_in_sight(pk, request.acting)
    own = {str(column.pk): column for column in publishing.columns_of_site(site)}
    column, to = own.get(request.POST.get("column", "")), own.get(request.POST.get("to", ""))
    release = publishing.release_by_key(request.POST.get("key", ""))
    if column is None or release is None:
        raise Http404
    try:
        if to is None:
            raise publishing_actions.Refused("请选择要移到的栏目。")
        publishing_actions.move(
            item=release.item, column=column, to=to, reason=request.POST.get("reason", ""), by=request.acting
        )
        messages.success(request, f"已移到“{to.name}”。")
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect("site-desk:columns", pk)


@officer_required
@require_GET
def hot(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_opener(request)
    site = queries.site_in_sight(pk, request.acting)
    since = timezone.localdate() - dt.timedelta(days=WINDOW_DAYS)
    counts = queries.visits_by_source(site, since=since)
    total = sum(counts.values())
    rows = [
        {"name": name, "count": counts[key], "share": f"{share(counts, key):.1f}%" if total else "—"}
        for key, name in SOURCES.items()
    ]
    context = {
        "shown": site,
        "tabs": tabs(site, "hot"),
        "releases": [{"release": one, "url": address(one)} for one in queries.hot_releases(site)],
        "words": queries.hot_searches(site),
        "hidden": queries.hidden_terms(site),
        "effects": rows,
        "total": total,
        "days": WINDOW_DAYS,
        "source": SOURCE,
        "may_change": request.acting.may(Permission.SEARCH_MANAGE, site.agency),
    }
    return desk_page(request, "site/desk/hot.html", context, nav=NAV)


@officer_required
@require_POST
def words(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hide a search from the hot ones, or show it again."""
    check_opener(request)
    site = queries.site_in_sight(pk, request.acting)
    term = request.POST.get("term", "")
    try:
        if request.POST.get("what") == "show":
            actions.show_term(site=site, term=term, by=request.acting)
        else:
            actions.hide_term(site=site, term=term, reason=request.POST.get("reason", ""), by=request.acting)
        messages.success(request, "已保存，公众立即看到。")
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect("site-desk:hot", pk)
