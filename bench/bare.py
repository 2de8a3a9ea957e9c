"""The baseline of the pages: plain Django views on the same tables, one flat template each, nothing of the platform's pages.

They show the same content as our pages do (shell with the site's columns, particulars, text, files, relations, versions; a
list with counts beside it), read by the ORM in the plain way, without the search index except for the search page.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

# What `django-admin startproject` writes.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE_SIZE = 20
PARTICULARS = (
    ("索引号", "index_number"), ("发文字号", "doc_number"), ("文种", "genre"), ("公开类别", "category"),
    ("主送单位", "addressees"), ("成文日期", "formed_on"), ("印发日期", "issued_on"), ("施行日期", "effective_on"),
    ("有效期至", "expires_on"), ("公开方式", "mode"), ("起草单位", "drafted_by"), ("审议会议", "approving_meeting"),
)  # fmt: skip


@cache
def engine() -> Engine:
    return Engine(dirs=[Path(__file__).resolve().parent / "templates"])


def _answer(template: str, context: dict[str, Any]) -> HttpResponse:
    return HttpResponse(engine().get_template(template).render(Context(context)))


def _shell() -> dict[str, Any]:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Column

    site = Site.objects.select_related("agency").get(is_default=True)
    return {"site": site, "nav": Column.objects.filter(site=site, visible=True, parent=None)}


def document(request: HttpRequest, key: str) -> HttpResponse:
    from gongkai.engine.publishing.models import Release

    release = Release.objects.select_related("edition", "item", "agency").filter(key=key).first()
    if release is None:
        raise Http404
    facts = release.edition.snapshot
    context = _shell() | {
        "release": release,
        "facts": facts,
        "rows": [(label, facts[name]) for label, name in PARTICULARS if facts.get(name)],
        "files": release.edition.files.select_related("file"),
        "relations": release.item.relations.select_related("target__release"),
        "reverse": release.item.reverse_relations.select_related("source__release"),
        "columns": release.item.placements.select_related("column"),
        "editions": release.item.editions.exclude(published_at=None).only(
            "number", "published_at", "change_note", "item_id"
        ),
        "address": request.build_absolute_uri(),
    }
    return _answer("document.html", context)


def library(request: HttpRequest) -> HttpResponse:
    """Show 20 rows, their number, and counts by agency, year and genre; `?year=` narrows."""
    from django.db.models import Count
    from django.db.models.functions import ExtractYear

    from gongkai.engine.publishing.models import Release

    rows = Release.objects.filter(kind="document")
    if year := request.GET.get("year"):
        rows = rows.filter(formed_on__year=int(year))
    plain = rows.order_by()
    context = _shell() | {
        "total": plain.count(),
        "rows": rows.select_related("agency").order_by("-formed_on", "-item_id")[:PAGE_SIZE],
        "agencies": plain.values("agency__code", "agency__name").annotate(count=Count("pk")).order_by("-count"),
        "years": plain.values(year=ExtractYear("formed_on")).annotate(count=Count("pk")).order_by("-year"),
        "genres": plain.values("genre").annotate(count=Count("pk")).order_by("-count"),
    }
    return _answer("library.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """Ask the index for ten hits with facets and highlights, fetch them in one query, print them."""
    from gongkai.engine.publishing.models import Release
    from gongkai.engine.search import queries as index

    facets = ("kind", "validity", "year", "agency", "theme")
    found = index.search(index.SearchRequest(text=request.GET.get("q", ""), facets=facets))
    keys = [hit.key.removeprefix(f"{hit.kind}:") for hit in found.hits]
    rows = {row.key: row for row in Release.objects.select_related("agency").filter(key__in=keys)}
    context = {
        "query": request.GET.get("q", ""),
        "total": found.total,
        "hits": [
            (rows[key], "……".join(index.marked(passage) for passage in hit.passages))
            for key, hit in zip(keys, found.hits, strict=True)
            if key in rows
        ],
        "facets": found.facets,
    }
    return _answer("search.html", context)


urlpatterns = [
    path("documents/", library),
    path("documents/<path:key>", document),
    path("search", search),
]
