"""The agencies in English: by kind, and a page for each."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse

from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.portal.agencies import agencies_of
from gongkai.doors.site.portal.english.lines import lines
from gongkai.doors.site.portal.english.pages import HOME, english_page, ways_in_english
from gongkai.doors.site.portal.shared import paged
from gongkai.doors.site.queries.english import Names, documents_in_english
from gongkai.doors.site.rules.english import AGENCY_KINDS, PREFIX
from gongkai.engine.publishing import queries as publishing

SHELF = {"label": "Agencies", "url": f"{PREFIX}agencies/"}


@public_page
def agencies(request: HttpRequest) -> HttpResponse:
    site, names = site_of(request), Names()
    rows = publishing.public_releases(site).filter(kind="document").order_by().values("agency")
    counts = dict(rows.annotate(n=Count("pk")).values_list("agency", "n"))
    groups: dict[str, list[dict[str, Any]]] = {}
    for agency in agencies_of(site).filter(abolished_on__isnull=True).order_by("order", "code"):
        own = names.of_agency(agency)
        line = {
            "name": own.name if own else agency.name,
            "chinese": agency.name if own else "",
            "url": f"{SHELF['url']}{agency.code}/",
            "count": counts.get(agency.pk, 0),
        }
        groups.setdefault(AGENCY_KINDS.get(agency.kind, "Other agencies"), []).append(line)
    crumbs = [HOME, {"label": "Agencies"}]
    context = {
        "groups": [{"title": title, "items": items} for title, items in groups.items()],
        "crumbs": crumbs,
        "description": "The agencies of the city: what each is responsible for and how to reach it.",
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return english_page(request, "agencies", context)


@public_page
def agency(request: HttpRequest, code: str) -> HttpResponse:
    site, names = site_of(request), Names()
    this = agencies_of(site).filter(code=code).select_related("parent").first()
    if this is None:
        raise Http404
    own = names.of_agency(this)
    releases = publishing.public_releases(site).filter(agency=this, kind="document")
    shown = paged(request, releases.select_related("edition"))
    translated = documents_in_english(site).filter(agency=this) if shown.number == 1 else ()
    name = own.name if own else this.name
    below = agencies_of(site).filter(parent=this, abolished_on__isnull=True).order_by("order", "code")
    crumbs = [HOME, SHELF, {"label": name}]
    context = {
        "this": this,
        "name": name,
        "chinese": this.name if own else "",
        "about": own.about if own else "",
        "facts": ways_in_english(this, names)[1:],
        "above": {"name": names.agency(this.parent), "url": f"{SHELF['url']}{this.parent.code}/"}
        if this.parent
        else None,
        "below": [{"name": names.agency_label(one), "url": f"{SHELF['url']}{one.code}/"} for one in below],
        "translated": lines(translated, names),
        "items": lines(shown.object_list, names),
        "page_obj": shown,
        "crumbs": crumbs,
        "description": own.about if own and own.about else "What this agency has made public.",
        "json_ld": json_ld(
            {
                "@type": "GovernmentOrganization",
                "name": name,
                "alternateName": this.name if own else "",
                "telephone": this.phone,
                "url": request.build_absolute_uri(request.path),
            },
            trail(request, crumbs),
        ),
    }
    return english_page(request, "agency", context)
