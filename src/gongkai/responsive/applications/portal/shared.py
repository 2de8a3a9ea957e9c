"""What the pages of applicants share: nothing of them is kept, indexed or passed on; who the applicant is to the record."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from gongkai.base.events.rules import Actor
from gongkai.base.guard.queries import address_of
from gongkai.base.organisations.queries import Acting, agency_model, subtree, the_system

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
HOME = {"label": "首页", "url": "/"}
APPLY = {"label": "申请公开", "url": "/apply/"}
CRUMBS = [HOME, APPLY, {"label": "查询办理进度"}]
SHUT = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    "Referrer-Policy": "same-origin",
}


def shut(view: View[P]) -> View[P]:
    """Mark every answer as this reader's alone: kept by nobody, in no index (but the empty form, which may be found)."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        for name, value in SHUT.items():
            response[name] = value
        if getattr(response, "may_be_found", False):
            del response["X-Robots-Tag"]
            response["Cache-Control"] = "private, no-cache"  # whoever goes back to it finds what was typed
        return response

    return cast("View[P]", wrapped)


def page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"applications/portal/{name}.html", {"canonical": ""} | context, status=status)


def applicant() -> Acting:
    """Return who does what an applicant asked for. It may do everything: the caller makes sure whose form it is."""
    return the_system("applicant")


def citizen(request: HttpRequest, name: str = "") -> Actor:
    return Actor("citizen", name or "申请人", address=address_of(request))


def agencies_of(request: HttpRequest) -> list[Any]:
    """Return the agencies that can be applied to on this site: its own, and those below where it serves the whole tree."""
    site = getattr(request, "site", None)
    model = agency_model()
    rows = model.objects.all()
    if site:
        rows = subtree(site.agency) if site.whole_tree else model.objects.filter(pk=site.agency_id)
    return list(rows.filter(abolished_on=None).order_by("order", "code"))
