"""The standard text of a document beside what the site shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.files.rules import to_text
from gongkai.base.prepared.queries import prepared
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.gazette.models import Divergence, Entry
from gongkai.proactive.gazette.rules import ANSWER_NAMES, TOLD, Answer, State, path_of
from gongkai.proactive.gazette.rules.framing import framed
from gongkai.proactive.gazette.rules.standard import Comparison, compare, whole

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Release


@dataclass(frozen=True)
class Written:
    """A document as the gazette would print it today."""

    title: str
    doc_number: str
    issuer: str
    formed_on: dt.date | None
    edition: int
    html: str
    text: str
    mode: str

    @property
    def whole(self) -> str:
        return whole(self.title, self.doc_number, self.text)


def written(release: Release) -> Written:
    facts: dict[str, Any] = release.edition.snapshot
    html = framed(facts)
    return Written(
        title=release.title,
        doc_number=release.doc_number,
        issuer="、".join(facts["issuers"])[:100],
        formed_on=release.formed_on,
        edition=release.edition.number,
        html=html,
        text=to_text(html),
        mode=str(facts.get("mode") or ""),
    )


def standing(item_ids: Iterable[int]) -> dict[int, Written]:
    """Return what is public now of these documents, by item. One query."""
    rows = publishing.public_releases().filter(item__in=list(item_ids), kind="document").select_related("edition")
    return {row.item_id: written(row) for row in rows}


def whole_of(entry: Entry) -> str:
    return whole(entry.title, entry.doc_number, entry.text)


def comparison_of(entry: Entry, site: Written | None) -> Comparison:
    """Compare the gazette's text with what the site shows; a withdrawn document shows nothing."""
    return compare(whole_of(entry), site.whole if site else "")


@dataclass(frozen=True)
class Told:
    """What readers are told of a decided difference."""

    on: dt.date
    label: str
    text: str
    links: tuple[tuple[str, str], ...]


def _told(row: Divergence) -> Told:
    said = {
        Answer.NOTICE: "公报文本有误，以更正为准",
        Answer.SITE: "网站版本与公报标准文本不一致，以公报为准，网站正在改正",
        Answer.LAWFUL: ANSWER_NAMES[Answer.LAWFUL],
    }[Answer(row.verdict)]
    if row.settled_at and row.verdict == Answer.SITE:
        said = "网站版本曾与公报标准文本不一致，现已改正"
    notices = [one for one in row.notices.all() if one.item_id and one.issue.state == State.RELEASED]
    links = tuple((f"{one.issue.brief}更正", path_of(one.item.key)) for one in notices if one.item)
    assert row.decided_at is not None
    return Told(timezone.localdate(row.decided_at), said, row.note, links)


def _decided(**where: Any) -> list[Divergence]:
    rows = Divergence.objects.filter(verdict__in=TOLD, entry__issue__state=State.RELEASED, **where)
    return list(rows.prefetch_related("notices__item", "notices__issue").order_by("decided_at"))


def notes_for_text(key: str) -> list[Told]:
    """Return what stands on the page of a gazette text about its differences, once somebody decided."""
    return [_told(row) for row in _decided(entry__item__key=key)]


def notes_for_document(key: str) -> list[Told]:
    return [_told(row) for row in _decided(entry__document__key=key)]


@prepared("")
def _printed(key: str) -> QuerySet[Entry]:
    rows = Entry.objects.filter(document__key=key, issue__state=State.RELEASED, item__release__isnull=False)
    return rows.select_related("issue__gazette", "issue__item", "item__release").order_by("issue__total")


def printed_in(key: str) -> Iterator[Entry]:
    """Yield the public texts of released issues that print this document."""
    yield from _printed(key)


def corrected_by(key: str) -> list[Entry]:
    """Return the correction notices in released issues about this gazette text."""
    rows = Entry.objects.filter(
        corrects__entry__item__key=key, issue__state=State.RELEASED, item__release__isnull=False
    ).select_related("issue", "item")
    return list(rows)
