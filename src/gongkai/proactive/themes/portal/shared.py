"""What the public pages of this package share: their site, how they declare themselves public, a line of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.base.ui.text import cn_day
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES, Validity
from gongkai.proactive.themes import queries

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

BADGES: dict[Validity, str] = {
    Validity.VALID: "in_force",
    Validity.NOT_YET: "future",
    Validity.AMENDED: "amended",
    Validity.EXPIRED: "expired",
    Validity.REPEALED: "repealed",
}
ABOUT = "按主题集成的政策文件、解读、指南、问答和办事事项"


def page(request: HttpRequest, name: str, context: dict[str, Any], title: str, status: int = 200) -> HttpResponse:
    crumbs: list[dict[str, str]] = [{"label": "首页", "url": "/"}]
    crumbs += [{"label": "政策专题", "url": "/themes/"}, {"label": title}] if title else [{"label": "政策专题"}]
    column = {"name": "政策专题", "description": ABOUT, "keywords": title or "政策专题", "type": "政策文件"}
    known = {"crumbs": crumbs, "column": column}
    return render(request, f"themes/portal/{name}.html", known | context, status=status)


def line(release: Release, today: dt.date, ended: Container[str] = ()) -> dict[str, Any]:
    """Return one member as `ui/doc_item.html` shows it; only documents are in force or not.

    `ended` are the index numbers of service items that are no longer done: they stay, and say so.
    """
    state = queries.validity_of(release, today)
    document = release.kind == "document"
    label = f"{cn_day(release.effective_on)}起施行" if state is Validity.NOT_YET and release.effective_on else ""
    dates = [{"name": "成文", "date": release.formed_on}] if release.formed_on else []
    dates.append({"name": "公布", "date": timezone.localdate(release.published_at)})
    return {
        "title": release.title,
        "url": KINDS[release.kind].path(release.key),
        "validity": BADGES[state] if document else "",
        "validity_label": (label or VALIDITY_NAMES[state]) if document else "",
        "kind": "已停办" if release.key in ended else "",
        "doc_number": release.doc_number,
        "agency": release.agency.label,
        "dates": dates,
        "excerpt": "",
        "extra": [release.summary] if release.summary and not document else [],
    }
