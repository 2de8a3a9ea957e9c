"""What of the gazette is public: releases alone, never the tables the editors work in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import default_site
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.gazette.rules import ENGLISH, ISSUE, TEXT, english_key, issue_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency, Site
    from gongkai.engine.publishing.models import Release

_TOTAL = re.compile(r"总第(\d+)期")
_YEAR = re.compile(r"/(\d{4})/(\d+)$")


def code_of(agency: Agency) -> str:
    """Return what stands in the addresses of an agency's gazette: nothing for the agency of the main site."""
    site = default_site()
    return "" if site is not None and site.agency_id == agency.pk else agency.code


def public_issues(site: Site, *, year: int = 0) -> QuerySet[Release]:
    """Return the public issues of the site's own gazette, of one year or all, newest first."""
    rows = publishing.public_releases(site).filter(kind=ISSUE, agency=site.agency)
    if year:
        rows = rows.filter(key__startswith=f"{issue_key(year, 0, code=code_of(site.agency))[:-1]}")
    return rows.order_by("-first_published_at", "-item_id")


def year_and_number(key: str) -> tuple[int, int]:
    found = _YEAR.search(key)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def numbers_public(site: Site) -> tuple[list[int], dict[int, int]]:
    """Return the total numbers that are public, and year → how many issues. Titles and addresses tell both."""
    totals, years = [], dict[int, int]()
    for key, title in public_issues(site).values_list("key", "title"):
        found = _TOTAL.search(title)
        if found:
            totals.append(int(found[1]))
        year, _ = year_and_number(key)
        years[year] = years.get(year, 0) + 1
    return totals, dict(sorted(years.items(), reverse=True))


def _by_key(site: Site, key: str, kind: str) -> Release | None:
    found = publishing.release_by_key(key, site)
    return found if found is not None and found.kind == kind else None


def keys_here(site: Site, code: str, rest: str) -> str:
    """Return the index number behind an address: that of the agency named, else of the site's own gazette."""
    own = code or code_of(site.agency)
    return f"gazette/{own}/{rest}" if own else f"gazette/{rest}"


def issue_release(site: Site, year: int, number: int, *, code: str = "") -> Release | None:
    return _by_key(site, keys_here(site, code, f"{year}/{number}"), ISSUE)


def text_release(site: Site, year: int, number: int, place: int, *, code: str = "") -> Release | None:
    return _by_key(site, keys_here(site, code, f"{year}/{number}/{place}"), TEXT)


def english_release(site: Site, issue: str) -> Release | None:
    return _by_key(site, english_key(issue), ENGLISH)


def translated(site: Site, issues: Sequence[str]) -> set[str]:
    """Return those of these issues that have a public English edition. One query."""
    keys = {english_key(key): key for key in issues}
    rows = publishing.public_releases(site).filter(kind=ENGLISH, key__in=list(keys))
    return {keys[key] for key in rows.values_list("key", flat=True)}


def texts_of(issue: Release) -> list[Release]:
    """Return the texts of a public issue that are public, in the order of the issue."""
    keys = [one["key"] for one in issue.edition.snapshot["contents"]]
    rows = publishing.public_releases().filter(kind=TEXT, key__in=keys).select_related("edition")
    known = {row.key: row for row in rows}
    return [known[key] for key in keys if key in known]
