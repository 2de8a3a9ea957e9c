"""网页标签 of a rendered page against the guide's set (rules of 网页标签, observed on government pages). No Django."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SOURCE = "《政府网站发展指引》（国办发〔2017〕47号）网页标签"


class PageKind(StrEnum):
    HOME = "home"
    LIST = "list"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Defect:
    """`blocks`: the guide requires it; otherwise it is worth a look."""

    tag: str
    says: str
    blocks: bool = True


SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
COLUMN_TYPES = frozenset(
    "政策文件 工作动态 通知公告 政府信息公开 办事指南 公报 问答（常见问题） 其他 其他（按要求更新）".split()
)
_CODE = re.compile(r"^(\d{10}|bm\d{8})$")
_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})(?::(\d{2}))?$")
EPOCH = 1970


def date_defect(written: str) -> str:
    """Return what is wrong with a PubDate, empty when nothing is. It has a time; 1970 is a clock that was never set."""
    match = _DATE.match(written)
    if match is None:
        return f"发布时间“{written}”应写作“2026-04-29 09:22”，带时间"
    try:
        found = dt.datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 as written
    except ValueError:
        return f"发布时间“{written}”不存在"
    return f"发布时间“{written}”是系统初始时间，不是真实时间" if found.year <= EPOCH else ""


def code_defect(written: str) -> str:
    return "" if _CODE.match(written) else f"网站标识码“{written}”应为10位数字，或者bm加8位数字"


def page_defects(tags: Mapping[str, str], kind: PageKind) -> list[Defect]:
    """Return what is missing or wrong among the label tags of one page. A tag without content counts as missing."""
    wanted = SITE_TAGS + COLUMN_TAGS + (ARTICLE_TAGS if kind is PageKind.ARTICLE else ())
    found = [Defect(tag, f"缺少标签 {tag}") for tag in wanted if not tags.get(tag, "").strip()]
    if code := tags.get("SiteIDCode", "").strip():
        found += [Defect("SiteIDCode", says) for says in [code_defect(code)] if says]
    if "://" in tags.get("SiteDomain", ""):
        found.append(Defect("SiteDomain", "网站域名不应带 http://"))
    if (date := tags.get("PubDate", "").strip()) and (says := date_defect(date)):
        found.append(Defect("PubDate", says))
    if kind is not PageKind.ARTICLE and tags.get("ArticleTitle"):
        found.append(Defect("ArticleTitle", "列表页不应有文章标题标签", blocks=False))
    return found
