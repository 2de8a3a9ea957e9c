"""What the pages of the portal share: how they declare themselves public, and how they show a release in a list."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from gongkai.base.ui.text import cn_day
from gongkai.engine.publishing.rules import KINDS, Validity, validity

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
BADGES: dict[Validity, str] = {
    Validity.VALID: "in_force",
    Validity.NOT_YET: "future",
    Validity.AMENDED: "amended",
    Validity.EXPIRED: "expired",
    Validity.REPEALED: "repealed",
}
# What only tells of a fact is neither in force nor out of force, unless it says so itself.
FACTUAL_GENRES = frozenset({"公告", "公示", "通报", "报告", "会议纪要", "函"})
FACTUAL_CATEGORIES = frozenset({"财政信息", "通知公告", "人事信息"})
PAGE_SIZE = 20


def public_page(view: View[P]) -> View[P]:
    """Declare a page public: it may be kept, but a browser asks each time, so that a withdrawal is seen at once."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    return cast("View[P]", require_safe(wrapped))


def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"site/portal/{template}.html", dict(context), status=status)


def in_site(agency: Any, site: Site) -> bool:
    """Return whether this site may show this agency: the sister of `public_releases(site)`."""
    if site.whole_tree:
        return str(agency.lineage).startswith(site.agency.lineage)
    return bool(agency.pk == site.agency_id)


def validity_of(release: Release, on: dt.date) -> Validity:
    return validity(
        on,
        effective_on=release.effective_on,
        expires_on=release.expires_on,
        repealed_on=release.repealed_on,
        amended=release.amended,
    )


def address(release: Release) -> str:
    return KINDS[release.kind].path(release.key)


def _tells_of_a_fact(release: Release) -> bool:
    undated = release.effective_on is None and release.expires_on is None
    return undated and (release.genre in FACTUAL_GENRES or release.category in FACTUAL_CATEGORIES)


def doc_item(release: Release, today: dt.date | None = None, **more: Any) -> dict[str, Any]:
    """Return one line of a list: title, validity, number, agency, dates, in the order that readers know."""
    day = today or timezone.localdate()
    state = validity_of(release, day)
    factual = state is Validity.VALID and _tells_of_a_fact(release)
    label = ""
    if state is Validity.NOT_YET and release.effective_on is not None:
        label = f"{cn_day(release.effective_on)}起施行"
        if release.effective_on.year != day.year:
            label = f"{release.effective_on.year}年{label}"
    dates = [{"name": "成文", "date": release.formed_on}] if release.formed_on else []
    dates.append({"name": "公布", "date": timezone.localdate(release.published_at)})
    return {
        "title": release.title,
        "url": address(release),
        "validity": "" if factual else BADGES[state],
        "validity_label": label,
        "kind": release.category
        if release.category in FACTUAL_CATEGORIES
        else release.genre or KINDS[release.kind].name,
        "doc_number": release.doc_number,
        "agency": release.agency.label,
        "dates": dates,
    } | more


def doc_items(releases: Iterable[Release]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [doc_item(release, today) for release in releases]


def page_number(request: HttpRequest, name: str = "page") -> int:
    """Return the page asked for; nonsense is the first page."""
    asked = request.GET.get(name, "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def paged(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    return Paginator(rows, size).get_page(page_number(request))


def json_ld(*things: Mapping[str, Any]) -> SafeString:
    """Return schema.org statements as script text that cannot end its own element."""
    graph = [{key: value for key, value in thing.items() if value not in (None, "", [])} for thing in things]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(text)  # noqa: S308 characters of markup are escaped above


def trail(request: HttpRequest, crumbs: list[dict[str, str]]) -> dict[str, Any]:
    """Return the breadcrumb as schema.org wants it."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb["label"],
                "item": request.build_absolute_uri(crumb.get("url") or request.path),
            }
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }


def column_tags(name: str, description: str, keywords: str, kind: str) -> dict[str, str]:
    """Return the four column tags of the government-site guide; each page has all of them (rules.md 5.2)."""
    return {"name": name, "description": description or name, "keywords": keywords or name, "type": kind}
