"""One interface over everything that leaves: title, wording, tables, files, their names and what hides in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from gongkai.base.files import queries as files
from gongkai.engine.screening.rules import LOOKUPS, TREE_LOOKUPS, Finding, Severity, Subject, SubjectFile, screen
from gongkai.engine.screening.rules.findings import FILENAME, TABLE, TEXT, TITLE
from gongkai.engine.screening.rules.hidden import hidden_findings, metadata_findings
from gongkai.engine.screening.rules.proofreading import document_findings, tree_findings
from gongkai.engine.screening.rules.secrecy import name_as_lines
from gongkai.engine.screening.rules.subjects import Wording
from gongkai.engine.screening.rules.tables import DATA, table_findings

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition

UNREAD = "附件还没有读取，或读不出文字，程序没有检查它的内容。"


def screened(text: str) -> list[Finding]:
    return screen(text)


def subject_of(edition: Edition) -> Subject:
    """Return an edition with its files, as far as they have been read."""
    attached = edition.files.select_related("file__extracted")
    return Subject(
        title=edition.title,
        html=edition.html,
        files=tuple(_file(entry.name, getattr(entry.file, "extracted", None)) for entry in attached),
        agency=edition.item.agency.code,
        key=edition.item.key,
    )


def _file(name: str, extracted: files.ExtractedText | None) -> SubjectFile:
    if extracted is None:
        return SubjectFile(name)
    hidden = tuple(files.hidden_in(extracted))
    return SubjectFile(name, extracted.html, extracted.text, extracted.metadata, hidden)


def screen_subject(subject: Subject, *, lookups: bool = True) -> list[Finding]:
    """Return what all checks find, part by part: title, wording (places are those of `Wording.text`), then the files.

    With `lookups`, also what the register and the library say (see `rules.register_lookup`).
    """
    found = title_findings(subject, lookups=lookups)
    found += text_findings(Wording(subject.html), subject, lookups=lookups)
    for file in subject.files:
        found += file_findings(file, subject, lookups=lookups)
    return found


def title_findings(subject: Subject, *, lookups: bool = True) -> list[Finding]:
    return [replace(finding, place=TITLE) for finding in _told(subject.title, subject, lookups=lookups)]


def text_findings(wording: Wording, subject: Subject, *, lookups: bool = True) -> list[Finding]:
    """Return the findings of the wording of the subject itself, with what only title and text together show."""
    together = [
        replace(one, place=TITLE if one.end == 0 else TEXT, hit=one.hit or wording.text[one.start : one.end])
        for one in document_findings(title=subject.title, text=wording.text)
    ]
    found = [*wording_findings(wording, subject, lookups=lookups), *together]
    return sorted(found, key=lambda one: (one.start, -one.end, one.check))


def wording_findings(wording: Wording, subject: Subject, *, lookups: bool = True) -> list[Finding]:
    """Return the findings of HTML in reading order: tables are read cell by cell, each cell with its head."""
    loose = _remembered(wording.without_tables(), DATA, ())
    found = [
        *_remembered(wording.text, (), DATA),
        *loose,
        *table_findings(wording),
        *_of_the_tree(wording, subject, lookups=lookups),
    ]
    if lookups:
        found += _looked_up(wording.text, subject)
    placed = [
        replace(one, place=TABLE if one.place == TEXT and wording.in_table(one.start) else one.place) for one in found
    ]
    return sorted(placed, key=lambda one: (one.start, -one.end, one.check))


@lru_cache(maxsize=16)
def _remembered(text: str, only: tuple[str, ...], without: tuple[str, ...]) -> tuple[Finding, ...]:
    """Screen a text once for the page, its gates and its lists."""
    return tuple(screen(text, only=only, without=without))


def _of_the_tree(wording: Wording, subject: Subject, *, lookups: bool) -> Iterator[Finding]:
    """Yield what tables, pictures, headings and links show, at the first words of the element."""
    found = tree_findings(wording.root)
    if lookups:
        found += [one for function in TREE_LOOKUPS.values() for one in function(wording.root, subject)]
    for one in found:
        start, end = wording.place_of(one.element)
        yield replace(one.as_finding(), start=start, end=end, hit=wording.text[start:end])


def _told(text: str, subject: Subject, *, lookups: bool) -> list[Finding]:
    return [*screen(text), *(_looked_up(text, subject) if lookups else ())]


def _looked_up(text: str, subject: Subject) -> list[Finding]:
    return [
        replace(one, hit=one.hit or text[one.start : one.end], title=one.title or one.message.rstrip("。"))
        for function in LOOKUPS.values()
        for one in function(text, subject)
    ]


def file_findings(file: SubjectFile, subject: Subject, *, lookups: bool) -> Iterator[Finding]:
    stem = file.name.rpartition(".")[0] or file.name
    for finding in (*screen(stem, only=DATA), *screen(name_as_lines(stem), only=["secret"])):
        yield replace(finding, place=FILENAME, where=f"“{file.name}”")
    yield from _placed(hidden_findings(file.hidden), f"file:{file.name}")
    yield from metadata_findings(file)
    if not file.is_readable:
        message, advice = f"“{file.name}”：{UNREAD}", "请人工逐页查看后作出判断。"
        yield Finding(
            "file.unread", Severity.JUDGE, 0, 0, message, advice, "附件须人工查看", file.name, file.name,
            f"file:{file.name}",
        )  # fmt: skip
        return
    content = Wording(file.html) if file.html and file.html.strip() else None
    if content is not None:
        found = wording_findings(content, subject, lookups=lookups)
    else:
        found = _told(file.text or "", subject, lookups=lookups)
    yield from _placed(found, f"file:{file.name}")


def _placed(findings: Iterable[Finding], place: str) -> Iterator[Finding]:
    for finding in findings:
        yield replace(finding, place=place)
