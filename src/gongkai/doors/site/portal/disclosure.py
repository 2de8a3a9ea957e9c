"""政府信息公开专栏 (/disclosure/): the parts that the statutory column has everywhere, filled or announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.portal.shared import column_tags, doc_items, page
from gongkai.doors.site.queries import headlines
from gongkai.doors.site.queries.statutory import PARTS, column_for, columns_with_counts
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Site

SHOWN = 5


REGISTERS = [
    {"label": "行政规范性文件", "url": "/normative/", "note": "效力状态"},
    {"label": "规划库", "url": "/plans/", "note": "现行和历次"},
    {"label": "文件汇编", "url": "/compilations/", "note": "整册下载"},
]


def parts_of(site: Site, columns: list[Any] | None = None) -> list[dict[str, Any]]:
    """Return the parts that hold something or lead on, each with its column and how much.

    What is missing or empty is told to editors (`gaps_of`), not to readers.
    """
    columns = columns_with_counts(site) if columns is None else columns
    shown = []
    for part in PARTS:
        column = column_for(part, columns)
        entry = {"label": part.name, "url": f"/disclosure/#{part.key}", "note": "", "part": part, "column": column}
        if column and (column.releases or any(one.parent_id == column.pk for one in columns)):
            note = f"{column.releases}件" if column.releases else ""
            shown.append(entry | {"url": f"/columns/{column.slug}/", "note": note})
        elif part.key == "policy":
            shown.append(entry | {"url": "/documents/", "note": "公文库", "column": None})
        elif part.key == "application":
            shown.append(entry | {"url": "/apply/", "column": None})
    return shown


def parts_for_agency(site: Site, agency: Agency, columns: list[Any]) -> list[dict[str, Any]]:
    """Return the same parts with what this agency has in each; parts without anything of it are left out (R251)."""
    own = headlines(publishing.public_releases(site)).filter(agency=agency)
    shown = []
    for part in PARTS:
        column = column_for(part, columns)
        if part.key == "application":
            shown.append({"part": part, "items": [], "ways": ways_to_apply(agency)})
            continue
        found = own.filter(kind="document") if part.key == "policy" else own.none()
        if column is not None and column.releases:
            found = publishing.releases_in_column(column).filter(pk__in=own.values("pk"))
        if items := doc_items(found[:SHOWN]):
            url = f"/columns/{column.slug}/" if column else f"/documents/?agency={agency.code}"
            shown.append({"part": part, "items": items, "url": url, "ways": []})
    return shown


def ways_to_apply(agency: Agency) -> list[dict[str, str]]:
    """Return where an application can be handed in: what the agency has told of itself, nothing invented."""
    rows = [
        ("受理机关", agency.name), ("当面或者信函提出", agency.address), ("邮政编码", agency.postal_code),
        ("咨询电话", agency.phone), ("办公时间", agency.office_hours),
    ]  # fmt: skip
    return [{"label": label, "value": value} for label, value in rows if value]


def service_of(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Return applying for information as schema.org's GovernmentService: who answers, where and by which telephone."""
    agency, here = site.agency, request.build_absolute_uri("/apply/")
    channel = {
        "@type": "ServiceChannel",
        "serviceUrl": here,
        "servicePhone": {"@type": "ContactPoint", "telephone": agency.phone} if agency.phone else None,
        "servicePostalAddress": _postal(agency) if agency.address else None,
    }
    return {
        "@type": "GovernmentService",
        "name": "申请公开政府信息",
        "serviceType": "依申请公开",
        "url": here,
        "serviceOperator": {"@type": "GovernmentOrganization", "name": agency.name},
        "availableChannel": {name: value for name, value in channel.items() if value},
    }


def _postal(agency: Agency) -> dict[str, str]:
    told = {"streetAddress": agency.address, "postalCode": agency.postal_code}
    return {"@type": "PostalAddress"} | {name: value for name, value in told.items() if value}


@public_page
def disclosure(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    columns = columns_with_counts(site)
    here = publishing.public_releases(site).values("pk")
    parts = parts_of(site, columns)
    for part in parts:
        column = part["column"]
        part["items"] = (
            doc_items(publishing.releases_in_column(column).filter(pk__in=here)[:SHOWN])
            if column and column.releases
            else []
        )
        part["children"] = [
            {
                "label": child.name,
                "url": f"/columns/{child.slug}/",
                "note": f"{child.releases}件" if child.releases else "",
            }
            for child in columns
            if column and child.parent_id == column.pk
        ]
        part["ways"] = ways_to_apply(site.agency) if part["part"].key == "application" else []
    parts[0]["items"] = parts[0]["items"] or doc_items(headlines(publishing.public_releases(site))[:SHOWN])
    named = {part["column"].pk for part in parts if part["column"]}
    others = [
        column
        for column in columns
        if column.statutory and column.releases and column.pk not in named and column.parent_id not in named
    ]
    crumbs = [{"label": "首页", "url": "/"}, {"label": "政府信息公开"}]
    context = {
        "parts": parts,
        "others": [
            {"label": column.name, "url": f"/columns/{column.slug}/", "note": f"{column.releases}件"} for column in others
        ],
        "registers": REGISTERS,
        "crumbs": crumbs,
        "column": column_tags(
            "政府信息公开", f"{site.agency.name}政府信息公开专栏：政策、指南、制度、法定主动公开内容、年报和依申请公开",
            "政府信息公开,公开指南,公开制度,公开年报,依申请公开", "政府信息公开",
        ),
        "json_ld": json_ld(trail(request, crumbs), service_of(request, site)),
    }  # fmt: skip
    return page(request, "disclosure", context)
