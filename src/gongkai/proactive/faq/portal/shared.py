"""What the public pages share: their site, and how they declare themselves public."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

HOME = {"label": "首页", "url": "/"}
SHELF = {"label": "常见问题", "url": "/faq/"}
COLUMN = {
    "name": "常见问题",
    "description": "政策文件的常见问题和解答，逐条注明依据",
    "keywords": "常见问题,政策问答",
    "type": "问答（常见问题）",
}


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


def page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"faq/portal/{name}.html", {"column": COLUMN} | context, status=status)


def json_ld(*things: dict[str, Any]) -> SafeString:
    """Return what machines read as the text of a script element: no tag can be closed from inside it."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(things)}, ensure_ascii=False)
    for character, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, code)
    return mark_safe(text)  # noqa: S308 - JSON with the three characters of markup escaped
