"""The choice of script (简体, 繁體): kept in a cookie that says nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.doors.site.carrying import without
from gongkai.doors.site.script import SCRIPT_COOKIE, SCRIPTS

YEAR = 365 * 24 * 3600


@require_safe
@never_cache
def script(request: HttpRequest) -> HttpResponse:
    """Remember ?to=hans|hant and go back to ?next= (an address of this site only, and without a script of its own: it would win)."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = redirect(without(target))
    if (wanted := request.GET.get("to", "")) in SCRIPTS:
        response.set_cookie(SCRIPT_COOKIE, wanted, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
