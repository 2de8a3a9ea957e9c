"""Looking for items in what was released: what is mentioned and undecided becomes a task, what is gone is no task any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.services.models import Binding
from gongkai.proactive.services.queries import matcher
from gongkai.proactive.services.queries.bindings import DOCUMENT, text_of
from gongkai.proactive.services.rules import Bond

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.engine.publishing.models import Release
    from gongkai.proactive.services.rules.matching import Matcher, Mention

BATCH = 200


def scan(releases: Iterable[Release]) -> int:
    """Look through these releases, whatever was found before, and return how many tasks began. Twice does no harm."""
    finder = matcher()
    return sum(_looked(release, finder) for release in releases if release.kind == DOCUMENT)


def scan_for(item_ids: Iterable[int]) -> int:
    """Look through what is public of these items."""
    rows = publishing.public_releases().filter(item__in=list(item_ids), kind=DOCUMENT)
    return scan(rows.select_related("edition__item", "agency"))


def scan_year(year: int) -> int:
    """Look through everything first published in a year: the register has changed."""
    rows = publishing.public_releases().filter(kind=DOCUMENT, first_published_at__year=year)
    return scan(rows.select_related("edition__item", "agency").order_by("pk").iterator(chunk_size=BATCH))


@transaction.atomic
def _looked(release: Release, finder: Matcher) -> int:
    found = finder.offered(text_of(release.edition))
    standing = {row.service_id: row for row in Binding.objects.filter(document=release.item_id)}
    for row in standing.values():
        _followed(row, found.get(row.service_id))
    new = [
        Binding(
            document_id=release.item_id, service_id=pk, words=one.name[:100], quote=one.quote[:300],
            found_on=timezone.localdate(),
        )
        for pk, one in found.items()
        if pk not in standing
    ]  # fmt: skip
    Binding.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        events.record(
            tag="services:binding:open", by=the_system("services").actor(agency=release.agency),
            subject=Subject(release.kind, release.key, release.title), new={"文中写法": "、".join(row.words for row in new)},
        )  # fmt: skip
    return len(new)


def _followed(row: Binding, mention: Mention | None) -> None:
    """Let an undecided task go with the words that made it, and come back with them."""
    if mention is None and row.state == Bond.OPEN:
        row.state = Bond.GONE
    elif mention is not None and row.state == Bond.GONE:
        row.state = Bond.OPEN
    else:
        return
    if mention is not None:
        row.words, row.quote = mention.name[:100], mention.quote[:300]
    row.save(update_fields=["state", "words", "quote"])
