"""The English pages that stand by themselves: home, the statutory column explained, columns, how to apply, contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.portal.agencies import agencies_of
from gongkai.doors.site.portal.disclosure import ways_to_apply
from gongkai.doors.site.portal.english.lines import lines
from gongkai.doors.site.portal.shared import paged
from gongkai.doors.site.queries.english import Names, documents_in_english
from gongkai.doors.site.queries.statutory import PARTS, column_for, columns_with_counts
from gongkai.doors.site.rules import english
from gongkai.engine.publishing import queries as publishing
from gongkai.law.clocks import CLOCKS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Site

HOME = {"label": "Home", "url": english.PREFIX}
NEWEST = 8
# The clocks of the law that an applicant meets, by their ids in law.clocks.
APPLICANT_CLOCKS = {
    "correct": "C2", "answer": "C3", "extend": "C4", "third": "C5", "review": "C11", "court": "C12",
}  # fmt: skip


def english_page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, f"site/english/{template}.html", dict(context), status=status)
    response["Content-Language"] = "en"
    return response


@public_page
def home(request: HttpRequest) -> HttpResponse:
    site, names = site_of(request), Names()
    translated = documents_in_english(site)
    agencies = agencies_of(site).filter(abolished_on__isnull=True)
    context = {
        "items": lines(translated[:NEWEST], names),
        "translated": translated.count(),
        "total": publishing.public_releases(site).filter(kind="document").count(),
        "agency_count": agencies.count(),
        "parts": _parts(site, names),
        "description": "Government information of the city in English: documents, agencies, and how to apply.",
        "json_ld": json_ld({"@type": "WebPage", "url": request.build_absolute_uri(english.PREFIX), "inLanguage": "en"}),
    }
    return english_page(request, "home", context)


def _parts(site: Site, names: Names, columns: list[Any] | None = None) -> list[dict[str, Any]]:
    """Return the parts of the statutory column: what each is for, and the columns that fill it, by their English names."""
    known = columns_with_counts(site) if columns is None else columns
    shown = []
    for part in PARTS:
        name, text, article = english.PARTS[part.key]
        column = column_for(part, known)
        below = [one for one in known if column and one.parent_id == column.pk and one.releases]
        shown.append(
            {
                "key": part.key,
                "name": name,
                "chinese": part.name,
                "text": text,
                "basis": article,
                "column": _line(column, names) if column and column.releases else None,
                "columns": [_line(one, names) for one in below],
            }
        )
    return shown


def _line(column: Any, names: Names) -> dict[str, Any]:
    own = names.of_column(column)
    return {
        "name": own.name if own else column.name,
        "chinese": column.name if own else "",
        "about": own.about if own else "",
        "url": f"{english.PREFIX}columns/{column.slug}/",
        "count": column.releases,
    }


@public_page
def disclosure(request: HttpRequest) -> HttpResponse:
    site, names = site_of(request), Names()
    columns = columns_with_counts(site)
    parts = _parts(site, names, columns)
    named = {line["url"] for part in parts for line in [part["column"] or {"url": ""}, *part["columns"]]}
    others = [_line(one, names) for one in columns if one.statutory and one.releases]
    crumbs = [HOME, {"label": "Statutory disclosure"}]
    context = {
        "parts": parts,
        "others": [one for one in others if one["url"] not in named],
        "crumbs": crumbs,
        "description": "What Chinese law requires the city to publish, part by part, and where it is found.",
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return english_page(request, "disclosure", context)


@public_page
def column(request: HttpRequest, slug: str) -> HttpResponse:
    site, names = site_of(request), Names()
    this = next((one for one in columns_with_counts(site) if one.slug == slug), None)
    if this is None:
        raise Http404
    rows = publishing.releases_in_column(this).filter(pk__in=publishing.public_releases(site).values("pk"))
    shown = paged(request, rows.filter(kind="document").select_related("edition"))
    line = _line(this, names)
    crumbs = [HOME, {"label": "Statutory disclosure", "url": f"{english.PREFIX}disclosure/"}, {"label": line["name"]}]
    context = {
        "this": line,
        "owner": names.agency(this.agency),
        "items": lines(shown.object_list, names),
        "page_obj": shown,
        "crumbs": crumbs,
        "description": line["about"] or "Documents of this column.",
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return english_page(request, "column", context)


@public_page
def apply(request: HttpRequest) -> HttpResponse:
    """How to apply: the periods come from the law's own table, the addresses from the agency itself."""
    site, names = site_of(request), Names()
    crumbs = [HOME, {"label": "How to apply"}]
    context = {
        "days": {name: CLOCKS[clock].length for name, clock in APPLICANT_CLOCKS.items()},
        "where": ways_in_english(site.agency, names),
        "crumbs": crumbs,
        "description": "How to ask for government information that was not published, how long it takes, and what to do if refused.",
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return english_page(request, "apply", context)


def ways_in_english(agency: Agency, names: Names) -> list[dict[str, str]]:
    """Return where an agency is reached: what it has told of itself, in English where it gave English."""
    own = names.of_agency(agency)
    said = {line["label"]: line["value"] for line in ways_to_apply(agency)}
    rows = [
        ("Agency", own.name if own else agency.name),
        ("Address", own.address if own and own.address else said.get("当面或者信函提出", "")),
        ("Postal code", said.get("邮政编码", "")),
        ("Telephone", said.get("咨询电话", "")),
        ("Office hours", own.office_hours if own and own.office_hours else said.get("办公时间", "")),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


@public_page
def contact(request: HttpRequest) -> HttpResponse:
    site, names = site_of(request), Names()
    crumbs = [HOME, {"label": "Contact"}]
    context = {
        "where": ways_in_english(site.agency, names),
        "crumbs": crumbs,
        "description": "Addresses and telephone numbers of the city government and its agencies.",
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return english_page(request, "contact", context)
