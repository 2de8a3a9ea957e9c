"""What the public pages of the gazette share: their site, how they declare themselves public, what was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

HOME = {"label": "首页", "url": "/"}
SHELF = {"label": "政府公报", "url": "/gazette/"}
LONGEST = 100


def page(
    request: HttpRequest, name: str, title: str, context: dict[str, Any], *, trail: tuple[dict[str, str], ...] = (), status: int = 200
) -> HttpResponse:  # fmt: skip
    known = {
        "crumbs": [HOME, *(trail or ({"label": title},))],
        "column": {
            "name": "政府公报",
            "description": context.get("about", title),
            "keywords": "政府公报",
            "type": "政策文件",
        },
    }
    return render(request, f"gazette/portal/{name}.html", known | context, status=status)


def gone_or_404(request: HttpRequest, key: str, site: Site) -> HttpResponse:
    """Answer 410 where something of ours was withdrawn; raises Http404 where nothing was."""
    item = publishing.tombstone(key)
    if item is None or not item.agency.lineage.startswith(site.agency.lineage):
        raise Http404
    context = {
        "item": item,
        "why": WITHDRAWAL_NAMES.get(item.withdrawal_kind, "已撤下"),
        "crumbs": [HOME, SHELF, {"label": "已撤下"}],
        "column": {"name": "已撤下", "description": "已撤下", "keywords": "已撤下", "type": "政策文件"},
    }
    response = render(request, "site/portal/gone.html", context, status=410)
    response["Cache-Control"] = "no-store"
    return response


def asked(request: HttpRequest, name: str) -> str:
    """Return what was asked, cut to a sensible length; nonsense becomes nothing found, never an error."""
    return " ".join(request.GET.get(name, "").replace("\x00", "").split())[:LONGEST]


def whole(request: HttpRequest, name: str) -> int:
    text = asked(request, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
