"""Documents in batches: one transaction a batch for speed, one savepoint a record so that none is kept by halves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from gongkai.base.files import actions as files
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.models import Item
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.queries import number_taken
from gongkai.project.exchange.agencies_by_name import AgencyNames
from gongkai.project.exchange.documents import Ready, is_order, prepare
from gongkai.project.exchange.outcomes import Outcome, Rejected

if TYPE_CHECKING:
    from gongkai.base.files.models import StoredFile
    from gongkai.base.organisations.models import Agency
    from gongkai.project.exchange.reading import Record

BATCH = 100


class Duplicate(Exception):
    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


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
        ids = [ready.external_id for _, ready in prepared if isinstance(ready, Ready)]
        rows = Item.objects.filter(external_id__in=ids).values_list("external_id", "key")
        known = {str(external_id): key for external_id, key in rows}
        return [self._one(record, ready, known) for record, ready in prepared]

    def _one(self, record: Record, ready: Ready | Rejected, known: dict[str, str]) -> Outcome:
        own_id = str(record.data.get("id") or "")
        if isinstance(ready, Rejected):
            title = str(record.data.get("title") or "")[:80]
            return Outcome(record.place, own_id, "rejected", title, field=ready.field, reason=ready.sentence)
        try:
            self._check_new(ready, known)
            key = self._keep(ready)
        except Duplicate as duplicate:
            return Outcome(
                record.place, ready.external_id, "duplicate", ready.title, duplicate.key, reason=str(duplicate)
            )
        except (Refused, ValidationError, DatabaseError) as error:
            return Outcome(record.place, ready.external_id, "rejected", ready.title, reason=_sentence(error))
        self.seen[ready.external_id] = key
        known[ready.external_id] = key
        return Outcome(record.place, ready.external_id, "imported", ready.title, key)

    def _check_new(self, ready: Ready, known: dict[str, str]) -> None:
        earlier = known.get(ready.external_id) or self.seen.get(ready.external_id)
        if earlier:
            raise Duplicate(earlier, "同一编号已经导入，没有改动。")
        if self.publish and ready.number and not is_order(ready.number) and (taken := number_taken(ready.number)):
            raise Duplicate(taken.item.key, f"文号“{ready.number}”已有公文使用。")

    def _keep(self, ready: Ready) -> str:
        """Keep one record, wholly or not at all: the verb of takeover is a savepoint of its own, a draft gets one."""
        if self.publish:
            return self._take_over(ready)
        with transaction.atomic():
            return self._draft(ready)

    def _take_over(self, ready: Ready) -> str:
        number, particulars = ready.number, dict(ready.particulars)
        if number and is_order(number) and number_taken(number):
            # The order is known by another text already; this one stays findable by it.
            number, particulars["keywords"] = "", [*particulars["keywords"], number]
        stored: tuple[tuple[StoredFile, str, str], ...] = ()
        if ready.file is not None:
            content, name = ready.file
            stored = ((files.store(data=content, filename=name, by="导入"), name, "official"),)
        document = actions.file_takeover(
            agency=ready.agency, title=ready.title, html=ready.html, by=self.by, source=ready.source,
            external_id=ready.external_id, published_at=ready.published_at, issued_on=ready.formed_on, number=number, files=stored,
            key=self._free_key(ready.key), wake=False, **particulars,
        )  # fmt: skip
        return document.item.key

    def _free_key(self, key: str) -> str:
        """Return an index number given out elsewhere, if it is still free here."""
        return "" if not key or Item.objects.filter(key=key).exists() else key

    def _draft(self, ready: Ready) -> str:
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
        return document.item.key


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "；".join(error.messages)
    if isinstance(error, DatabaseError):
        return f"数据库没有接受这条记录：{error}"
    return str(error)
