"""Laws: each file into the regulation library as a whole, by the verb of `engine.regulations`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

from gongkai.base.organisations.queries import the_system
from gongkai.engine.regulations import actions
from gongkai.engine.regulations.actions import Given
from gongkai.project.exchange.outcomes import Outcome, Result
from gongkai.project.exchange.reading import Record, records_of

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.project.exchange.takeover import DocumentImport

BY = the_system("import")
ONLY_RECORDS = "法规请用 jsonl、csv 或 xlsx 导入，每行一个版本。"


def imported(paths: Sequence[Path], *, dry_run: bool, published: DocumentImport | None) -> Iterator[Outcome]:
    """Yield what became of each record. With `published` the texts are taken over as public documents as well."""
    for path in paths:
        told = {one.place: one for one in _library(path, dry_run=dry_run)}
        if published is None:
            yield from told.values()
        else:
            yield from (_both(one, told.get(one.place)) for one in published.run(records_of([path])))


def _library(path: Path, *, dry_run: bool) -> Iterable[Outcome]:
    lines = (_given(record) for record in records_of([path]))
    for one in actions.import_laws(lines=lines, by=BY, source=path.name, dry_run=dry_run):
        key = one.reason if one.result == "imported" else one.title
        yield Outcome(one.place, one.id, cast("Result", one.result), one.title, key, one.field, one.reason)


def _given(record: Record) -> Given:
    return Given(record.place, record.data, record.problem or (ONLY_RECORDS if record.path else ""))


def _both(document: Outcome, law: Outcome | None) -> Outcome:
    """Say beside what became of the public document what the library made of the same line."""
    if law is None or law.result != "rejected":
        return document
    words = f"{document.reason}法规库没有收入：{law.reason}"
    return Outcome(
        document.place, document.id, document.result, document.title, document.key, document.field or law.field, words
    )
