"""Reposts (转载) with source, original day and delay; and what of this agency stands on superiors' sites (R262, R270)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import mark_safe

from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import counted, public_page, site_of
from gongkai.doors.site.portal import exporting
from gongkai.doors.site.portal.shared import column_tags, gone, page, paged
from gongkai.doors.site.queries import release_here, reposts_of, view_count
from gongkai.doors.site.rules import KIND_NAMES, REFERENCE, REPOST, delay_words

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

SHELF = {"label": "转载和上级网站信息", "url": "/reposts/"}
SAID = {
    REPOST: "转载上级机关网站的重要政策。每一件都注明来源、原文日期和转载用了几天。",
    REFERENCE: "本地机关刊载在上级网站上的信息。从这里打开原文，链接由编辑定期核对。",
}


def _line(release: Release) -> dict[str, Any]:
    facts, here = release.edition.snapshot, timezone.localdate(release.first_published_at)
    original = parse_date(facts["original_on"])
    checked = release.item.repost
    said = [delay_words(original, here)] if release.kind == REPOST else [_checked_words(checked)]
    return {
        "title": release.title,
        "url": f"/reposts/{release.key}",
        "kind": KIND_NAMES[release.kind],
        "doc_number": release.doc_number,
        "agency": facts["source_name"],
        "dates": [{"name": "原文发布", "date": original}, {"name": "本站发布", "date": here}],
        "extra": [words for words in said if words],
    }


def _checked_words(repost: Any) -> str:
    if repost.link_works is None:
        return ""
    day = f"{repost.checked_on:%Y-%m-%d}"
    return f"{day}核对，链接有效" if repost.link_works else f"{day}核对，原网站已打不开"


@public_page
def reposts(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    sort = REFERENCE if request.GET.get("sort") == REFERENCE else REPOST
    found = reposts_of(site, sort)
    if answer := exporting.asked(request, found, name=f"{KIND_NAMES[sort]}"):
        return answer
    shown = paged(request, found)
    crumbs = [{"label": "首页", "url": "/"}, {"label": SHELF["label"]}]
    tabs = [
        {
            "label": KIND_NAMES[one],
            "url": "/reposts/" if one == REPOST else f"/reposts/?sort={one}",
            "current": one == sort,
        }
        for one in (REPOST, REFERENCE)
    ]
    context = {
        "sort": sort,
        "said": SAID[sort],
        "tabs": tabs,
        "items": [_line(release) for release in shown.object_list],
        "page_obj": shown,
        "total_word": f"共{shown.paginator.count}件",
        "exports": exporting.links(request),
        "crumbs": crumbs,
        "column": column_tags(KIND_NAMES[sort], SAID[sort], KIND_NAMES[sort], "政策文件"),
        "json_ld": json_ld(trail(request, crumbs)),
    }  # fmt: skip
    return page(request, "reposts", context)


@public_page
def repost(request: HttpRequest, key: str) -> HttpResponse:
    site = site_of(request)
    found, withdrawn = release_here(site, key, (REPOST, REFERENCE))
    if found is None:
        return gone(request, withdrawn, SHELF)
    facts = found.edition.snapshot
    original, here = parse_date(facts["original_on"]), timezone.localdate(found.first_published_at)
    crumbs = [{"label": "首页", "url": "/"}, SHELF, {"label": found.title}]
    context = {
        "release": found,
        "facts": facts,
        "is_repost": found.kind == REPOST,
        "original_on": original,
        "here": here,
        "delay": delay_words(original, here) if found.kind == REPOST else "",
        "checked": _checked_words(found.item.repost),
        "works": found.item.repost.link_works is not False,
        "html": mark_safe(facts["html"]),  # noqa: S308 cleaned by the allow-list when it was stored
        "views": view_count(found.key),
        "crumbs": crumbs,
        "column": column_tags(KIND_NAMES[found.kind], SAID[found.kind], KIND_NAMES[found.kind], "政策文件"),
        "article": {
            "title": found.title,
            "pub_date": timezone.localtime(found.published_at).strftime("%Y-%m-%d %H:%M"),
            "source": facts["source_name"],
            "keywords": "、".join(facts["keywords"]),
            "description": found.summary,
            "url": request.build_absolute_uri(request.path),
        },
        "json_ld": json_ld(
            trail(request, crumbs),
            {
                "@type": "Article",
                "headline": found.title,
                "isBasedOn": facts["source_url"],
                "datePublished": found.first_published_at.isoformat(),
                "author": {"@type": "GovernmentOrganization", "name": facts["source_name"]},
            },
        ),
    }
    return counted(page(request, "repost", context), found.key)
