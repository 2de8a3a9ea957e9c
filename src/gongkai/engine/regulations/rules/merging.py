"""Several records of one law become one history; two wordings of one day are never chosen between."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.engine.regulations.rules.articles import differences
from gongkai.engine.regulations.rules.records import LawRecord, VersionRecord
from gongkai.law.numbers import write_date


@dataclass(frozen=True, slots=True)
class Line:
    """A record and where it stands: `place` is what the report calls it (laws.jsonl:7, 第7行)."""

    place: str
    record: LawRecord


@dataclass(frozen=True, slots=True)
class Sorted:
    """Lines of one file: what goes in, what repeats an earlier line (then `duplicates[place]` is that line's), what is refused."""

    taken: tuple[Line, ...]
    duplicates: Mapping[str, str]
    refused: Mapping[str, str]


def sort_lines(lines: Sequence[Line]) -> Sorted:
    """Tell repetitions from contradictions: two texts of one law that begin to hold on one day contradict each other."""
    by_day: dict[tuple[str, dt.date], list[Line]] = defaultdict(list)
    for line in lines:
        if line.record.carried.text:
            by_day[line.record.key, line.record.carried.effective_on].append(line)
    duplicates: dict[str, str] = {}
    refused: dict[str, str] = {}
    for (_, day), several in by_day.items():
        if len({line.record.carried.digest for line in several}) > 1:
            refused |= {line.place: _contradiction(line, several, day) for line in several}
        else:
            duplicates |= {line.place: several[0].place for line in several[1:]}
    taken = tuple(line for line in lines if line.place not in refused)
    return Sorted(taken, duplicates, refused)


def _contradiction(line: Line, several: Sequence[Line], day: dt.date) -> str:
    rivals = [one for one in several if one.place != line.place]
    others = "、".join(spoken(one.place) for one in rivals)
    found = differences(line.record.carried.text, rivals[0].record.carried.text)
    where = f"（{'、'.join(one.label for one in found[:5])}{'等' if len(found) > 5 else ''}）" if found else ""
    return (
        f"{spoken(line.place)}与{others}都是《{line.record.title}》自{write_date(day)}起施行的版本，正文却不同{where}，"
        "都没有导入；请核对官方文本，只留正确的一行后重新导入。"
    )


def spoken(place: str) -> str:
    """第7行 for laws.jsonl:7."""
    _, colon, number = place.rpartition(":")
    return f"第{number}行" if colon and number.isdecimal() else place


def merge(*histories: Iterable[VersionRecord]) -> list[VersionRecord]:
    """Return one history out of several: by day of decision, with the text and the stated day of force of whoever has it."""
    found: dict[dt.date, VersionRecord] = {}
    for history in histories:
        for version in history:
            known = found.get(version.decided_on)
            found[version.decided_on] = version if known is None else _joined(known, version)
    by_force: dict[dt.date, VersionRecord] = {}
    for version in sorted(found.values(), key=lambda one: one.decided_on):
        rival = by_force.get(version.effective_on)
        # Of two decisions that take effect on one day only the later wording was ever in force.
        if rival is None or version.text or not rival.text:
            by_force[version.effective_on] = version
    return sorted(by_force.values(), key=lambda one: one.effective_on)


def _joined(one: VersionRecord, other: VersionRecord) -> VersionRecord:
    told, silent = (other, one) if other.text and not one.text else (one, other)
    force = next((v for v in (told, silent) if v.exact), told)
    return replace(
        told, effective_on=force.effective_on, exact=force.exact, number=told.number or silent.number,
        articles=told.articles or ("" if told.text else silent.articles),
        note=told.note if len(told.note) >= len(silent.note) else silent.note,
    )  # fmt: skip
