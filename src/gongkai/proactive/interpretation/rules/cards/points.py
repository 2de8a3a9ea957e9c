"""What a visual reading says, point by point, checked before anything is drawn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from gongkai.proactive.interpretation.rules.cards.headings import SECTIONS, card_kind, heading_of

LONGEST = {
    "title": 40,
    "subtitle": 60,
    "agency": 40,
    "document": 120,
    "date": 30,
    "line": 160,
    "label": 16,
    "value": 60,
}
MOST = {"who": 8, "amounts": 8, "when": 6, "how": 10, "changes": 10, "warnings": 6, "contacts": 8}
LONGEST_ADDRESS = 300
# What the fonts of the platform can draw; pictures and signs beyond would come out as empty boxes.
_DRAWABLE = (
    (0x20, 0x24F), (0x370, 0x3FF), (0x400, 0x45F), (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20BF),
    (0x2100, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2605, 0x2606),
    (0x3001, 0x30FF), (0x3200, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F),
    (0xFF01, 0xFFE6), (0x20000, 0x323AF),
)  # fmt: skip
_BLANKS = re.compile(r"\s+")
_TAG = re.compile(r"<[/!?]?[A-Za-z-][^<>]*>")


class Refused(ValueError):
    """The points cannot become a picture; `sentences` say per field what to do."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True)
class Amount:
    """A figure that one gets or pays: what it is for, the figure in words and digits, a note."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Change:
    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Contact:
    label: str
    value: str


@dataclass(frozen=True)
class Points:
    title: str
    subtitle: str = ""
    agency: str = ""
    document: str = ""  # the policy explained: title and number
    date: str = ""
    who: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    when: tuple[str, ...] = ()
    how: tuple[str, ...] = ()  # steps in their order
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    address: str = ""  # where the full text stands; becomes the QR code
    kind: str = ""  # one of CARD_KINDS; names the sections
    headings: tuple[tuple[str, str], ...] = ()  # what the author calls a section instead


_LISTS = ("who", "when", "how", "warnings")
_ROWS: dict[str, tuple[tuple[str, str, str, bool], ...]] = {
    "amounts": (("label", "label", "项目", True), ("value", "value", "数额", True), ("note", "line", "说明", False)),
    "changes": (("what", "label", "事项", True), ("old", "line", "原来", True), ("new", "line", "现在", True)),
    "contacts": (("label", "label", "单位", True), ("value", "value", "电话或地址", True)),
}
_MADE: dict[str, type[Amount | Change | Contact]] = {"amounts": Amount, "changes": Change, "contacts": Contact}
_WORDS = {"title": "标题", "subtitle": "副标题", "agency": "发布机关", "document": "政策文件", "date": "日期"}


def points_from(given: Mapping[str, Any]) -> Points:
    """Check what the author filled in. Empty rows are left out; raises Refused with one sentence for each fault."""
    reader = _Reader(given)
    facts: dict[str, Any] = {name: reader.one(name, word) for name, word in _WORDS.items()}
    facts |= {name: reader.lines(name, heading_of(given, name)) for name in _LISTS}
    facts |= {name: reader.rows(name, heading_of(given, name)) for name in _ROWS}
    facts |= {"kind": str(given.get("kind") or ""), "headings": reader.headings()}
    facts["address"] = reader.address()
    if not facts["title"]:
        reader.faults.insert(0, "请填写标题。")
    if not any(facts[name] for name in MOST):
        reader.faults.append(f"请至少填写一个栏目的内容，例如“{heading_of(given, 'who')}”。")
    if reader.faults:
        raise Refused(reader.faults)
    return Points(**facts)


class _Reader:
    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.faults: list[str] = []

    def one(self, name: str, word: str) -> str:
        return self.text(self.given.get(name, ""), word, LONGEST[name])

    def text(self, raw: object, where: str, most: int) -> str:
        if not isinstance(raw, str):
            if raw is not None:
                self.faults.append(f"“{where}”应当是一段文字。")
            return ""
        told = _clean(raw[: most * 20])
        if _TAG.search(told):
            self.faults.append(f"“{where}”里有网页代码，请只填写文字。")
        elif strange := _strange(told):
            self.faults.append(f"“{where}”里的{strange}画不出来，请改成文字。")
        elif len(told) > most or len(raw) > most * 20:
            self.faults.append(f"“{where}”请写在{most}个字以内，现在有{max(len(told), len(raw))}个字。")
        return told

    def lines(self, name: str, word: str) -> tuple[str, ...]:
        raw = self.several(name, word)
        told = (self.text(one, f"{word}第{n}条", LONGEST["line"]) for n, one in enumerate(raw, 1))
        return tuple(one for one in told if one)

    def rows(self, name: str, word: str) -> tuple[Any, ...]:
        fields = _ROWS[name]
        found = []
        for n, row in enumerate(self.several(name, word), 1):
            if not isinstance(row, Mapping):
                self.faults.append(f"“{word}第{n}行”填写不完整。")
                continue
            cells = {
                key: self.text(row.get(key, ""), f"{word}第{n}行{say}", LONGEST[size]) for key, size, say, _ in fields
            }
            if not any(cells.values()):
                continue
            missing = [say for key, _, say, needed in fields if needed and not cells[key]]
            if missing:
                self.faults.append(f"“{word}第{n}行”还缺{'、'.join(missing)}。")
            found.append(_MADE[name](**cells))
        return tuple(found)

    def several(self, name: str, word: str) -> Sequence[Any]:
        raw = self.given.get(name) or ()
        if isinstance(raw, str) or not isinstance(raw, Sequence):
            self.faults.append(f"“{word}”应当逐条填写。")
            return ()
        if len(raw) > MOST[name]:
            self.faults.append(f"“{word}”最多{MOST[name]}条，现在有{len(raw)}条，请合并或分成两张图。")
            return raw[: MOST[name]]
        return raw

    def headings(self) -> tuple[tuple[str, str], ...]:
        """Return what the author calls a section, where it is not what its kind calls it."""
        raw = self.given.get("headings") or {}
        if not isinstance(raw, Mapping):
            return ()
        told = {
            name: self.text(
                raw.get(name, ""),
                f"{card_kind(str(self.given.get('kind') or '')).heading(name)}的栏目名称",
                LONGEST["label"],
            )
            for name in SECTIONS
            if name in raw
        }
        return tuple((name, word) for name, word in told.items() if word)

    def address(self) -> str:
        raw = self.given.get("address") or ""
        told = _clean(raw) if isinstance(raw, str) else ""
        if told and (urlsplit(told).scheme not in {"http", "https"} or not urlsplit(told).hostname):
            self.faults.append("全文网址应当以 https:// 开头。")
            return ""
        if len(told) > LONGEST_ADDRESS:
            self.faults.append(f"全文网址请在{LONGEST_ADDRESS}个字符以内。")
        return told


def _clean(raw: str) -> str:
    """Take away what cannot be seen (controls, direction marks, zero-width) and join blanks."""
    seen = "".join(" " if one in "\t\n\r\u2028\u2029\u3000" else one for one in raw)
    seen = "".join(one for one in seen if unicodedata.category(one) not in {"Cc", "Cf"})
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", seen)).strip()


def _strange(text: str) -> str:
    """Name what the fonts cannot draw; empty when all can be drawn."""
    found = [one for one in text if not any(low <= ord(one) <= high for low, high in _DRAWABLE)]
    if not found:
        return ""
    shown = "".join(dict.fromkeys(one for one in found if unicodedata.category(one)[0] not in "CM"))[:5]
    return f"“{shown}”" if shown else "特殊符号"
