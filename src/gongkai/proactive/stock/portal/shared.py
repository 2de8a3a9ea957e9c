"""What the public pages of this package share: their site, and how they declare themselves public."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.engine.publishing.rules import Validity

if TYPE_CHECKING:
    pass

BADGES: dict[str, str] = {
    Validity.VALID: "in_force",
    Validity.NOT_YET: "future",
    Validity.AMENDED: "amended",
    Validity.EXPIRED: "expired",
    Validity.REPEALED: "repealed",
}
LONGEST = 60


def page(request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    crumbs = [{"label": "首页", "url": "/"}, {"label": "政府信息公开", "url": "/disclosure/"}]
    known = {
        "crumbs": [*crumbs, *context.pop("trail", [{"label": title}])],
        "column": {"name": title, "description": context.get("about", title), "keywords": title, "type": "政策文件"},
    }
    return render(request, f"stock/portal/{name}.html", known | context, status=status)


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return what was asked, cut to a sensible length; nonsense becomes nothing found, never an error."""
    return {name: request.GET.get(name, "").strip()[:LONGEST] for name in names}


def day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
