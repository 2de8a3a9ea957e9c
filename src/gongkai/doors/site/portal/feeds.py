"""Atom feeds: the newest of the site, of a column, of an agency, of a saved search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.carrying import without
from gongkai.doors.site.portal import asking, listing
from gongkai.doors.site.portal.agencies import agencies_of
from gongkai.doors.site.portal.shared import address
from gongkai.doors.site.queries import headlines
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

ENTRIES = 50


def _feed(request: HttpRequest, *, title: str, page: str, releases: Iterable[Release]) -> HttpResponse:
    shown: list[dict[str, Any]] = [
        {
            "release": release,
            "url": request.build_absolute_uri(address(release)),
            "published": timezone.localtime(release.first_published_at).isoformat(timespec="seconds"),
            "updated": timezone.localtime(release.published_at).isoformat(timespec="seconds"),
        }
        for release in releases
    ]
    context = {
        "title": title,
        "self_url": request.build_absolute_uri(without(request.get_full_path())),
        "page_url": request.build_absolute_uri(page),
        "updated": max((entry["updated"] for entry in shown), default=_today()),
        "entries": shown,
        "author": site_of(request).sponsor or site_of(request).name,
    }
    return render(request, "site/portal/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


def _today() -> str:
    """Return the beginning of today: what an empty feed says, since a moment would differ at each reading."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).isoformat(timespec="seconds")


@public_page
def latest(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    return _feed(
        request,
        title=f"{site.name}：最新公开",
        page="/",
        releases=headlines(publishing.public_releases(site))[:ENTRIES],
    )


@public_page
def column(request: HttpRequest, slug: str) -> HttpResponse:
    site = site_of(request)
    this = publishing.columns_of_site(site).filter(slug=slug).first()
    if this is None:
        raise Http404
    releases = publishing.releases_in_column(this).filter(pk__in=publishing.public_releases(site).values("pk"))
    return _feed(request, title=f"{this.name} - {site.name}", page=f"/columns/{slug}/", releases=releases[:ENTRIES])


@public_page
def agency(request: HttpRequest, code: str) -> HttpResponse:
    site = site_of(request)
    this = agencies_of(site).filter(code=code).first()
    if this is None:
        raise Http404
    releases = headlines(publishing.public_releases(site)).filter(agency=this)
    return _feed(request, title=f"{this.name} - {site.name}", page=f"/agencies/{code}/", releases=releases[:ENTRIES])


@public_page
def saved_search(request: HttpRequest) -> HttpResponse:
    """The newest of what /search finds with the same query, newest first."""
    site = site_of(request)
    asked = asking.read(request, sort="date")
    found = listing.find(request, site, asked=asked, size=ENTRIES, with_facets=False)
    name = asked.text or "、".join(value for values in asked.chosen.values() for value in values) or "全部"
    releases = sorted(found.releases, key=lambda release: release.published_at, reverse=True)
    query = asking.query_of(asked)
    return _feed(request, title=f"检索“{name}” - {site.name}", page=f"/search?{query}", releases=releases)
