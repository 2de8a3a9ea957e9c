"""Writing laws and versions: what is there is read once, what is new written in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from gongkai.engine.regulations.models import Law, Repeal, Version
from gongkai.engine.regulations.rules import VersionRecord, known_numbers, title_key
from gongkai.engine.regulations.rules.merging import Line, merge
from gongkai.law.numbers import write_date

CHUNK = 400
VERSION_FIELDS = ("effective_on", "exact", "ended_on", "note", "number", "text", "digest", "articles")


class Keeper:
    """One file's laws on their way into the tables. `touched` are the laws of which something has changed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.by_key: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            self.by_key[line.record.key].append(line)
        self.touched: list[int] = []
        self._answers: dict[str, tuple[str, str]] = {}

    def keep(self) -> dict[str, tuple[str, str]]:
        """Write everything; return result and sentence by place."""
        keys = list(self.by_key)
        for first in range(0, len(keys), CHUNK):
            self._chunk(keys[first : first + CHUNK])
        settle_repeals(keys)
        return self._answers

    def _chunk(self, keys: Sequence[str]) -> None:
        laws = {law.key: law for law in Law.objects.filter(key__in=keys)}
        standing: dict[int, list[Version]] = defaultdict(list)
        for version in Version.objects.filter(law__in=laws.values()):
            standing[version.law_id].append(version)
        new: dict[str, list[Line]] = {}
        for key in keys:
            law = laws.get(key)
            fitting = [line for line in self.by_key[key] if self._fits(line, standing[law.pk] if law else ())]
            if fitting:
                new[key] = fitting
        made = [_new_law(key, lines) for key, lines in new.items() if key not in laws]
        Law.objects.bulk_create(made)
        laws |= {law.key: law for law in made}
        fresh = {law.pk for law in made}
        self._write([(laws[key], lines, standing[laws[key].pk], laws[key].pk in fresh) for key, lines in new.items()])

    def _fits(self, line: Line, standing: Iterable[Version]) -> bool:
        """Answer for a line what the library already holds of that day; True when it has something to add."""
        carried = line.record.carried
        same_day = next((one for one in standing if one.effective_on == carried.effective_on), None)
        if same_day is not None and same_day.text and carried.text and same_day.digest != carried.digest:
            day = write_date(carried.effective_on)
            self._answers[line.place] = (
                "rejected",
                (f"法规库已有《{line.record.title}》自{day}起施行的版本，正文与这一行不同，没有改动；请核对官方文本。"),
            )
            return False
        known = same_day is not None and (bool(same_day.text) or not carried.text)
        self._answers[line.place] = (
            ("duplicate", "法规库已有这一版本，没有改动。") if known else ("imported", f"{carried.effective_on}版")
        )
        return True

    def _write(self, work: Sequence[tuple[Law, list[Line], list[Version], bool]]) -> None:
        created: list[Version] = []
        updated: list[Version] = []
        for law, lines, standing, is_new in work:
            made, altered, gone = _versions(law, lines, standing)
            described = _describe(law, lines, [*standing, *made])
            if made or altered or gone or described or is_new:
                self.touched.append(law.pk)
                law.save(update_fields=None if described or is_new else ["effective_on"])
            Version.objects.filter(pk__in=[one.pk for one in gone]).delete()
            created += made
            updated += altered
        Version.objects.bulk_update(updated, VERSION_FIELDS, batch_size=100)
        Version.objects.bulk_create(created, batch_size=CHUNK)
        repeals = [
            Repeal(by=law, key=key, on=line.record.carried.effective_on)
            for law, lines, _, _ in work
            for line in lines
            for key in _repealed_keys(line)
        ]
        Repeal.objects.bulk_create(repeals, batch_size=CHUNK, ignore_conflicts=True)


def _repealed_keys(line: Line) -> set[str]:
    return {title_key(title) for title in line.record.repeals}


def _new_law(key: str, lines: Sequence[Line]) -> Law:
    record = max(lines, key=lambda line: line.record.carried.effective_on).record
    return Law(
        key=key, title=record.title, rank=record.rank, issuer=record.issuer, number=record.number, url=record.url,
        external_id=record.external_id, promulgated_on=record.versions[0].decided_on,
        effective_on=record.carried.effective_on, repealed_on=record.repealed_on, repealed_by=record.repealed_by,
    )  # fmt: skip


def _describe(law: Law, lines: Sequence[Line], versions: Sequence[Version]) -> bool:
    """Bring title, names, numbers and days of the law up to its latest version; tell whether anything changed."""
    before = (law.title, tuple(law.names), tuple(law.numbers), law.promulgated_on, law.effective_on, law.repealed_on)
    names, numbers = set(law.names), set(law.numbers)
    for line in lines:
        record = line.record
        if record.carried.effective_on >= law.effective_on and record.title != law.title:
            names.add(law.title)
            law.title = record.title
        names |= {record.title, *record.names}
        numbers |= known_numbers(record)
        law.number = law.number or record.number
        law.repealed_on = law.repealed_on or record.repealed_on
        law.repealed_by = law.repealed_by or record.repealed_by
    law.names, law.numbers = sorted(names - {law.title}), sorted(numbers)
    law.promulgated_on = min([law.promulgated_on, *(one.decided_on for one in versions)])
    law.effective_on = max([law.effective_on, *(one.effective_on for one in versions)])
    return before != (
        law.title, tuple(law.names), tuple(law.numbers), law.promulgated_on, law.effective_on, law.repealed_on,
    )  # fmt: skip


def _record_of(version: Version) -> VersionRecord:
    return VersionRecord(
        version.decided_on, version.effective_on, version.exact, version.note, version.number, version.text,
        version.digest, version.articles,
    )  # fmt: skip


def _versions(
    law: Law, lines: Sequence[Line], standing: Sequence[Version]
) -> tuple[list[Version], list[Version], list[Version]]:
    """Return versions to create, to update and to drop (days that turned out to belong to another version)."""
    history = merge((_record_of(one) for one in standing), *(line.record.versions for line in lines))
    known = {one.decided_on: one for one in standing}
    created: list[Version] = []
    updated: list[Version] = []
    for place, record in enumerate(history):
        ended = history[place + 1].effective_on if place + 1 < len(history) else law.repealed_on
        row = known.pop(record.decided_on, None)
        if row is None:
            created.append(_row(law, record))
            created[-1].ended_on = ended
        elif _record_of(row) != record or row.ended_on != ended:
            _fill(row, record)
            row.ended_on = ended
            updated.append(row)
    return created, updated, list(known.values())


def _row(law: Law, record: VersionRecord) -> Version:
    row = Version(law=law, decided_on=record.decided_on)
    _fill(row, record)
    return row


def _fill(row: Version, record: VersionRecord) -> None:
    row.effective_on, row.exact, row.note, row.number = record.effective_on, record.exact, record.note, record.number
    row.text, row.digest, row.articles = record.text, record.digest, record.articles


def settle_repeals(keys: Sequence[str]) -> list[int]:
    """Mark what a law of the library repeals, whichever came first; return the laws that are now known as repealed.

    A law that was enacted anew since (a version from that day on) is not repealed by the mention of its old self.
    """
    settled: list[int] = []
    for first in range(0, len(keys), CHUNK):
        some = keys[first : first + CHUNK]
        rows = Repeal.objects.filter(key__in=some) | Repeal.objects.filter(by__key__in=some)
        for repeal in rows.select_related("by").order_by("on"):
            law = Law.objects.filter(key=repeal.key, repealed_on__isnull=True).exclude(pk=repeal.by_id).first()
            if law is None or law.effective_on >= repeal.on:
                continue
            law.repealed_on, law.repealed_by = repeal.on, repeal.by.title
            law.save(update_fields=["repealed_on", "repealed_by"])
            law.versions.filter(ended_on__isnull=True).update(ended_on=repeal.on)
            settled.append(law.pk)
    return settled
