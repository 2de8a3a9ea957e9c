"""The statutory column (政府信息公开专栏): its fixed parts, which column fills each, and what editors must still do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site


@dataclass(frozen=True)
class Part:
    """One part of the statutory column; a statutory column whose address or name fits fills it.

    `coming` says to editors what belongs there; readers see a part only when it holds something.
    """

    key: str
    name: str
    slugs: tuple[str, ...]
    basis: str
    coming: str


# 国务院办公厅政府信息与政务公开办公室关于规范政府信息公开平台有关事项的通知（国办公开办函〔2019〕61号）, 二.
PARTS: tuple[Part, ...] = (
    Part("policy", "政策", ("policies", "policy"), "规章、行政规范性文件和其他政策文件的集中公开", "放规章、行政规范性文件和其他政策文件。"),
    Part("guide", "政府信息公开指南", ("guide",), "《政府信息公开条例》第十二条", "放政府信息公开指南：信息分类、获取方式、公开工作机构的名称和联系方式。"),
    Part("system", "政府信息公开制度", ("system", "systems", "rules", "regulations"), "《政府信息公开条例》第四条", "放公开工作的制度文件。"),
    Part("content", "法定主动公开内容", ("content", "statutory", "proactive"), "《政府信息公开条例》第十九条至第二十一条", "按法定主动公开事项设子栏目，逐项发布。"),
    Part("report", "政府信息公开年报", ("annual-reports", "annual-report", "reports"), "《政府信息公开条例》第四十九条、第五十条", "每年1月31日前发布上一年度的工作年度报告。"),
    Part("application", "依申请公开", ("application", "apply"), "《政府信息公开条例》第二十七条", "申请渠道的地址和电话取自机关资料，请补齐。"),
)  # fmt: skip


def column_for(part: Part, columns: list[Any]) -> Any | None:
    for column in columns:
        if column.statutory and (
            column.slug in part.slugs or column.name in {part.name, part.name.removeprefix("政府信息")}
        ):
            return column
    return None


def columns_with_counts(site: Site) -> list[Any]:
    """Return the visible columns of a site, each with `.releases`: how many public things stand in it or below it."""
    columns: list[Any] = list(publishing.columns_of_site(site))
    counts = publishing.column_counts(columns, publishing.public_releases(site))
    for column in columns:
        column.releases = counts[column.pk]
    return columns


def gaps_of(site: Site) -> list[dict[str, str]]:
    """Return, for editors, the parts of the statutory column that stand empty: what belongs there and by what rule."""
    columns = columns_with_counts(site)
    found = []
    for part in PARTS:
        column = column_for(part, columns)
        if part.key == "application":
            why = "" if site.agency.address and site.agency.phone else "主办机关的地址或者电话没有登记。"
        elif column is None:
            why = "没有开设栏目。" if part.key != "policy" else ""
        else:
            why = "" if column.releases else "栏目里没有内容。"
        if why:
            found.append({"part": part.name, "why": why, "what": part.coming, "basis": part.basis})
    return found
