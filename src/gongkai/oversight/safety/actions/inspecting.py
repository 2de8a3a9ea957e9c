"""The nightly look: does the record verify, is every public text what was released, are its files whole?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.organisations.queries import default_site, site_model
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import digest
from gongkai.oversight.safety.actions.detecting import Found, Touched, detected
from gongkai.oversight.safety.actions.rechecking import digests_in_log, wrong_files, wrong_release
from gongkai.oversight.safety.models import Inspection
from gongkai.oversight.safety.rules import Kind
from gongkai.oversight.safety.rules.backups import NIGHTS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release

MOST_FAULTS = 200  # of one night; a record that was written anew as a whole need not be listed row by row
CHUNK = 100


def inspect(*, by: Acting, today: dt.date | None = None, whole: bool = False) -> Inspection:
    """Look once; what is wrong becomes an incident of the site it stands on.

    The files of a seventh of the contents are read each night, all of them within a week; with `whole` all at once.
    """
    day = today or timezone.localdate()
    row = Inspection.objects.create()
    faults = _chain(by)
    wrong: dict[int, list[tuple[str, Touched]]] = {}
    sites = list(site_model().objects.select_related("agency"))
    for release, logged in _releases():
        row.pages += 1
        words = [wrong_release(release, logged=logged)]
        if whole or release.item_id % NIGHTS == day.toordinal() % NIGHTS:
            row.files += len(release.edition.files.all())
            words += wrong_files(release)
        if found := [one for one in words if one]:
            site = _site_of(release, sites)
            if site is not None:
                wrong.setdefault(site.pk, []).extend((one, Touched(release.item_id, release.title)) for one in found)
    faults += _tampered(wrong, sites, by)
    row.faults, row.ended_at = faults[:MOST_FAULTS], timezone.now()
    row.save()
    return row


def _chain(by: Acting) -> list[str]:
    """Judge the chain, the public log and its checkpoints. A record once broken stays so: one finding, one incident."""
    faults = [fault.message for fault in islice(events.iter_faults(), MOST_FAULTS)]
    site = default_site()
    if not faults or site is None:
        return faults
    mark = f"chain:{digest(faults)[:40]}"
    title = f"操作记录核验不通过，共{len(faults)}处"
    detected(found=Found(mark, site, Kind.TAMPER, title, tuple(faults), only_once=True), by=by)
    return faults


def _releases() -> Iterator[tuple[Release, bool]]:
    """Yield what is public, and whether the public log knows its digest, a batch at a time.

    The texts of a large library do not fit into memory together. A look that was broken off begins anew: it only reads,
    and what it finds twice is one incident.
    """
    rows = publishing.public_releases().select_related("edition").prefetch_related("edition__files__file")
    rows, last = rows.order_by("item_id"), 0
    while batch := list(rows.filter(item_id__gt=last)[:CHUNK]):
        logged = digests_in_log(batch)
        yield from ((release, release.edition.content_sha256 in logged) for release in batch)
        last = batch[-1].item_id


def _site_of(release: Release, sites: Iterable[Site]) -> Site | None:
    """Return the site of the content's own agency, else the nearest above it that shows the whole tree."""
    codes = release.agency.lineage_codes()
    fitting = [
        site for site in sites
        if site.agency_id == release.agency_id or (site.whole_tree and site.agency.code in codes)
    ]  # fmt: skip
    return max(fitting, key=lambda site: codes.index(site.agency.code), default=None) or default_site()


def _tampered(wrong: dict[int, list[tuple[str, Touched]]], sites: Iterable[Site], by: Acting) -> list[str]:
    named = {site.pk: site for site in sites}
    for pk, listed in wrong.items():
        facts = tuple(words for words, _ in listed[:MOST_FAULTS])
        if more := len(listed) - MOST_FAULTS:
            facts += (f"另有{more}处，见受影响的内容",) if more > 0 else ()
        releases = tuple({touched.item_id: touched for _, touched in listed}.values())
        title = f"公开内容与发布时不一致，共{len(releases)}件"
        detected(found=Found(f"tamper:{pk}", named[pk], Kind.TAMPER, title, facts, releases), by=by)
    return [words for listed in wrong.values() for words, _ in listed]
