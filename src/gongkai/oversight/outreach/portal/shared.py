"""What the public pages share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site


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
