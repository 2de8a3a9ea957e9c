"""Taking laws into the library: one file, one transaction; every line gets its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.jobs import actions as jobs
from gongkai.engine.regulations.actions.keeping import Keeper
from gongkai.engine.regulations.actions.state import changed
from gongkai.engine.regulations.permissions import check_import
from gongkai.engine.regulations.rules import RecordRefused, read_record
from gongkai.engine.regulations.rules.merging import Line, sort_lines, spoken
from gongkai.engine.regulations.rules.reading import read_lines

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

REVIEW_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Given:
    """One line of a file as it was read; `problem` tells why it could not even be read."""

    place: str
    data: Mapping[str, Any]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a line: imported, duplicate or rejected, with a sentence."""

    place: str
    id: str
    result: str
    title: str = ""
    field: str = ""
    reason: str = ""


def import_laws(*, lines: Iterable[Given], by: Acting, source: str = "", dry_run: bool = False) -> list[Told]:
    """Take in the laws of one file, all that are right or (when the machine stops) none; return one answer a line.

    Two texts of one law for one day are both refused, here and against the library. A second run changes nothing.
    Raises NotAllowed.
    """
    check_import(by)
    given = list(lines)
    read, told = _read(given)
    ordered = sort_lines(read)
    with transaction.atomic():
        keeper = Keeper([line for line in ordered.taken if line.place not in ordered.duplicates])
        kept = keeper.keep()
        for line in read:
            told[line.place] = _answer(line, ordered.refused, ordered.duplicates, kept)
        if keeper.touched:
            _announce(keeper.touched, told, by, source)
        if dry_run:
            transaction.set_rollback(True)
    return [told[one.place] for one in given]


def load_sample(*, by: Acting) -> list[Told]:
    """Take in the few laws that ship with the program, without their texts: for a demonstration, not for reliance."""
    content = files("gongkai.engine.regulations").joinpath("sample/laws.jsonl").read_bytes()
    lines = [Given(f"laws.jsonl:{one.number}", one.data, one.problem) for one in read_lines(content)]
    return import_laws(lines=lines, by=by, source="随程序提供的法规示例")


def _read(given: Sequence[Given]) -> tuple[list[Line], dict[str, Told]]:
    read: list[Line] = []
    told: dict[str, Told] = {}
    for one in given:
        own_id, title = str(one.data.get("id") or "")[:120], str(one.data.get("title") or "")[:80]
        if one.problem:
            told[one.place] = Told(one.place, own_id, "rejected", title, reason=one.problem)
            continue
        try:
            read.append(Line(one.place, read_record(one.data)))
        except RecordRefused as refusal:
            told[one.place] = Told(one.place, own_id, "rejected", title, refusal.field, str(refusal))
    return read, told


def _answer(
    line: Line, refused: Mapping[str, str], duplicates: Mapping[str, str], kept: Mapping[str, tuple[str, str]]
) -> Told:
    record = line.record
    if line.place in refused:
        return Told(line.place, record.external_id, "rejected", record.title, "正文", refused[line.place])
    if line.place in duplicates:
        reason = f"与{spoken(duplicates[line.place])}是同一版本。"
        return Told(line.place, record.external_id, "duplicate", record.title, reason=reason)
    result, reason = kept[line.place]
    return Told(line.place, record.external_id, result, record.title, "正文" if result == "rejected" else "", reason)


def _announce(touched: Sequence[int], told: Mapping[str, Told], by: Acting, source: str) -> None:
    """Leave the event, void what is kept in memory, and have the pages looked at that cite what has changed."""
    counts = Counter(one.result for one in told.values())
    events.record(
        tag="regulations:library:import", by=by.actor(), subject=Subject("regulations.library", "1", source or "法规库"),
        new={"导入": counts["imported"], "重复": counts["duplicate"], "未导入": counts["rejected"], "涉及法规": len(touched)},
    )  # fmt: skip
    changed()
    for first in range(0, len(touched), REVIEW_CHUNK):
        chunk = list(touched[first : first + REVIEW_CHUNK])
        jobs.enqueue(kind="regulations.review", payload={"laws": chunk})
