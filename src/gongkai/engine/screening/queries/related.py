"""What is public already about the same persons, places, projects and contracts (R011), from the search index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.base.files import queries as files
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.screening.queries.subjects import subject_of
from gongkai.engine.screening.rules import Subject
from gongkai.engine.screening.rules.combining import Salient, records, revealed, salient
from gongkai.engine.screening.rules.subjects import Wording
from gongkai.engine.search import queries as search
from gongkai.engine.search.queries import IndexOutdatedError, SearchRequest

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Edition, Release

HITS_A_NAME = 6
MOST_SHOWN = 20
KIND_NAMES = {"person": "人员", "address": "地址", "project": "项目", "contract": "合同或项目编号", "quoted": "名称"}
OUTDATED = "检索索引需要重建，暂时查不到已公开的内容。请系统管理员运行 gongkai reindex 后再看。"


@dataclass(frozen=True)
class Related:
    """One public item that names the same things. `reveals` says what the two give together; mostly nothing."""

    key: str
    title: str
    url: str
    date: dt.date | None
    agency_name: str
    shared: tuple[str, ...]
    reveals: tuple[str, ...]


@dataclass(frozen=True)
class Combination:
    """What the reviewer looks at before stating that the combination reveals nothing."""

    looked_for: tuple[str, ...]
    items: tuple[Related, ...]
    notice: str = ""

    def __len__(self) -> int:
        return len(self.items)

    @property
    def risky(self) -> tuple[Related, ...]:
        return tuple(item for item in self.items if item.reveals)


def related_public(subject: Subject, agency: Agency) -> Combination:
    """Return what is public about what this subject names, that which reveals something first, then the agency's own.

    One search for each name (16 at most), then one read of the texts found.
    """
    text = _text(subject)
    names = salient(text)
    try:
        found = _search(names, subject.key)
    except IndexOutdatedError:
        return Combination((), (), OUTDATED)
    here, persons = records(text), [name.text for name in names if name.kind == "person"]
    releases = publishing.public_releases().filter(key__in=list(found)).select_related("edition", "agency", "item")
    items = []
    for release in releases.prefetch_related("edition__files__file__extracted"):
        public = _public_text(release)
        shared = tuple(f"{KIND_NAMES[name.kind]}“{name.text}”" for name in found[release.key] if name.text in public)
        if shared:
            items.append((release, shared, tuple(revealed(here, records(public, mentioning=persons)))))
    items.sort(key=lambda item: (not item[2], item[0].agency_id != agency.pk, -len(item[1])))
    shown = tuple(_related(release, shared, reveals) for release, shared, reveals in items[:MOST_SHOWN])
    return Combination(tuple(f"{KIND_NAMES[name.kind]}“{name.text}”" for name in names), shown)


def related_for_edition(edition: Edition) -> Combination:
    return related_public(subject_of(edition), edition.item.agency)


def _search(names: list[Salient], own: str) -> dict[str, list[Salient]]:
    """Return key → the names under which it was found."""
    found: dict[str, list[Salient]] = {}
    for name in names:
        words = name.text.replace('"', " ")
        request = SearchRequest(text=f'"{words}"', page_size=HITS_A_NAME, facets=(), highlight=False)
        for hit in search.search(request).hits:
            if hit.key != own:
                found.setdefault(hit.key, []).append(name)
    return found


def _text(subject: Subject) -> str:
    parts = [subject.title, _lines(subject.html)]
    parts += [_lines(file.html) if file.html else file.text or "" for file in subject.files]
    return "\n".join(parts)


def _public_text(release: Release) -> str:
    parts = [release.title, _lines(release.edition.html)]
    for attached in release.edition.files.all():
        extracted: files.ExtractedText | None = getattr(attached.file, "extracted", None)
        if extracted is not None:
            parts.append(_lines(extracted.html) if extracted.html else extracted.text)
    return "\n".join(parts)


def _lines(html: str) -> str:
    """Return the text with each row of a table on one line, “姓名：…；住址：…”, so that a record stays together."""
    wording = Wording(html)
    rows: dict[tuple[int, int], list[str]] = {}
    heads: dict[tuple[int, int], str] = {}
    for cell in sorted(wording.cells, key=lambda cell: (cell.table, cell.row, cell.column)):
        text = cell.text.strip().replace("\n", " ")
        if cell.row == 1:
            heads[cell.table, cell.column] = text
            continue
        head = heads.get((cell.table, cell.column), "")
        rows.setdefault((cell.table, cell.row), []).append(f"{head}：{text}" if head else text)
    return "\n".join([wording.without_tables(), *("；".join(row) for row in rows.values())])


def _related(release: Release, shared: tuple[str, ...], reveals: tuple[str, ...]) -> Related:
    day = release.issued_on or release.formed_on
    return Related(release.key, release.title, f"/documents/{release.key}", day, release.agency.label, shared, reveals)
