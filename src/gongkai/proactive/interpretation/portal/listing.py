"""The public list of interpretations: by words, form, stage, theme, agency and year; as a page, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from gongkai.base.ui.public import site_of
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.engine.publishing.queries import public_releases
from gongkai.proactive.interpretation.portal.shared import ABOUT, COLUMN, HOME, public_page
from gongkai.proactive.interpretation.queries.public import ORDERS, SORTS, narrowed, public_interpretations
from gongkai.proactive.interpretation.rules import FORM_NAMES, KIND, STAGE_NAMES
from gongkai.proactive.interpretation.rules.listing import LONGEST_ASKED, PUBLIC_LINES

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Release

MOST_ROWS = 20_000
NAMES = ("q", "form", "stage", "theme", "agency", "year")
FORMATS = {"csv": "CSV 表格", "json": "JSON"}
HEADS = {
    "index_number": "索引号", "title": "标题", "form": "形式", "stage": "阶段", "agency": "机关", "issuers": "解读单位",
    "themes": "主题", "policy": "所解读文件的索引号", "published_at": "发布时间", "url": "地址",
}  # fmt: skip


@public_page
def listing(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_ASKED] for name in NAMES}
    sort = request.GET.get("sort", "-date")
    sort = sort if sort in SORTS else "-date"
    every = public_interpretations(site)
    rows = narrowed(every, subtree=False, **asked).select_related("agency", "edition").order_by(*ORDERS[sort])
    form = request.GET.get("format", "")
    if form in FORMATS:
        return _taken_away(request, form, rows)
    page = Paginator(rows, PUBLIC_LINES).get_page(request.GET.get("page"))
    query = {name: value for name, value in asked.items() if value}
    context = {
        "page": page,
        "items": [_item(release) for release in page.object_list],
        "total": page.paginator.count,
        "total_word": f"共{page.paginator.count}件",
        "filters": _filters(every, asked),
        "narrowed": bool(query.keys() - {"q"}),
        "asked": asked,
        "sort": sort,
        "sorts": [
            {"label": label, "url": f"?{urlencode(query | {'sort': key})}", "current": key == sort}
            for key, label in SORTS.items()
        ],
        "exports": [
            {"label": label, "url": f"?{urlencode(query | {'sort': sort, 'format': key})}"}
            for key, label in FORMATS.items()
        ],
        "feed": f"/feeds/search.xml?{urlencode({'kind': KIND} | ({'q': asked['q']} if asked['q'] else {}))}",
        "crumbs": [HOME, {"label": "政策解读"}],
        "column": COLUMN | {"description": f"{site.name}{ABOUT}"},
        "canonical": request.build_absolute_uri("/interpretations/"),
    }
    return render(request, "interpretation/portal/list.html", context)


def _filters(every: QuerySet[Release], asked: dict[str, str]) -> list[dict[str, Any]]:
    """Return what can be chosen: only what leads somewhere."""
    rows = list(
        every.order_by().values_list(
            "edition__snapshot__form", "edition__snapshot__stage", "themes", "agency__code", "agency__short_name",
            "agency__name", "first_published_at",
        )
    )  # fmt: skip
    forms, stages = {row[0] for row in rows}, {row[1] for row in rows}
    years = sorted({str(timezone.localtime(row[6]).year) for row in rows}, reverse=True)
    agencies = dict(sorted({code: short or name for _, _, _, code, short, name, _ in rows}.items()))
    themes = sorted({theme for row in rows for theme in row[2]})
    made: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("form", "形式", {key: name for key, name in FORM_NAMES.items() if key in forms}),
        ("stage", "阶段", {key: name for key, name in STAGE_NAMES.items() if key in stages}),
        ("theme", "主题", {theme: theme for theme in themes}),
        ("agency", "机关", agencies),
        ("year", "年份", {year: f"{year}年" for year in years}),
    )
    return [{"name": name, "label": label, "names": names, "value": asked[name]} for name, label, names in made]


def _item(release: Release) -> dict[str, Any]:
    facts = release.edition.snapshot
    return {
        "title": release.title,
        "url": f"/interpretations/{release.key}",
        "kind": FORM_NAMES.get(facts["form"], "解读"),
        "agency": "、".join(facts["issuers"]),
        "dates": [{"name": "发布", "date": timezone.localdate(release.published_at)}],
        "extra": [] if facts["stage"] == "release" else [STAGE_NAMES.get(facts["stage"], "")],
        "excerpt": release.summary,
    }


def _row(request: HttpRequest, release: Release) -> dict[str, Any]:
    facts = release.edition.snapshot
    return {
        "index_number": release.key, "title": release.title, "form": FORM_NAMES.get(facts["form"], ""),
        "stage": STAGE_NAMES.get(facts["stage"], ""), "agency": release.agency.name, "issuers": facts["issuers"],
        "themes": release.themes, "policy": _policy_key(facts, release),
        "published_at": timezone.localtime(release.published_at).isoformat(timespec="seconds"),
        "url": request.build_absolute_uri(f"/interpretations/{release.key}"),
    }  # fmt: skip


def _policy_key(facts: dict[str, Any], release: Release) -> str:
    """The index number of a policy that is not public is nobody's business."""
    return facts["policy"] if getattr(release, "policy_public", True) else ""


def _taken_away(request: HttpRequest, form: str, releases: QuerySet[Release]) -> HttpResponse:
    rows = [_row(request, release) for release in _known(releases[:MOST_ROWS])]
    if form == "json":
        content = json.dumps({"total": len(rows), "items": rows}, ensure_ascii=False, indent=1)
        response = HttpResponse(content, content_type="application/json; charset=utf-8")
    else:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(HEADS.values())
        writer.writerows(
            [safe_cell("、".join(one) if isinstance(one, list) else one) for one in row.values()] for row in rows
        )
        response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"政策解读.{form}") or ""
    response["X-Robots-Tag"] = "noindex"
    return response


def _known(releases: QuerySet[Release]) -> list[Release]:
    """Note of each whether its policy is public today. Two queries."""
    rows = list(releases)
    keys = {row.edition.snapshot["policy"] for row in rows}
    public = set(public_releases().filter(key__in=keys).values_list("key", flat=True))
    for row in rows:
        row.policy_public = row.edition.snapshot["policy"] in public  # type: ignore[attr-defined]
    return rows
