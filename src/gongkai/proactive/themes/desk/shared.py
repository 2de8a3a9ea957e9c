"""What the desk pages of this package share."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.officer import OfficerRequest, desk_page
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.proactive.themes.permissions import may_read
from gongkai.proactive.themes.rules import LINES

if TYPE_CHECKING:
    from collections.abc import Iterable

NAV = "themes"
PER_PAGE = LINES
GET_POST = ["GET", "HEAD", "POST"]
PILLS = {"open": "warn", "in": "ok", "out": "pause"}


def check_reads(request: OfficerRequest) -> None:
    """Raises NotAllowed for roles that have nothing to do with themes."""
    if not may_read(request.acting):
        raise NotAllowed("“政策专题”供“政务公开专员”“网站编辑”和办理公文的岗位使用，您目前没有这些岗位。")


def page(
    request: OfficerRequest, template: str, context: dict[str, Any], *trail: dict[str, str], status: int = 200
) -> HttpResponse:
    check_reads(request)
    crumbs: list[dict[str, str]] = [{"label": "政策专题", "url": reverse("themes:overview")}, *trail]
    return desk_page(request, f"themes/desk/{template}.html", {"crumbs": crumbs} | context, nav=NAV, status=status)


def as_csv(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Return a table that spreadsheets open in Chinese and never compute."""
    text = io.StringIO()
    csv.writer(text).writerows([[safe_cell(cell) for cell in row] for row in rows])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def history(subject: Subject) -> list[dict[str, Any]]:
    found = events.events_of(subject).order_by("-seq")[:100]
    return [
        {
            "at": event.at,
            "who": f"{event.actor_name}　{event.actor_role}",
            "what": label(event.tag),
            "note": event.remark,
            "changes": [
                {"label": key, "old": (event.old or {}).get(key), "new": value}
                for key, value in (event.new or {}).items()
            ],
        }
        for event in found
    ]
