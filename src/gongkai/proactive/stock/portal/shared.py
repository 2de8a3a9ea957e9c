"""What the public pages of this package share: their site, and how they declare themselves public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from gongkai.engine.publishing.rules import Validity

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

BADGES: dict[str, str] = {
    Validity.VALID: "in_force",
    Validity.NOT_YET: "future",
    Validity.AMENDED: "amended",
    Validity.EXPIRED: "expired",
    Validity.REPEALED: "repealed",
}
LONGEST = 60


def site_of(request: HttpRequest) -> Site:
    site: Site | None = getattr(request, "site", None)
    if not site:
        raise Http404
    return site


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare a page public: it may be kept, but a browser asks each time, so that a withdrawal is seen at once."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    declared: Callable[..., HttpResponse] = require_safe(wrapped)
    return declared


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
