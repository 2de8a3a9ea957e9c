"""The English edition: its shelf, and an issue. The shell, names and language switch are those of the English window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

from gongkai.base.files.rules import anchored
from gongkai.base.ui.public import public_page, site_of
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES
from gongkai.proactive.gazette.models import Gazette
from gongkai.proactive.gazette.queries.public import english_release, issue_release, public_issues, year_and_number
from gongkai.proactive.gazette.rules import ENGLISH, ENGLISH_PATH, path_of
from gongkai.proactive.gazette.rules.english import PREVAILS, default_title, en_date

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

HOME = {"label": "Home", "url": "/en/"}
SHELF = {"label": "Gazette", "url": ENGLISH_PATH}


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, f"gazette/english/{template}.html", context, status=status)
    response["Content-Language"] = "en"
    return response


def _name(site: Site) -> str:
    gazette = Gazette.objects.filter(agency=site.agency).first()
    return gazette.english_name if gazette and gazette.english_name else "Government Gazette"


def _line(release: Release) -> dict[str, Any]:
    year, number = year_and_number(release.key)
    return {
        "title": release.title, "brief": f"{year}, No. {number}", "url": path_of(release.key),
        "on": en_date(timezone.localdate(release.first_published_at)), "summary": release.summary,
    }  # fmt: skip


@public_page
def shelf(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    rows = publishing.public_releases(site).filter(kind=ENGLISH, agency=site.agency).order_by("-first_published_at")
    context = {
        "name": _name(site), "items": [_line(row) for row in rows], "total": public_issues(site).count(),
        "crumbs": [HOME, {"label": "Gazette"}], "prevails": PREVAILS,
        "description": "Issues of the government gazette that have been translated into English.",
    }  # fmt: skip
    return _page(request, "shelf", context)


@public_page
def issue(request: HttpRequest, year: int, number: int, code: str = "") -> HttpResponse:
    """The English edition; of an issue that nobody translated, its particulars and the way to the Chinese text."""
    site = site_of(request)
    original = issue_release(site, year, number, code=code)
    key = "/".join(part for part in ("gazette", code, str(year), str(number)) if part)
    english = english_release(site, original.key if original else key)
    if original is None or english is None:
        return _without(request, site, original, key)
    facts = english.edition.snapshot
    number_now = original.edition.number
    columns: list[dict[str, Any]] = []
    for place, one in enumerate(facts["contents"], start=1):
        if not columns or columns[-1]["name"] != one["column"]:
            columns.append({"name": one["column"], "texts": []})
        html = anchored(one["html"])[0].replace('id="p', f'id="t{place}-p')
        columns[-1]["texts"].append(
            {"title": one["title"], "html": mark_safe(html), "id": f"t{place}", "chinese": path_of(one["key"])}  # noqa: S308 cleaned when it was stored
        )
    context = {
        "title": english.title, "release": english, "original": original, "columns": columns, "preface": facts["preface"],
        "published": en_date(timezone.localdate(english.published_at)), "prevails": PREVAILS,
        "outdated": facts["source_edition"] != number_now, "chinese_path": path_of(original.key),
        "crumbs": [HOME, SHELF, {"label": f"{year}, No. {number}"}],
        "description": facts["preface"] or english.title, "translated": True,
    }  # fmt: skip
    return _page(request, "issue", context)


def _without(request: HttpRequest, site: Site, original: Release | None, key: str) -> HttpResponse:
    if original is None:
        item = publishing.tombstone(f"en/{key}") or publishing.tombstone(key)
        if item is None:
            raise Http404
        why = WITHDRAWAL_NAMES.get(item.withdrawal_kind, "")
        context: dict[str, Any] = {"title": "Withdrawn", "withdrawn": True, "why": why, "noindex": True}
        status = 410
    else:
        facts = original.edition.snapshot
        title = default_title(_name(site), facts["year"], facts["number"], facts["total"])
        context = {"title": title, "original": original, "chinese_path": path_of(original.key), "noindex": True}
        status = 200
    crumbs = [HOME, SHELF, {"label": str(context["title"])}]
    return _page(request, "issue", context | {"crumbs": crumbs, "description": "Not translated."}, status)
