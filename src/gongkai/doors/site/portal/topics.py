"""Special topics (专题): the shelf of them, and each page as its editor arranged it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.base.ui import sheet
from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import counted, public_page, site_of
from gongkai.doors.site.portal.shared import column_tags, gone, page
from gongkai.doors.site.queries import release_here, topic_key_of, topics_of, view_count
from gongkai.doors.site.queries.blocks import banner_picture, questions, topic_page
from gongkai.doors.site.rules import TOPIC, slug_of

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

SHELF = {"label": "专题", "url": "/topics/"}
HEAD = ("专题", "说明", "机关", "发布日期", "网址")


def topic_lines(site: Site, most: int | None = None) -> list[dict[str, Any]]:
    """Return the public topics of a site as cards, for the shelf and for the home page."""
    return [
        {
            "title": release.title,
            "text": release.summary,
            "url": f"/topics/{slug_of(release.key)}/",
            "agency": release.agency.label,
            "date": timezone.localdate(release.published_at),
        }
        for release in topics_of(site)[:most]
    ]


def _cells(request: HttpRequest, line: dict[str, Any]) -> list[object]:
    return [line["title"], line["text"], line["agency"], line["date"], request.build_absolute_uri(line["url"])]


@public_page
def topics(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    lines = topic_lines(site)
    if file := sheet.asked(request, "专题", HEAD, lambda: [_cells(request, one) for one in lines]):
        return file
    crumbs = [{"label": "首页", "url": "/"}, {"label": "专题"}]
    context = {
        "topics": lines,
        "exports": sheet.links(request) if lines else [],
        "crumbs": crumbs,
        "column": column_tags("专题", f"{site.name}围绕一件事集中编排的文件、解答和办事入口", "专题", "政府信息公开"),
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return page(request, "topics", context)


@public_page
def topic(request: HttpRequest, address: str) -> HttpResponse:
    site = site_of(request)
    key = topic_key_of(address)
    if key is None:
        raise Http404
    found, withdrawn = release_here(site, key, (TOPIC,))
    if found is None:
        return gone(request, withdrawn, SHELF)
    facts = found.edition.snapshot
    context = topic_context(request, site, facts, banner_picture(found.key, found.edition)) | {
        "release": found,
        "published_at": found.first_published_at,
        "updated_at": found.published_at if found.published_at != found.first_published_at else None,
        "views": view_count(found.key),
        "article": _article(request, found),
    }
    return counted(page(request, "topic", context), found.key)


def topic_context(
    request: HttpRequest, site: Site, facts: dict[str, Any], picture: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return what the page of a topic shows, with what machines read of it."""
    shown = topic_page(facts, site, picture)
    crumbs = [{"label": "首页", "url": "/"}, SHELF, {"label": facts["title"]}]
    asked = questions(shown["blocks"])
    described = {
        "@type": "CollectionPage",
        "name": facts["title"],
        "description": facts["summary"],
        "url": request.build_absolute_uri(request.path),
        "publisher": {"@type": "GovernmentOrganization", "name": facts["agency"]["name"]},
        "datePublished": facts["published_at"],
    } | ({"image": request.build_absolute_uri(picture["src"])} if picture else {})
    return shown | {
        "crumbs": crumbs,
        "column": column_tags("专题", facts["summary"], facts["title"], "政府信息公开"),
        "json_ld": json_ld(
            trail(request, crumbs), described, *([{"@type": "FAQPage", "mainEntity": asked}] if asked else [])
        ),
    }


def _article(request: HttpRequest, release: Release) -> dict[str, str]:
    """Return the article tags of the government-site guide (rules.md 5.2)."""
    return {
        "title": release.title,
        "pub_date": timezone.localtime(release.published_at).strftime("%Y-%m-%d %H:%M"),
        "source": release.agency.name,
        "keywords": "、".join(release.edition.snapshot["keywords"]),
        "description": release.summary,
        "url": request.build_absolute_uri(request.path),
    }
