"""Which site a request belongs to. Pages reach it as `request.site`; nobody else asks the host name."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from gongkai.base.organisations.queries import site_for_host
from gongkai.doors.site.queries import view_count

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

KEEP_SECONDS = 30.0
MOST_HOSTS = 256
_known: dict[tuple[str, str], tuple[float, int | None, Site | None]] = {}


def site_for(host: str, version: int | None = None) -> Site | None:
    """Return the site of a host name, asking the database at most twice a minute. Treat it as read-only.

    `version` is the public version that the page cache has just read: when it rose, the site is asked for again, so
    that a new theme or footer shows at once in every process.
    """
    key = (str(settings.DATA_DIR), host)
    now = time.monotonic()
    kept = _known.get(key)
    if kept is not None and now - kept[0] < KEEP_SECONDS and (version is None or kept[1] == version):
        return kept[2]
    if len(_known) >= MOST_HOSTS:
        _known.clear()
    site = site_for_host(host)
    _known[key] = (now, version, site)
    return site


def site_number(request: HttpRequest) -> int:
    """Return the number of the site of this request, 0 where there is none."""
    site = site_for(request.get_host())
    return site.pk if site is not None else 0


class SiteMiddleware:
    """Give each request its `site`, read when first asked for, and `views_of(key)` for pages of content."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        shown: Any = request
        shown.site = SimpleLazyObject(lambda: site_for(request.get_host(), getattr(request, "public_version", None)))
        shown.views_of = view_count
        return self.get_response(request)


def forget_sites() -> None:
    """Ask again for every site; for tests."""
    _known.clear()
