"""Documents in batches: one transaction and a few statements a batch for speed, and no record kept by halves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from gongkai.base.files import actions as files
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.queries import keys_by_external_id, keys_taken
from gongkai.law.numbers import number_key
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.queries import numbers_taken
from gongkai.project.exchange.agencies_by_name import AgencyNames
from gongkai.project.exchange.documents import Ready, is_order, prepare
from gongkai.project.exchange.outcomes import Outcome, Rejected

if TYPE_CHECKING:
    from gongkai.base.files.models import StoredFile
    from gongkai.base.organisations.models import Agency
    from gongkai.proactive.documents.models import Document
    from gongkai.project.exchange.reading import Record

BATCH = 200
Waiting: TypeAlias = "list[tuple[int, Record, Ready]]"


class DocumentImport:
    """One run. With `publish` what is public elsewhere is taken over as public; without, everything becomes a draft."""

    def __init__(self, *, agency: Agency | None, publish: bool, dry_run: bool) -> None:
        self.agency = agency
        self.publish = publish
        self.dry_run = dry_run
        self.agencies = AgencyNames()
        self.by = the_system("import")
        self.seen: dict[str, str] = {}

    def run(self, records: Iterable[Record]) -> Iterator[Outcome]:
        """Yield what became of each record, only after it is safely kept."""
        source = iter(records)
        while batch := list(islice(source, BATCH)):
            prepared = [(record, self._prepared(record)) for record in batch]
            with transaction.atomic():
                outcomes = self._batch(prepared)
                if self.dry_run:
                    transaction.set_rollback(True)
                elif self.publish and any(outcome.result == "imported" for outcome in outcomes):
                    jobs.enqueue(kind="publishing.outbox", payload={}, key="outbox")
            yield from outcomes

    def _prepared(self, record: Record) -> Ready | Rejected:
        """Check and convert outside the transaction: others may write meanwhile."""
        try:
            return prepare(record, self.agencies, self.agency)
        except Rejected as rejected:
            return rejected

    def _batch(self, prepared: Sequence[tuple[Record, Ready | Rejected]]) -> list[Outcome]:
        """Return what becomes of each. A record that repeats an earlier one waits until that one is settled."""
        outcomes: dict[int, Outcome] = {}
        waiting: Waiting = []
        for place, (record, ready) in enumerate(prepared):
            if isinstance(ready, Ready):
                waiting.append((place, record, ready))
            else:
                outcomes[place] = _rejected_early(record, ready)
        while waiting:
            now, waiting = _apart(waiting)
            outcomes |= self._settled(now)
        return [outcomes[place] for place in range(len(prepared))]

    def _settled(self, now: Waiting) -> dict[int, Outcome]:
        keys = keys_taken([ready.key for _, _, ready in now if ready.key])
        known = keys_by_external_id([ready.external_id for _, _, ready in now])
        numbers = numbers_taken([ready.number for _, _, ready in now if ready.number]) if self.publish else {}
        outcomes: dict[int, Outcome] = {}
        new: Waiting = []
        for place, record, ready in now:
            taken = numbers.get(number_key(ready.number) or "")
            if earlier := known.get(ready.external_id) or self.seen.get(ready.external_id):
                outcomes[place] = _duplicate(record, ready, earlier, "同一编号已经导入，没有改动。")
            elif taken and not is_order(ready.number):
                outcomes[place] = _duplicate(record, ready, taken, f"文号“{ready.number}”已有公文使用。")
            else:
                # An index number given out elsewhere is kept if it is free; an order may be known by another text already.
                free = replace(ready, key="" if ready.key in keys else ready.key)
                new.append((place, record, _without_number(free) if taken else free))
        return outcomes | self._kept(new)

    def _kept(self, new: Waiting) -> dict[int, Outcome]:
        """Keep these, together if the database takes them so, else each by itself: one never spoils the others."""
        if not self.publish or len(new) < 2:
            return {one[0]: self._one(*one[1:]) for one in new}
        try:
            with transaction.atomic():
                kept = actions.file_takeovers(takeovers=[_takeover(one[2]) for one in new], by=self.by, wake=False)
        except (Refused, ValidationError, DatabaseError):
            return {one[0]: self._one(*one[1:]) for one in new}
        return {
            place: self._outcome(record, ready, document)
            for (place, record, ready), document in zip(new, kept, strict=True)
        }

    def _one(self, record: Record, ready: Ready) -> Outcome:
        try:
            with transaction.atomic():
                if not self.publish:
                    return self._outcome(record, ready, self._draft(ready))
                (kept,) = actions.file_takeovers(takeovers=[_takeover(ready)], by=self.by, wake=False)
            return self._outcome(record, ready, kept)
        except (Refused, ValidationError, DatabaseError) as error:
            return self._outcome(record, ready, error)

    def _outcome(self, record: Record, ready: Ready, kept: Document | Exception) -> Outcome:
        if isinstance(kept, Exception):
            return Outcome(record.place, ready.external_id, "rejected", ready.title, reason=_sentence(kept))
        self.seen[ready.external_id] = kept.item.key
        return Outcome(record.place, ready.external_id, "imported", ready.title, kept.item.key)

    def _draft(self, ready: Ready) -> Document:
        particulars = dict(ready.particulars)
        if ready.number:
            particulars["keywords"] = [*particulars["keywords"], ready.number]
        document = actions.draft(
            agency=ready.agency, title=ready.title, html=ready.html, by=self.by, origin="import",
            external_id=ready.external_id, **particulars,
        )  # fmt: skip
        if ready.file is not None:
            content, name = ready.file
            stored = files.store(data=content, filename=name, by="导入")
            actions.add_file(document=document, file=stored, name=name, by=self.by)
        return document


def _apart(waiting: Waiting) -> tuple[Waiting, Waiting]:
    """Return the records that share no id and no number with one before them, and the others."""
    seen: set[tuple[str, str]] = set()
    now: Waiting = []
    later: Waiting = []
    for one in waiting:
        ready = one[2]
        shared = (("id", ready.external_id), ("number", number_key(ready.number) or ""), ("key", ready.key))
        marks = {mark for mark in shared if mark[1]}
        (now if seen.isdisjoint(marks) else later).append(one)
        seen |= marks
    return now, later


def _takeover(ready: Ready) -> actions.Takeover:
    stored: tuple[tuple[StoredFile, str, str], ...] = ()
    if ready.file is not None:
        content, name = ready.file
        stored = ((files.store(data=content, filename=name, by="导入"), name, "official"),)
    return actions.Takeover(
        agency=ready.agency,
        title=ready.title,
        html=ready.html,
        source=ready.source,
        external_id=ready.external_id,
        published_at=ready.published_at,
        issued_on=ready.formed_on,
        number=ready.number,
        files=stored,
        key=ready.key,
        particulars=ready.particulars,
    )


def _without_number(ready: Ready) -> Ready:
    """Return the record of an order that another text bears already; it stays findable by its number."""
    keywords = [*ready.particulars["keywords"], ready.number]
    return replace(ready, number="", particulars={**ready.particulars, "keywords": keywords})


def _rejected_early(record: Record, rejected: Rejected) -> Outcome:
    own_id, title = str(record.data.get("id") or ""), str(record.data.get("title") or "")[:80]
    return Outcome(record.place, own_id, "rejected", title, field=rejected.field, reason=rejected.sentence)


def _duplicate(record: Record, ready: Ready, key: str, reason: str) -> Outcome:
    return Outcome(record.place, ready.external_id, "duplicate", ready.title, key, reason=reason)


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "；".join(error.messages)
    if isinstance(error, DatabaseError):
        return f"数据库没有接受这条记录：{error}"
    return str(error)
