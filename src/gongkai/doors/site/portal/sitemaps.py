"""What search engines and browsers read: sitemaps by month, robots.txt, OpenSearch description, web app manifest (R263)."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone

from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.english import english_of
from gongkai.doors.site.portal.agencies import agencies_of
from gongkai.doors.site.portal.shared import address
from gongkai.doors.site.rules.english import PREFIX
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

SECTION = 5_000  # sitemaps.org allows 50,000; smaller files are made and fetched faster
XML = "application/xml; charset=utf-8"
ACCENT = "#11485e"  # --accent of base.ui, which a manifest cannot name
PAGES = (
    "/", "/documents/", "/disclosure/", "/agencies/", "/topics/", "/reposts/", "/reposts/?sort=reference", "/verify/",
    "/normative/", "/plans/", "/compilations/", "/gazette/", "/apply/", "/interpretations/", "/faq/", "/services/", "/themes/",
    "/policies/", "/policies/packages/", "/policies/match/", "/ask", "/subscriptions/",
)  # fmt: skip


def _moment(value: dt.datetime) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds")


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """List the months in which something still public was first published: a month long past changes no more."""
    releases = publishing.public_releases(site_of(request)).order_by()
    months = releases.annotate(month=TruncMonth("first_published_at")).values("month")
    sections: list[dict[str, str]] = []
    for row in months.annotate(n=Count("pk"), newest=Max("published_at")).order_by("-month"):
        name = timezone.localtime(row["month"]).strftime("%Y-%m")
        for part in range(1, -(-row["n"] // SECTION) + 1):
            path = f"/sitemap-{name}.xml" if part == 1 else f"/sitemap-{name}-{part}.xml"
            sections.append({"url": request.build_absolute_uri(path), "date": _moment(row["newest"])})
    context = {"sections": [{"url": request.build_absolute_uri("/sitemap-pages.xml"), "date": ""}, *sections]}
    return render(request, "site/portal/sitemap_index.xml", context, content_type=XML)


def _bounds(month: str) -> tuple[dt.datetime, dt.datetime]:
    first = dt.date.fromisoformat(f"{month}-01")
    after = (first + dt.timedelta(days=32)).replace(day=1)
    start, end = (timezone.make_aware(dt.datetime.combine(day, dt.time.min)) for day in (first, after))
    return start, end


@public_page
def month(request: HttpRequest, month: str, part: str | None = None) -> HttpResponse:
    """One month of publications; a month with very many continues in -2, -3 …"""
    try:
        start, end = _bounds(month)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    site, number = site_of(request), int(part or 1)
    found = publishing.public_releases(site).filter(first_published_at__gte=start, first_published_at__lt=end)
    entries = [
        {"url": request.build_absolute_uri(address(release)), "date": _moment(release.published_at)}
        for release in found.order_by("item_id")[(number - 1) * SECTION : number * SECTION]
    ]
    if not entries:
        raise Http404
    return render(request, "site/portal/sitemap.xml", {"entries": entries}, content_type=XML)


def _pages_of(site: Site) -> list[str]:
    """Return the pages that are no publications themselves, of this site alone."""
    found = [*PAGES, *(f"/columns/{column.slug}/" for column in publishing.columns_of_site(site))]
    found += [f"/agencies/{agency.code}/" for agency in agencies_of(site)]
    beside = [address for page in found if (address := english_of(page))]
    return [*found, *beside, *(f"{PREFIX}{page}" for page in ("apply/", "contact/"))]


@public_page
def pages(request: HttpRequest) -> HttpResponse:
    entries: list[dict[str, Any]] = [
        {"url": request.build_absolute_uri(page), "date": ""} for page in _pages_of(site_of(request))
    ]
    return render(request, "site/portal/sitemap.xml", {"entries": entries}, content_type=XML)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /display/",
        "Disallow: /search?",
        "Disallow: /targeted/",
        "Disallow: /*?*from=",
        "Disallow: /*?*palette=",
        "Allow: /",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def opensearch(request: HttpRequest) -> HttpResponse:
    context = {
        "search": request.build_absolute_uri("/search"),
        "suggest": request.build_absolute_uri("/search/suggest"),
        "short": site_of(request).name[:16],
    }
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "site/portal/opensearch.xml", context, content_type=content_type)


@public_page
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the site stands on a home screen. Telephones that show reminders of installed pages alone need it.

    It names no address to begin with: a page put on the home screen opens as that page, so one's own page stays one's own.
    """
    name = site_of(request).name
    pictures = [
        {"src": static(f"ui/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    said = {
        "name": name, "short_name": name[:12], "lang": "zh-CN", "display": "standalone", "scope": "/",
        "background_color": "#ffffff", "theme_color": ACCENT, "icons": pictures,
    }  # fmt: skip
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/manifest+json; charset=utf-8")
