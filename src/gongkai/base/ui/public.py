"""What every public page shares: the site it belongs to, and how it declares itself public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
NO_SITE = "平台还没有建立网站。请系统管理员在后台“网站”中新增一个默认网站。"


def site_of(request: HttpRequest) -> Site:
    """Return the site of this request. Raises Http404 while the platform has none."""
    site = getattr(request, "site", None)
    if not site:
        raise Http404(NO_SITE)
    return cast("Site", site)


def public_page(view: View[P]) -> View[P]:
    """Declare a page public: it may be kept, but a browser asks each time, so that a withdrawal is seen at once."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    return cast("View[P]", require_safe(wrapped))


class CountedPage(HttpResponse):
    """A page whose readings are counted under an index number (R266)."""

    counted_as: str = ""


def counted(response: HttpResponse, key: str) -> HttpResponse:
    """Have a page of content counted when it is read; an answer that is no page (410) stays as it is."""
    if response.status_code != 200:
        return response
    page = CountedPage(response.content)
    page.counted_as = key
    return page


def readings(request: HttpRequest | None, key: str) -> int | None:
    """Return how often the thing was read, robots and reloads left out; None where nobody counts (a preview)."""
    views = getattr(request, "views_of", None)
    return int(views(key)) if views else None
