"""The city's documents as their writers left them: one file each, particulars in TOML, the text in a few marks."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.grounds import REASON_CATEGORIES, Attribute, Mode, categories_for

FOLDER = Path(__file__).parent / "content"
ATTRIBUTES = {
    "proactive": Attribute.PROACTIVE,
    "on_application": Attribute.ON_APPLICATION,
    "withheld": Attribute.NOT_DISCLOSED,
}
MODES = {
    "full": Mode.FULL_TEXT,
    "redacted": Mode.REDACTED,
    "abstract": Mode.ABSTRACT,
    "targeted": Mode.TARGETED,
}
# What a writer gave as ground of an item on application, as the law names its reasons.
ON_APPLICATION_GROUNDS = {"X4": "A3", "X5": "A2", "X6": "A1"}
UNDER_WAY = frozenset(
    "draft division_review office_review returned security_review authority_review signing scheduled".split()
)


@dataclass(frozen=True)
class Attachment:
    """`rows` is the table of a spreadsheet, head row first; other formats get a page of text."""

    name: str
    format: str
    description: str
    rows: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True)
class Correction:
    """The first edition said `old`; `new` stands in the text."""

    note: str
    old: str
    new: str


@dataclass(frozen=True)
class Content:
    """One document of the city. `particulars` are the fields of the form that the drafter fills in."""

    name: str
    title: str
    doc_number: str
    agency: str
    division: str
    state: str
    attribute: Attribute
    mode: Mode
    text: str
    particulars: Mapping[str, Any]
    joint: tuple[str, ...]
    formed_on: dt.date
    issued_on: dt.date | None
    relations: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]
    correction: Correction | None = None
    returned_reason: str = ""
    withdrawn_on: dt.date | None = None
    withdrawn_reason: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether its last step lies at the end of the story, so that it moves when the story is told later."""
        return self.state in UNDER_WAY or (self.state == "issued" and self.attribute is Attribute.PROACTIVE)


@cache
def all_contents() -> tuple[Content, ...]:
    return tuple(read(path) for path in sorted(FOLDER.glob("*/*.md")))


def read(path: Path) -> Content:
    """Return one file's document. Raises ValueError naming the file when it is not one."""
    try:
        _, front, body = path.read_text(encoding="utf-8").split("+++", 2)
        return _content(path.stem, tomllib.loads(front), body.strip())
    except (KeyError, ValueError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"示范内容 {path.name} 读不出来：{error}") from error


def _content(name: str, facts: dict[str, Any], body: str) -> Content:
    attribute, mode = ATTRIBUTES[facts["attribute"]], MODES[facts["mode"]]
    content = Content(
        name=name,
        title=facts["title"].strip(),
        doc_number=facts["doc_number"],
        agency=facts["agency"],
        division=re.split(r"[，（]", facts["drafter_division"])[0],
        state=facts["state"],
        attribute=attribute,
        mode=mode,
        text=body,
        particulars=_particulars(facts, attribute, mode),
        joint=tuple(facts.get("joint", ())),
        formed_on=facts["formed_on"],
        issued_on=facts.get("issued_on"),
        relations=tuple((one["verb"], one["doc_number"]) for one in facts.get("relations", ())),
        attachments=tuple(_attachment(one) for one in facts.get("attachments", ())),
        returned_reason=facts.get("returned_reason", ""),
        withdrawn_on=facts.get("withdrawn_on"),
        withdrawn_reason=facts.get("withdrawn_reason", ""),
    )
    if "correction" in facts:
        wrong = Correction(**facts["correction"])
        if wrong.new not in body:
            raise ValueError("更正后的句子不在正文里")
        content = replace(content, correction=wrong)
    return content


def _attachment(facts: Mapping[str, Any]) -> Attachment:
    rows = tuple(tuple(row) for row in facts.get("rows", ()))
    return Attachment(facts["name"], facts["format"], facts["description"], rows)


def _particulars(facts: Mapping[str, Any], attribute: Attribute, mode: Mode) -> dict[str, Any]:
    return {
        "genre": facts["genre"],
        "category": facts["category"],
        "themes": facts["themes"],
        "audiences": facts.get("audiences", []),
        "keywords": facts["keywords"],
        "summary": facts["summary"],
        "five": facts["five"],
        "interpretation_plan": facts["interpretation_plan"],
        "addressees": facts["addressees"].rstrip("：: "),
        "copied_to": facts.get("copied_to", "").rstrip("。 "),
        "approving_meeting": facts.get("approving_meeting", ""),
        "note": facts["note"],
        "attribute": attribute.value,
        "ground": _ground(facts.get("ground", ""), attribute, mode),
        "reason": facts.get("ground_reason", ""),
        "effective_on": facts.get("effective_on"),
        "expires_on": facts.get("expires_on"),
        "wanted_columns": facts["columns"],
        "release_channel": "政府网站" if attribute is Attribute.PROACTIVE else "",
        "sensitive": facts.get("sensitive", False),
        "timing_assessment": facts.get("timing_assessment", ""),
    }


def _ground(written: str, attribute: Attribute, mode: Mode) -> str:
    if attribute is Attribute.ON_APPLICATION:
        written = ON_APPLICATION_GROUNDS[written]
    if written and REASON_CATEGORIES[written] not in categories_for(attribute, mode):
        raise ValueError(f"理由种类 {written} 不适用于{attribute.word}")
    return written
