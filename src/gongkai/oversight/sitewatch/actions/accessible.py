"""无障碍检查: every public page of a site is looked at, by night and when somebody asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import OutOfSight, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS
from gongkai.oversight.sitewatch.actions.own_pages import opens, read_own
from gongkai.oversight.sitewatch.models import PageReport
from gongkai.oversight.sitewatch.queries.standing import content_pages
from gongkai.oversight.sitewatch.rules.accessible import (
    RULES_VERSION,
    Barrier,
    page_barriers,
    wording_barriers,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Site
    from gongkai.base.organisations.queries import Acting

ACCESS_JOB = "sitewatch.access"
# What the program itself makes; columns and agencies of the site come to these.
FRAME = ("/", "/documents/", "/disclosure/", "/agencies/", "/search", "/ask", "/topics/", "/reposts/", "/verify/")
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as it was looked at. `barriers` None: it is the same text as last time."""

    path: str
    title: str
    agency: Agency
    item_id: int | None
    digest: str
    barriers: list[Barrier] | None


def look_at_site(*, site: Site) -> int:
    """Look at every public page of a site and forget pages that are gone; return on how many something is in the way.

    A text that is the same as last time, judged by the same rules, is not judged again.
    """
    known = dict(PageReport.objects.filter(site=site).values_list("path", "digest"))
    standing: set[str] = set()
    for seen in _pages(site, known):
        standing.add(seen.path)
        _keep(site, seen)
    gone = [path for path in known if path not in standing]
    for start in range(0, len(gone), AT_ONCE):
        PageReport.objects.filter(site=site, path__in=gone[start : start + AT_ONCE]).delete()
    return PageReport.objects.filter(site=site, count__gt=0).count()


def look_at_page(*, report: PageReport, by: Acting) -> PageReport | None:
    """Look at one page again, now; None when it is no longer public. Raises OutOfSight, NotAllowed."""
    check_look(report, by)
    for seen in _one(report.site, report.path):
        return _keep(report.site, seen)
    report.delete()
    return None


def ask_for_look(*, site: Site, by: Acting) -> None:
    """Look at the whole site in the background. Raises OutOfSight, NotAllowed."""
    check(by, Permission.SITEWATCH_MANAGE, site.agency)
    jobs.enqueue(kind=ACCESS_JOB, payload={"site": site.pk}, key=str(site.pk))


def check_look(report: PageReport, by: Acting) -> None:
    """The editor of the site may, and the agency whose page it is."""
    if by.may(Permission.SITEWATCH_MANAGE, report.site.agency):
        return
    if not by.sees(report.agency):
        raise OutOfSight
    check(by, Permission.SITEWATCH_MANAGE, report.agency)


def _pages(site: Site, known: dict[str, str]) -> Iterator[Seen]:
    for release in content_pages(site):
        kind = KINDS.get(release.kind)
        path = kind.path(release.key) if kind else ""
        if path:
            yield _wording(path, release, known)
    yield from _frame(site)


def _wording(path: str, release: object, known: dict[str, str]) -> Seen:
    html = release.edition.html  # type: ignore[attr-defined]
    digest = _digest(html)
    same = known.get(path[:300]) == digest
    return Seen(
        path[:300], release.title[:300], release.agency, release.item_id, digest,  # type: ignore[attr-defined]
        None if same else wording_barriers(html),
    )  # fmt: skip


def _frame(site: Site) -> Iterator[Seen]:
    """Yield the pages that the program makes, whole, as visitors get them."""
    if not opens(site.host):
        return
    slugs = publishing.columns_of_site(site).values_list("slug", flat=True)
    for path in (*FRAME, *(f"/columns/{slug}/" for slug in slugs)):
        yield from _framed(site, path)


def _framed(site: Site, path: str) -> Iterator[Seen]:
    root = read_own(site.host, path).root
    if root is not None:
        title = " ".join((root.findtext(".//title") or path).split())
        yield Seen(path[:300], title[:300], site.agency, None, _digest(path), page_barriers(root))


def _one(site: Site, path: str) -> Iterator[Seen]:
    releases = list(content_pages(site, path))
    for release in releases:
        if KINDS[release.kind].path(release.key) == path:
            yield _wording(path, release, {})
    if not releases and opens(site.host):
        yield from _framed(site, path)


def _digest(text: str) -> str:
    return hashlib.sha256(f"{RULES_VERSION}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def _keep(site: Site, seen: Seen) -> PageReport:
    row = PageReport.objects.filter(site=site, path=seen.path).first() or PageReport(site=site, path=seen.path)
    row.title, row.agency, row.item_id, row.digest = seen.title, seen.agency, seen.item_id, seen.digest
    row.looked_at = timezone.now()
    if seen.barriers is not None:
        row.barriers, row.count = [one.kept() for one in seen.barriers], len(seen.barriers)
        row.kinds = "".join(f" {kind} " for kind in sorted({one.check for one in seen.barriers}))[:300]
        row.since = (row.since or timezone.localdate()) if row.count else None
    row.save()
    return row
