"""常见问题: all lists with search and filters, and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from gongkai.base.ui.public import public_page, site_of
from gongkai.base.ui.registers.tables import handed_out
from gongkai.proactive.faq import queries
from gongkai.proactive.faq.portal.shared import HOME, page
from gongkai.proactive.faq.rules import path_of
from gongkai.proactive.faq.rules.sizes import LONGEST_WORDS, MOST_FOUND, ON_A_PAGE

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

SORTS = {"": "最近更新在前", "many": "问题多的在前", "title": "按名称"}
HEAD = ("问题", "答复", "依据段落", "清单", "政策文件", "机关", "更新日期", "网址")


def _asked(request: HttpRequest) -> dict[str, str]:
    wanted = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_WORDS] for name in ("q", "agency", "theme")
    }
    sort = request.GET.get("sort", "")
    return wanted | {"sort": sort if sort in SORTS else ""}


def _found(request: HttpRequest, wanted: dict[str, str]) -> list[Release]:
    """Return the lists in the order asked for, narrowed by agency and theme."""
    rows = [
        one
        for one in queries.public_lists(site_of(request)).order_by("-published_at", "-pk")
        if wanted["agency"] in {"", one.agency.code} and (not wanted["theme"] or wanted["theme"] in one.themes)
    ]
    if wanted["sort"] == "many":
        rows.sort(key=lambda one: -len(one.edition.snapshot["entries"]))
    if wanted["sort"] == "title":
        rows.sort(key=lambda one: one.title)
    return rows


@public_page
def shelf(request: HttpRequest) -> HttpResponse:
    wanted = _asked(request)
    known = list(queries.public_lists(site_of(request)))
    rows = _found(request, wanted)
    questions = queries.public_questions(rows, wanted["q"].split()) if wanted["q"] else []
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "crumbs": [HOME, {"label": "常见问题"}],
        "wanted": wanted,
        "sorts": SORTS,
        "agencies": sorted({(one.agency.code, one.agency.label) for one in known}),
        "themes": sorted({theme for one in known for theme in one.themes}),
        "questions": questions[:MOST_FOUND],
        "question_count": len(questions),
        "page": shown,
        "rows": [_card(one) for one in shown],
        "total": sum(len(one.edition.snapshot["entries"]) for one in rows),
        "total_word": f"共{len(rows)}份清单",
        "download": f"?{query.urlencode()}" if query else "",
    }
    return page(request, "shelf", context)


def _card(one: Release) -> dict[str, Any]:
    entries = one.edition.snapshot["entries"]
    return {
        "title": one.title,
        "url": path_of(one.key),
        "agency": one.agency.label,
        "date": one.published_at,
        "count": len(entries),
        "first": [entry["question"] for entry in entries[:3]],
    }


def _lines(request: HttpRequest) -> list[list[object]]:
    wanted = _asked(request)
    found = queries.public_questions(_found(request, wanted), wanted["q"].split())
    titles: dict[str, str] = {}
    lines: list[list[object]] = []
    for one in found:
        release = one["release"]
        if release.key not in titles:
            policy = queries.policy_of(release)
            titles[release.key] = policy.title if policy else ""
        entry = one["entry"]
        lines.append(
            [entry["question"], entry["answer"], entry.get("basis_text", ""), release.title, titles[release.key],
             release.agency.name, f"{release.published_at.astimezone():%Y-%m-%d}", request.build_absolute_uri(one["url"])]
        )  # fmt: skip
    return lines


@public_page
def download(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out the questions found as CSV, XLSX or JSON."""
    return handed_out(form, head=HEAD, rows=_lines(request), title="常见问题", file="faq")
