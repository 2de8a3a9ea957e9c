"""政府信息公开专栏 (/disclosure/): the parts that the statutory column has everywhere, filled or announced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from gongkai.doors.site.portal.shared import column_tags, doc_items, json_ld, page, public_page, trail
from gongkai.doors.site.sites import site_of
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

SHOWN = 5


@dataclass(frozen=True)
class Part:
    """One part of the statutory column; a statutory column whose address or name fits fills it."""

    key: str
    name: str
    slugs: tuple[str, ...]
    basis: str
    coming: str


# 国务院办公厅政府信息与政务公开办公室关于规范政府信息公开平台有关事项的通知（国办公开办函〔2019〕61号）, 二.
PARTS: tuple[Part, ...] = (
    Part("policy", "政策", ("policies", "policy"), "规章、行政规范性文件和其他政策文件的集中公开", "政策文件发布后即列在这里。"),
    Part("guide", "政府信息公开指南", ("guide",), "《政府信息公开条例》第十二条", "指南编制完成后在这里公布，内容包括信息分类、获取方式和公开工作机构的联系方式。"),
    Part("system", "政府信息公开制度", ("system", "systems", "rules", "regulations"), "《政府信息公开条例》第四条", "公开工作的制度文件发布后列在这里。"),
    Part("content", "法定主动公开内容", ("content", "statutory", "proactive"), "《政府信息公开条例》第十九条至第二十一条", "法定主动公开内容按类别发布后列在这里。"),
    Part("report", "政府信息公开年报", ("annual-reports", "annual-report", "reports"), "《政府信息公开条例》第四十九条、第五十条", "每年1月31日前公布上一年度的工作年度报告，公布后列在这里。"),
    Part("application", "依申请公开", ("application", "apply"), "《政府信息公开条例》第二十七条", "没有查到的信息可以依法申请公开。网上受理开通前，请按公开指南写明的地址，当面或者以信函方式提出。"),
)  # fmt: skip


REGISTERS = [
    {"label": "行政规范性文件", "url": "/normative/", "note": "效力状态"},
    {"label": "规划库", "url": "/plans/", "note": "现行和历次"},
    {"label": "文件汇编", "url": "/compilations/", "note": "整册下载"},
]


def _column_for(part: Part, columns: list[Any]) -> Any | None:
    for column in columns:
        if column.statutory and (
            column.slug in part.slugs or column.name in {part.name, part.name.removeprefix("政府信息")}
        ):
            return column
    return None


def parts_of(site: Site, columns: list[Any] | None = None) -> list[dict[str, Any]]:
    """Return each part with its column and the number of things in it, for the block on the home page."""
    columns = columns_with_counts(site) if columns is None else columns
    shown = []
    for part in PARTS:
        column = _column_for(part, columns)
        if part.key == "policy" and column is None:
            shown.append({"label": part.name, "url": "/documents/", "note": "公文库", "part": part, "column": None})
            continue
        url = f"/columns/{column.slug}/" if column else f"/disclosure/#{part.key}"
        note = f"{column.releases}件" if column and column.releases else "待公布" if part.key != "application" else ""
        shown.append({"label": part.name, "url": url, "note": note, "part": part, "column": column})
    return shown


def columns_with_counts(site: Site) -> list[Any]:
    """Return the visible columns of a site, each with `.releases`: how many public things stand in it or below it."""
    columns: list[Any] = list(publishing.columns_of_site(site))
    counts = publishing.column_counts(columns, publishing.public_releases(site))
    for column in columns:
        column.releases = counts[column.pk]
    return columns


@public_page
def disclosure(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    columns = columns_with_counts(site)
    parts = parts_of(site, columns)
    for part in parts:
        column = part["column"]
        part["items"] = doc_items(publishing.releases_in_column(column)[:SHOWN]) if column and column.releases else []
        part["children"] = [
            {"label": child.name, "url": f"/columns/{child.slug}/", "note": f"{child.releases}件"}
            for child in columns
            if column and child.parent_id == column.pk
        ]
    parts[0]["items"] = parts[0]["items"] or doc_items(publishing.public_releases(site)[:SHOWN])
    named = {part["column"].pk for part in parts if part["column"]}
    others = [
        column for column in columns if column.statutory and column.pk not in named and column.parent_id not in named
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
        "json_ld": json_ld(trail(request, crumbs)),
    }  # fmt: skip
    return page(request, "disclosure", context)
