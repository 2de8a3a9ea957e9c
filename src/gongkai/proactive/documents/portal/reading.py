"""Finding what an address of a document means: something public, an earlier wording of it, something withdrawn, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from gongkai.base.ui.public import site_of
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Edition, Item, Release

P = ParamSpec("P")


class Withdrawn(Exception):
    """What stood here was taken down; the page says when and why (410)."""

    def __init__(self, item: Item) -> None:
        super().__init__(item.key)
        self.item = item


def _shown_on(item: Item, site: Site) -> bool:
    if site.whole_tree:
        return item.agency.lineage.startswith(site.agency.lineage)
    return item.agency_id == site.agency_id


def release_at(request: HttpRequest, key: str) -> Release:
    """Return what is public here on this site. Raises Withdrawn or Http404; for strangers' things always Http404."""
    site = site_of(request)
    release = publishing.release_by_key(key, site)
    if release is not None and release.kind == "document":
        return release
    item = publishing.tombstone(key)
    if item is not None and item.kind == "document" and _shown_on(item, site):
        raise Withdrawn(item)
    raise Http404


def edition_at(request: HttpRequest, key: str, number: int) -> tuple[Release, Edition]:
    """Return the release and the wording with this number: the present one or one that it replaced."""
    release = release_at(request, key)
    if release.edition.number == number:
        return release, release.edition
    edition = publishing.superseded_edition(key, number)
    if edition is None:
        raise Http404
    return release, edition


def public_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Declare a page public, and answer 410 where something was withdrawn."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Withdrawn as gone:
            return withdrawn(request, gone.item)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", require_safe(wrapped))


def withdrawn(request: HttpRequest, item: Any) -> HttpResponse:
    context = {
        "item": item,
        "why": WITHDRAWAL_NAMES.get(item.withdrawal_kind, "已撤下"),
        "crumbs": [{"label": "首页", "url": "/"}, {"label": "政府文件", "url": "/documents/"}, {"label": "已撤下"}],
        "column": {"name": "政府文件", "description": "公文库", "keywords": "政府文件", "type": "政策文件"},
    }
    response = render(request, "documents/portal/withdrawn.html", context, status=410)
    response["Cache-Control"] = "no-store"
    return response
