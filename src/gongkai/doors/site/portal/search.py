"""Searching everything that is public (R254), and the suggestions under the search box."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.carrying import PARAMETER, carried
from gongkai.doors.site.portal import asking, exporting, listing, searched, understanding
from gongkai.doors.site.portal.shared import address, column_tags, page, page_size
from gongkai.doors.site.script import script_of, to_traditional
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.search import queries as index

PAGE_SIZE = 10
NOTES = {"number": "文号", "title": "文件", "agency": "机关", "word": "词"}


@public_page
def search(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    if shorter := asking.shortened(request):
        return redirect(shorter)
    asked, size = asking.read(request), page_size(request, PAGE_SIZE)
    if form := exporting.wanted(request):
        rows, total = listing.every(request, site, asked)
        return exporting.answer(request, form, rows, name="检索结果", total=total)
    found = listing.find(request, site, asked=asked, size=size)
    crumbs = [{"label": "首页", "url": "/"}, {"label": "搜索结果"}]
    again = asking.query_of(asked)
    context: dict[str, Any] = {
        "found": found,
        "query": asked.query,
        "meanings": understanding.meanings_of(request, found.meant, widened=found.widened),
        "asks": bool(found.meant and found.meant.question),
        "cards": understanding.cards_of(site, asked.query, found.meant) if found.page.number == 1 else [],
        "counted": searched.token(asked.query, _found_as_asked(found)),
        "offset": (found.page.number - 1) * size,
        "tabs": [
            {"label": label, "url": asking.changed(request, sort=key), "current": asked.sort == key}
            for key, label in asking.SORTS.items()
        ],
        "date_hidden": asking.hidden_fields(request, "from", "to"),
        "hidden": asking.hidden_fields(request, *asking.FACETS, asking.BELOW, "sort")
        + ([{"name": "sort", "value": asked.sort}] if "sort" in request.GET else []),
        "clear_url": f"/search?{urlencode({'q': asked.query})}",
        "exact_url": f"/search?{urlencode({'exact': asked.query})}" if asked.query and not asked.exact else "",
        "feed": f"/feeds/search.xml?{again}" if again else "",
        "by_mail": f"/subscriptions/?{again}" if again else "",
        "exports": exporting.links(request) if found.total else [],
        "corrections": [
            {"text": one.text, "total": one.total, "removed": one.removed, "url": asking.changed(request, q=one.text)}
            for one in found.result.corrections
            if not (found.total and one.reason == "drop")
        ],
        "total_word": f"共{found.total}件",
        "crumbs": crumbs,
        "column": column_tags("搜索", f"在{site.name}中搜索政府信息", "搜索,政府信息", "政府信息公开"),
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return page(request, "search", context)


def _found_as_asked(found: listing.Found) -> int:
    """Return the number of results for the counts: what was only found by pieces of the words counts as not found."""
    loose = found.result.relaxed and not (found.meant and found.meant.question)
    return 0 if loose else found.total


def _in_traditional(entry: dict[str, str]) -> dict[str, str]:
    """Show a suggestion in the reader's script; what is searched when it is chosen stays as it is stored."""
    shown = {name: to_traditional(entry[name]) for name in ("label", "note")}
    return entry | shown | {"value": entry["label"]}


@public_page
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer ?q= with a list of {label, url, note}. Titles and numbers only of what is public on this site now."""
    site = site_of(request)
    try:
        proposed = index.suggest(request.GET.get("q", "")[:100])
    except index.IndexOutdatedError:
        proposed = ()
    keys = {one.key.rpartition(":")[2] for one in proposed if one.key}
    public = {release.key: release for release in publishing.public_releases(site).filter(key__in=keys)} if keys else {}
    shown: list[dict[str, str]] = []
    for one in proposed:
        entry = {"label": one.text, "note": NOTES[one.kind], "url": ""}
        if one.key:
            release = public.get(one.key.rpartition(":")[2])
            if release is None:
                continue
            entry["url"] = address(release)
            if one.kind == "number":
                entry["note"] = release.title
        elif one.kind == "agency":
            entry["url"] = f"/search?{urlencode({'agency': one.value})}"
        shown.append(entry)
    if script_of(request) == "hant":
        shown = [_in_traditional(entry) for entry in shown]
    if request.GET.get(PARAMETER) == "hant":
        shown = [entry | {"url": entry["url"] and carried(entry["url"], "hant")} for entry in shown]
    return JsonResponse(shown, safe=False, json_dumps_params={"ensure_ascii": False})
