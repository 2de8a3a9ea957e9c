"""The library of documents (主动公开公文库, R030): by catalogue, by words, by many conditions, by number (R256)."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.portal import asking, exporting, listing
from gongkai.doors.site.portal.shared import address, column_tags, page, page_size
from gongkai.engine.publishing import queries as publishing

WAYS = {"keyword": "关键词查询", "catalogue": "按目录浏览", "number": "按文号、索引号查", "advanced": "高级查询"}
DOCUMENTS: dict[str, tuple[str, ...]] = {"kind": ("document",)}


@public_page
def library(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    way = request.GET.get("way", "keyword")
    way = way if way in WAYS else "keyword"
    number = " ".join(request.GET.get("number", "").split())[:100]
    if number:
        item = publishing.item_by_number(number)
        release = publishing.public_releases(site).filter(pk=item.pk).first() if item else None
        if release is not None:
            return HttpResponseRedirect(address(release))
    if shorter := asking.shortened(request):
        return redirect(shorter)
    asked = asking.read(request, sort="relevance" if request.GET.get("q") else "date")
    if number and not asked.query:
        asked = dataclasses.replace(asked, query=number)
    if form := exporting.wanted(request):
        rows, total = listing.every(request, site, asked, fixed=DOCUMENTS)
        return exporting.answer(request, form, rows, name="政府文件", total=total)
    found = listing.find(request, site, asked=asked, size=page_size(request), fixed=DOCUMENTS)
    crumbs = [{"label": "首页", "url": "/"}, {"label": "政府文件"}]
    context: dict[str, Any] = {
        "found": found,
        "number": number,
        "way": way,
        "ways": [
            {"label": label, "url": "/documents/" if key == "keyword" else f"/documents/?way={key}", "current": key == way}
            for key, label in WAYS.items()
        ],
        "catalogue": _catalogue(found) if way == "catalogue" else [],
        "sorts": [
            {"label": label, "url": asking.changed(request, sort=key), "current": asked.sort == key}
            for key, label in asking.SORTS.items()
            if key != "relevance" or asked.text
        ],
        "hidden": asking.hidden_fields(request, *asking.FACETS, asking.BELOW, "sort"),
        "clear_url": "/documents/" if way == "keyword" else f"/documents/?way={way}",
        "feed": f"/feeds/search.xml?{asking.query_of(asked)}",
        "total_word": f"共{found.total}件",
        "exports": exporting.links(request) if found.total else [],
        "crumbs": crumbs,
        "column": column_tags("政府文件", f"{site.name}公文库：主动公开的公文，可按目录、关键词、文号查询", "政府文件,公文库", "政策文件"),
        "json_ld": json_ld(
            trail(request, crumbs),
            exporting.dataset(request, f"{site.name}公文库", "主动公开的公文名录：标题、文号、机关、日期和效力", site.sponsor),
        ),
    }  # fmt: skip
    return page(request, "library", context)


def _catalogue(found: listing.Found) -> list[dict[str, Any]]:
    """Return the facets as a catalogue of links: one click, one shelf."""
    return [
        {
            "label": facet["label"],
            "items": [
                {"label": choice["label"], "url": f"/documents/?way=catalogue&{facet['name']}={choice['value']}", "note": choice["count"]}
                for choice in facet["choices"]
            ],
        }
        for facet in found.facets
    ]  # fmt: skip
