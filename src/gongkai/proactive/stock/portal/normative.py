"""The unified register of normative documents (R024): on any day, narrowed, and as a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.base.ui.linked import listed
from gongkai.base.ui.public import public_page, site_of
from gongkai.base.ui.registers.tables import handed_out
from gongkai.base.ui.text import cn_date
from gongkai.engine.publishing.rules import VALIDITY_NAMES
from gongkai.proactive.stock.portal.shared import BADGES, asked, day, page
from gongkai.proactive.stock.queries.library import Line, narrowed, normative_lines

PER_PAGE = 30
NAMES = ("q", "agency", "theme", "validity", "year", "on")
HEAD = (
    "统一登记号", "标题", "发文字号", "发文机关", "主题分类", "成文日期", "施行日期", "有效期至", "效力状态",
    "效力认定日", "最近清理结论", "索引号", "网址",
)  # fmt: skip


def _found(request: HttpRequest) -> tuple[list[Line], list[Line], dict[str, str], Any]:
    wanted = asked(request, *NAMES)
    on = day(wanted["on"]) or timezone.localdate()
    lines = normative_lines(site_of(request), on)
    return lines, narrowed(lines, wanted), wanted, on


@public_page
def register(request: HttpRequest) -> HttpResponse:
    lines, found, wanted, on = _found(request)
    rows = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "about": "本级政府及其部门制定的行政规范性文件，统一登记、统一编号、统一公布，标明效力",
        "page": rows,
        "items": [_item(line) for line in rows.object_list],
        "total": len(found),
        "counts": [
            {"label": name, "count": sum(1 for line in found if line.state == state)}
            for state, name in VALIDITY_NAMES.items()
        ],
        "on": on,
        "past": on != today,
        "wanted": wanted,
        "agencies": sorted({(line.release.agency.code, line.release.agency.label) for line in lines}),
        "themes": sorted({theme for line in lines for theme in line.release.themes}),
        "years": sorted({line.year for line in lines}, reverse=True),
        "validities": VALIDITY_NAMES,
        "download": f"?{query.urlencode()}" if query else "",
        "total_word": f"共{len(found)}件",
    }
    name = "行政规范性文件统一登记册"
    context["things"] = [listed(request, name, [(one["title"], one["url"]) for one in context["items"]])]
    return page(request, "normative", name, context)


def _item(line: Line) -> dict[str, Any]:
    release = line.release
    dates = [{"name": "施行", "date": release.effective_on}] if release.effective_on else []
    if release.repealed_on and release.repealed_on <= line.on:
        dates.append({"name": "废止", "date": release.repealed_on})
    lapsed = release.item.lapsed_on
    if lapsed and lapsed <= line.on:
        dates.append({"name": "宣布失效", "date": lapsed})
    extra = [f"有效期至{cn_date(release.expires_on)}"] if release.expires_on and not lapsed else []
    extra += [f"统一登记号{line.number}"] if line.number else []
    if line.conclusion_word:
        extra.append(f"清理结论：{line.conclusion_word}")
    return {
        "title": release.title,
        "url": line.url,
        "validity": BADGES[line.state],
        "validity_label": VALIDITY_NAMES[line.state],
        "doc_number": release.doc_number,
        "agency": release.agency.label,
        "dates": dates,
        "extra": extra,
    }


def _cells(request: HttpRequest, line: Line) -> list[object]:
    release = line.release
    return [
        line.number, release.title, release.doc_number, release.agency.name, "、".join(release.themes),
        release.formed_on, release.effective_on, release.expires_on, VALIDITY_NAMES[line.state], line.on,
        line.conclusion_word, release.key, request.build_absolute_uri(line.url),
    ]  # fmt: skip


@public_page
def download(request: HttpRequest, form: str) -> HttpResponse:
    _, found, _, on = _found(request)
    rows = [_cells(request, line) for line in found]
    return handed_out(form, head=HEAD, rows=rows, title="行政规范性文件", file=f"normative-{on:%Y%m%d}")
