"""Taking over documents that were issued and made public elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import Refused
from gongkai.law.numbers import number_key
from gongkai.proactive.documents.actions.drafting import apply_particulars
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries import numbers_taken
from gongkai.proactive.documents.rules import DEFAULT_MODE, Status

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition

TAG = "documents:document:takeover"


@dataclass(frozen=True, kw_only=True)
class Takeover:
    """A document that is public elsewhere already; see `file_takeover`."""

    agency: Agency
    title: str
    html: str
    source: str
    external_id: str | None
    published_at: dt.datetime
    number: str = ""
    issued_on: dt.date | None = None
    mode: str = DEFAULT_MODE
    files: tuple[tuple[StoredFile, str, str], ...] = ()
    key: str = ""
    particulars: Mapping[str, Any] = field(default_factory=dict)

    def marks(self) -> set[tuple[str, str]]:
        """Return what no other document may share: number in any spelling, source's number, index number."""
        shared = (("number", number_key(self.number) or ""), ("id", self.external_id or ""), ("key", self.key))
        return {mark for mark in shared if mark[1]}


def file_takeover(
    *,
    agency: Agency,
    title: str,
    html: str,
    by: Acting,
    source: str,
    external_id: str | None,
    published_at: dt.datetime,
    number: str = "",
    issued_on: dt.date | None = None,
    mode: str = DEFAULT_MODE,
    files: tuple[tuple[StoredFile, str, str], ...] = (),
    key: str = "",
    wake: bool = True,
    **particulars: Any,
) -> Document:
    """Take over a document that is public elsewhere already; its takeover is the review on record.

    `files` are (stored file, name, role). A malformed number is kept as it was written, since it was issued so.
    """
    one = Takeover(
        agency=agency, title=title, html=html, source=source, external_id=external_id, published_at=published_at,
        number=number, issued_on=issued_on, mode=mode, files=files, key=key, particulars=particulars,
    )  # fmt: skip
    (outcome,) = file_takeovers(takeovers=[one], by=by, wake=wake)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@transaction.atomic
def file_takeovers(*, takeovers: Sequence[Takeover], by: Acting, wake: bool = True) -> list[Document | Refused]:
    """Take over many; return for each, in order, its document or why it is refused. A refused one leaves no trace.

    One that repeats an earlier one of the same call is refused as if they had come one after the other.
    """
    for agency in {takeover.agency.pk: takeover.agency for takeover in takeovers}.values():
        check(by, Permission.PUBLISHING_RELEASE, agency)
    outcomes: dict[int, Document | Refused] = {}
    waiting = list(enumerate(takeovers))
    while waiting:
        now, waiting = _apart(waiting)
        outcomes |= _filed(now, by, wake=wake)
    return [outcomes[place] for place in range(len(takeovers))]


Placed = list[tuple[int, Takeover]]


def _apart(waiting: Placed) -> tuple[Placed, Placed]:
    """Return those that repeat none before them, and the others."""
    seen: set[tuple[str, str]] = set()
    now: Placed = []
    later: Placed = []
    for place, takeover in waiting:
        marks = takeover.marks()
        (now if seen.isdisjoint(marks) else later).append((place, takeover))
        seen |= marks
    return now, later


class _SomeRefused(Exception):
    def __init__(self, refused: Mapping[int, Refused]) -> None:
        super().__init__(refused)
        self.refused = refused


def _filed(now: Placed, by: Acting, *, wake: bool) -> dict[int, Document | Refused]:
    outcomes = _repeated([takeover for _, takeover in now], [place for place, _ in now])
    drafts: dict[int, tuple[Takeover, Document]] = {}
    for place, takeover in now:
        if place not in outcomes:
            try:
                drafts[place] = takeover, _document(takeover)
            except Refused as refused:
                outcomes[place] = refused
    while drafts:
        try:
            with transaction.atomic():
                return outcomes | _published(drafts, by, wake=wake)
        except _SomeRefused as some:  # nothing was kept: once more without them
            outcomes |= some.refused
            drafts = {place: draft for place, draft in drafts.items() if place not in some.refused}
    return outcomes


def _repeated(takeovers: Sequence[Takeover], places: Sequence[int]) -> dict[int, Document | Refused]:
    """Return those that stand here already, in three queries for all."""
    numbers = numbers_taken([takeover.number for takeover in takeovers if takeover.number])
    keys = published.keys_taken([takeover.key for takeover in takeovers if takeover.key])
    known = published.keys_by_external_id([one.external_id for one in takeovers if one.external_id])
    found: dict[int, Document | Refused] = {}
    for place, takeover in zip(places, takeovers, strict=True):
        taken = numbers.get(number_key(takeover.number) or "")
        if taken is not None:
            found[place] = Refused(f"文号“{takeover.number}”与已有公文（索引号{taken}）重复")
        elif takeover.key in keys or takeover.external_id in known:
            standing = takeover.key if takeover.key in keys else known[takeover.external_id or ""]
            found[place] = Refused(f"索引号或来源编号已经存在：{standing}，请检查是否重复录入。")
    return found


def _document(takeover: Takeover) -> Document:
    """Return the document without its item, all particulars checked. Raises Refused."""
    document = Document(
        status=Status.PUBLISHED, status_since=takeover.published_at, drafting_agency=takeover.agency, drafter=None
    )
    document.doc_number, document.doc_number_key = takeover.number, number_key(takeover.number) or ""
    document.issued_on = takeover.issued_on or document.formed_on or takeover.published_at.date()
    apply_particulars(document, {"release_channel": "政府网站", **takeover.particulars}, old_paper=True)
    return document


def _published(
    drafts: Mapping[int, tuple[Takeover, Document]], by: Acting, *, wake: bool
) -> dict[int, Document | Refused]:
    """Write all and make them public. Raises _SomeRefused when that is refused for one of them."""
    editions = _editions([takeover for takeover, _ in drafts.values()])
    things = []
    for (takeover, document), edition in zip(drafts.values(), editions, strict=True):
        document.item = edition.item
        details = {"doc_number": takeover.number, "external_id": takeover.external_id}
        things.append(publishing.PublicElsewhere(edition, takeover.published_at, takeover.source, details))
    Document.objects.bulk_create([document for _, document in drafts.values()])
    prefetch_related_objects(editions, "exhibits")  # there are none: the snapshot of each need not ask
    released = publishing.take_over_many(things=things, by=by, tag=TAG, wake=wake)
    refused = {place: one for place, one in zip(drafts, released, strict=True) if isinstance(one, Refused)}
    if refused:
        raise _SomeRefused(refused)
    return {place: document for place, (_, document) in drafts.items()}


def _new_item(takeover: Takeover, html: str) -> publishing.NewItem:
    return publishing.NewItem(
        agency=takeover.agency,
        title=takeover.title,
        html=html,
        text=to_text(html),
        mode=takeover.mode,
        external_id=takeover.external_id,
        key=takeover.key,
        year=takeover.published_at.year,
    )


def _editions(takeovers: Sequence[Takeover]) -> list[Edition]:
    wanted = [_new_item(takeover, clean_html(takeover.html)) for takeover in takeovers]
    editions = publishing.create_items(kind="document", wanted=wanted, origin="import", author=None)
    publishing.attach_many(
        files=[
            (edition, file, name, role)
            for edition, takeover in zip(editions, takeovers, strict=True)
            for file, name, role in takeover.files
        ]
    )
    return editions
