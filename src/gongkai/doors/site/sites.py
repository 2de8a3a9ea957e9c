"""Which site a request belongs to. Pages reach it as `request.site`; nobody else asks the host name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from gongkai.base.organisations.queries import site_for_host
from gongkai.doors.site.queries import view_count

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

NO_SITE = "平台还没有建立网站。请系统管理员在后台“网站”中新增一个默认网站。"


class SiteMiddleware:
    """Give each request its `site`, read when first asked for (one query), and `views_of(key)` for pages of content."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        shown: Any = request
        shown.site = SimpleLazyObject(lambda: site_for_host(request.get_host()))
        shown.views_of = view_count
        return self.get_response(request)


def site_of(request: HttpRequest) -> Site:
    """Return the site of this request; 404 while the platform has none."""
    site = getattr(request, "site", None)
    if not site:
        raise Http404(NO_SITE)
    return cast("Site", site)
