"""Keeping the index true to what is public: told by the outbox, and once a night by the calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.base.files import actions as files
from gongkai.base.files.rules import FileRefused, anchored
from gongkai.base.jobs import actions as jobs
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.publishing.rules import KINDS, consumes, validity
from gongkai.engine.search import actions
from gongkai.engine.search.actions import SearchDocument
from gongkai.engine.search.actions.vocabulary import REBUILD
from gongkai.engine.search.queries import vocabulary
from gongkai.engine.search.rules import told_by

if TYPE_CHECKING:
    from gongkai.base.files.models import StoredFile
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import OutboxEntry, Release
    from gongkai.engine.search.index.synonyms import Vocabulary

BATCH = 500
ATTACHMENT_CHARACTERS = 100_000  # of one file; a longer table of figures finds nobody
LOOK_BACK = dt.timedelta(days=31)  # a worker that was away so long is caught up with


@consumes("search")
def index_releases(entries: Sequence[OutboxEntry]) -> None:
    """Bring the index to what is public now, whatever the entries told then: so twice does no harm, and order none."""
    items = {entry.item_id: entry.key for entry in entries}
    documents = list(documents_of_releases(public_releases().filter(item_id__in=list(items))))
    present = {document.key for document in documents}
    actions.index(documents=documents, deletes=[key for key in items.values() if key not in present])


def documents_of_releases(releases: QuerySet[Release] | None = None) -> Iterator[SearchDocument]:
    """Yield what the index is told about these releases (all of them when not given), in batches of a few queries."""
    wanted = public_releases() if releases is None else releases
    wanted = wanted.select_related("edition", "agency", "item").order_by("pk")
    wanted = wanted.prefetch_related("item__placements__column", "edition__files__file")
    last, today, known = 0, timezone.localdate(), _Agencies()
    while batch := list(wanted.filter(pk__gt=last)[:BATCH]):
        words = vocabulary()
        for release in batch:
            yield _document(release, today, known, words)
        last = batch[-1].pk


class _Agencies:
    """The names of the superiors of agencies, read once a run."""

    def __init__(self) -> None:
        self._names: dict[int, tuple[str, ...]] = {}

    def names(self, agency: Agency) -> tuple[str, ...]:
        if agency.pk not in self._names:
            written = (agency.name, agency.short_name, *agency.former_names)
            self._names[agency.pk] = tuple(name for name in written if name)
        return self._names[agency.pk]


def _document(release: Release, today: dt.date, known: _Agencies, words: Vocabulary) -> SearchDocument:
    facts, agency = release.edition.snapshot, release.agency
    day = release.issued_on or release.formed_on or timezone.localtime(release.published_at).date()
    text = release.edition.text
    *ancestors, own = agency.lineage_codes()
    return SearchDocument(
        key=release.key,
        aside=KINDS[release.kind].aside,
        external_id=release.external_id,
        kind=release.kind,
        title=release.title,
        body="\n".join(filter(None, (release.summary, text))),
        anchors=(*(("",) if release.summary else ()), *anchors_of(text, facts.get("html", ""))),
        also=words.added_to(f"{release.title}\n{text}"),
        doc_number=release.doc_number,
        genre=release.genre,
        category=release.category,
        agency=own,
        agency_names=known.names(agency),
        ancestors=tuple(reversed(ancestors)),
        issuers=tuple(facts["issuers"]),
        themes=tuple(release.themes),
        audiences=tuple(release.audiences),
        columns=tuple(sorted({placement.column.slug for placement in release.item.placements.all()})),
        keywords=tuple(facts["keywords"]),
        year=day.year,
        date=day,
        published_at=release.published_at,
        validity=validity(
            today,
            effective_on=release.effective_on,
            expires_on=release.expires_on,
            repealed_on=release.repealed_on,
            amended=release.amended,
        ).value,
        url=KINDS[release.kind].path(release.key),
        attachments_text="\n".join(
            filter(None, (told_by(facts), *_texts(attached.file for attached in release.edition.files.all())))
        ),
    )


BLOCK = re.compile(r'<[a-z0-9]+\b[^>]*?\sid="(p\d+)"[^>]*>')
TAG = re.compile(r"<[^>]*>")
FLAT_BLOCK = re.compile(r'<(p|h[234])(?: class="[^"<>]*")?>([^<]*)</\1>')
FLAT = re.compile(rf"(?:{FLAT_BLOCK.pattern}\s*)*")
AHEAD = 6  # blocks looked ahead for a line


def _blocks(html: str) -> Iterator[tuple[str, str]]:
    """Yield the numbered blocks of clean HTML with what stands in each."""
    if FLAT.fullmatch(html):  # nothing but paragraphs and headings: their order is their number
        for number, match in enumerate(FLAT_BLOCK.finditer(html), 1):
            yield f"p{number}", match[2]
        return
    parts = BLOCK.split(anchored(html)[0])
    yield from zip(parts[1::2], parts[2::2], strict=True)


def anchors_of(text: str, html: str) -> tuple[str, ...]:
    """Return, for each line of a text, the anchor of its block on the page (p1, p2 …); lines nobody knows get the last one's."""
    blocks = [(name, "".join(unescape(TAG.sub("", inner)).split())) for name, inner in _blocks(html)]
    found: list[str] = []
    at, place = 0, 0
    for line in text.split("\n"):
        wanted = "".join(line.split())
        for ahead in range(at, min(at + AHEAD, len(blocks))):
            inner = blocks[ahead][1]
            where = inner.find(wanted, place if ahead == at else 0)
            if wanted and inner and (where >= 0 or wanted.endswith(inner)):
                at, place = ahead, max(where, 0) + len(wanted)
                break
        found.append(blocks[at][0] if blocks else "")
    return tuple(found)


def _texts(stored: Iterable[StoredFile]) -> Iterator[str]:
    for file in stored:
        try:
            yield files.extract_stored(file=file).text[:ATTACHMENT_CHARACTERS]
        except FileRefused:
            continue  # a picture, a file with a password: it stays an attachment that cannot be searched


@jobs.handles(REBUILD, lease_seconds=3600)
def rebuild_index(claimed: list[ClaimedJob]) -> None:
    """Build the index anew: words that are added while building have changed."""
    del claimed
    actions.rebuild(documents=documents_of_releases())


@jobs.handles("search.forget", lease_seconds=300)
def forget_old_counts(claimed: list[ClaimedJob]) -> None:
    del claimed
    actions.forget_old()


jobs.every("search.forget", daily_at="03:40")


@jobs.handles("search.validity", lease_seconds=300)
def follow_the_calendar(claimed: list[ClaimedJob]) -> None:
    """Index anew what came into force or ended lately: that is no event, it is the date."""
    del claimed
    today = timezone.localdate()
    begun = Q(effective_on__range=(today - LOOK_BACK, today)) | Q(repealed_on__range=(today - LOOK_BACK, today))
    ended = Q(expires_on__range=(today - LOOK_BACK, today))
    actions.index(documents=documents_of_releases(public_releases().filter(begun | ended)))


jobs.every("search.validity", daily_at="00:05")
