"""What search engines read: sitemap, robots.txt, OpenSearch description (R263)."""

from __future__ import annotations

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.doors.site.portal.agencies import agencies_of
from gongkai.doors.site.portal.shared import address, public_page
from gongkai.doors.site.sites import site_of
from gongkai.engine.publishing import queries as publishing

SECTION = 5_000  # sitemaps.org allows 50,000; smaller files are made and fetched faster
XML = "application/xml; charset=utf-8"


@public_page
def index(request: HttpRequest) -> HttpResponse:
    releases = publishing.public_releases(site_of(request))
    newest = releases.aggregate(newest=Max("published_at"))["newest"]
    sections = max(-(-releases.count() // SECTION), 1)
    context = {
        "sections": [request.build_absolute_uri(f"/sitemap-{number}.xml") for number in range(1, sections + 1)],
        "newest": timezone.localtime(newest).isoformat(timespec="seconds") if newest else "",
    }
    return render(request, "site/portal/sitemap_index.xml", context, content_type=XML)


@public_page
def section(request: HttpRequest, number: int) -> HttpResponse:
    site = site_of(request)
    releases = publishing.public_releases(site).order_by("item_id")[(number - 1) * SECTION : number * SECTION]
    entries = [
        {
            "url": request.build_absolute_uri(address(release)),
            "date": timezone.localtime(release.published_at).isoformat(timespec="seconds"),
        }
        for release in releases
    ]
    if number == 1:
        pages = [
            "/",
            "/documents/",
            "/disclosure/",
            "/agencies/",
            "/verify/",
            "/normative/",
            "/plans/",
            "/compilations/",
        ]
        pages += [f"/columns/{column.slug}/" for column in publishing.columns_of_site(site)]
        pages += [f"/agencies/{agency.code}/" for agency in agencies_of(site)]
        entries = [{"url": request.build_absolute_uri(page), "date": ""} for page in pages] + entries
    elif not entries:
        raise Http404
    return render(request, "site/portal/sitemap.xml", {"entries": entries}, content_type=XML)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /display/",
        "Disallow: /search?",
        "Disallow: /targeted/",
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
