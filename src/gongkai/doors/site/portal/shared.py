"""What the pages of the portal share: how they declare themselves public, and how they show a release in a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.base.ui.context import is_elder

# Lists are shown the same way in the preview at the desk; the pages of the portal find it all here.
from gongkai.doors.site.queries.showing import (
    address,
    came_by,
    doc_item,
    doc_items,
    link_lines,
    tells_of_a_fact,
    validity_of,
)
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES

__all__ = ["address", "came_by", "doc_item", "doc_items", "link_lines", "tells_of_a_fact", "validity_of"]

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PAGE_SIZE = 20
ELDER_PAGE_SIZE = 8  # 长者版: a list that one sees the end of


def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"site/portal/{template}.html", dict(context), status=status)


def gone(request: HttpRequest, item: Any, *crumbs: dict[str, str]) -> HttpResponse:
    """Answer 410 where something was withdrawn: what it was, when and why it went."""
    context = {
        "item": item,
        "why": WITHDRAWAL_NAMES.get(item.withdrawal_kind, "已撤下"),
        "crumbs": [{"label": "首页", "url": "/"}, *crumbs, {"label": "已撤下"}],
        "column": column_tags("已撤下", "", "", "政府信息公开"),
    }
    response = page(request, "gone", context, status=410)
    response["Cache-Control"] = "no-store"
    return response


def page_number(request: HttpRequest, name: str = "page") -> int:
    """Return the page asked for; nonsense is the first page."""
    asked = request.GET.get(name, "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def page_size(request: HttpRequest, size: int = PAGE_SIZE) -> int:
    """Return how many lines a list has for this reader."""
    return min(size, ELDER_PAGE_SIZE) if is_elder(request) else size


def paged(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    return Paginator(rows, page_size(request, size)).get_page(page_number(request))


def column_tags(name: str, description: str, keywords: str, kind: str) -> dict[str, str]:
    """Return the four column tags of the government-site guide; each page has all of them (rules.md 5.2)."""
    return {"name": name, "description": description or name, "keywords": keywords or name, "type": kind}
