"""What the pages share: answers are this reader's alone, and the shell of the portal stands around them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
HOME = {"label": "首页", "url": "/"}
HERE = {"label": "订阅", "url": "/subscriptions/"}
GET_POST = ["GET", "HEAD", "POST"]
UNPROCESSABLE, TOO_MANY, GONE = 422, 429, 410
SHUT = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    # The link is the key: it must not travel on to the next site. Stricter ("no-referrer") would make browsers send our own
    # forms with `Origin: null`, which the protection against forged forms refuses.
    "Referrer-Policy": "same-origin",
}


def shut(view: View[P]) -> View[P]:
    """Mark every answer as this reader's alone: kept by nobody, in no index, its address told to nobody."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        for name, value in SHUT.items():
            response[name] = value
        return response

    return cast("View[P]", wrapped)


def page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"subscriptions/portal/{name}.html", {"canonical": ""} | context, status=status)


def number(text: str | None) -> int | None:
    """Return a small number from a form, None for nothing or nonsense."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
