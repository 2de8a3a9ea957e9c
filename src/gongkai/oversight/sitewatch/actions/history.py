"""What each look at a link gave, kept as long as the link stands: one line for a run of looks that came to the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.oversight.sitewatch.models import Link, Look
from gongkai.oversight.sitewatch.rules.links import BROKEN, WORKING, Outcome, failed_days_after

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.oversight.sitewatch.queries.standing import Placed, Standing

BATCH = 500
FIELDS = (
    "page_title text agency outcome reason address target_title failed_days last_failed_on last_good_at asked_at present item"
).split()
Standings = Mapping[tuple[str, str], "tuple[Placed, Standing | None]"]


def keep(*, site: Site, standing: Standings, now: dt.datetime, whole: bool = True) -> list[Link]:
    """Bring the rows of a site's links up to date and return those that stand; `whole`: what is not named is gone.

    A link that was not asked this time (None) keeps what it had.
    """
    rows = Link.objects.filter(site=site).select_related("agency", "site")
    if not whole:
        rows = rows.filter(path__in={path for path, _ in standing})
    known = {(row.path, row.digest): row for row in rows}
    new = [_new(site, link) for key, (link, _) in standing.items() if key not in known]
    Link.objects.bulk_create(new, batch_size=BATCH)
    known |= {(row.path, row.digest): row for row in new}
    before = {key: known[key].outcome for key in standing}
    for key, (link, found) in standing.items():
        _update(known[key], link, found, now)
    Link.objects.bulk_update([known[key] for key in standing], FIELDS, batch_size=BATCH)
    if whole:
        gone = [row.pk for key, row in known.items() if key not in standing and row.present]
        for start in range(0, len(gone), BATCH):
            Link.objects.filter(pk__in=gone[start : start + BATCH]).update(present=False)
    _remember([(known[key], before[key]) for key, (_, found) in standing.items() if found is not None], now)
    return [known[key] for key in standing]


def _new(site: Site, link: Placed) -> Link:
    return Link(
        site=site, agency=link.agency, item_id=link.item_id, path=link.path, page_title=link.page_title,
        text=link.text, url=link.url, digest=link.digest, outside=link.outside,
    )  # fmt: skip


def _update(row: Link, link: Placed, found: Standing | None, now: dt.datetime) -> None:
    row.page_title, row.text, row.agency, row.item_id, row.present = (
        link.page_title,
        link.text,
        link.agency,
        link.item_id,
        True,
    )
    if found is None:
        return
    today = timezone.localdate(now)
    row.failed_days = min(failed_days_after(found.outcome, row.failed_days, row.last_failed_on, today), 1000)
    changed = found.outcome == Outcome.WRONG and row.target_title and row.target_title != found.title
    reason = f"{found.reason}以前这里是“{row.target_title[:80]}”。" if changed else found.reason
    row.outcome, row.reason, row.address = found.outcome, reason[:300], found.address[:2000]
    row.asked_at = now
    if found.outcome in BROKEN:
        row.last_failed_on = today
    elif found.outcome in WORKING:
        # What it was before it became something else stays known.
        row.target_title, row.last_good_at = found.title[:300], now


def _remember(looked: list[tuple[Link, str]], now: dt.datetime) -> None:
    """Begin a line where the outcome changed, lengthen the line where a fault goes on; what stays good needs no line a day."""
    going_on = [row.pk for row, before in looked if row.outcome == before and row.outcome not in WORKING]
    latest: dict[int, Look] = {}
    for start in range(0, len(going_on), BATCH):
        for look in Look.objects.filter(link__in=going_on[start : start + BATCH]).order_by("last_at", "pk"):
            latest[look.link_id] = look
    for look in latest.values():
        look.last_at, look.times = now, look.times + 1
    Look.objects.bulk_update(latest.values(), ["last_at", "times"], batch_size=BATCH)
    Look.objects.bulk_create(
        [
            Look(link=row, outcome=row.outcome, reason=row.reason, first_at=now, last_at=now)
            for row, before in looked
            if row.outcome != before
        ],
        batch_size=BATCH,
    )
