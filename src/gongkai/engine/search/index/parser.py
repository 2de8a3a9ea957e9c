"""What a person typed, taken apart. Never raises, whatever is typed."""

from __future__ import annotations

import dataclasses
import re

from gongkai.engine.search.index import analysis, english, numerals, synonyms
from gongkai.engine.search.index.folding import fold, spell
from gongkai.engine.search.index.synonyms import Vocabulary

MOST_CHARACTERS = 400  # read of a query; the rest is left out and said so
MOST_PARTS = 12
LONGEST_PART = 80  # units

NOT_WORD = re.compile(r"(?<!\S)NOT\s+(?=\S)")
QUOTED = r'["“”„「『《](?P<quoted>[^"“”」』》]*)["“”」』》]'
TOKEN = re.compile(rf'(?P<neg>(?<!\S)-)?(?:{QUOTED}|(?P<plain>[^\s"“”「『]+)|(?P<stray>["“”「『]))')
NUMBER = re.compile(
    r"(?P<prefix>[\u3400-\u9fff]{1,20})\s*(?P<open>[〔\[(【{<])?\s*(?P<year>(?:19|20)\d{2})\s*(?P<close>[〕\])】}>])?"
    r"\s*第?\s*(?P<serial>\d{1,5})(?P<end>\s*号)?(?![0-9a-z])"
)
LEAD_IN = re.compile(r"^.*(?:关于|根据|依据|按照|依照|查询|查找|搜索|印发|文号|编号|废止|请问)(?=[\u3400-\u9fff])")
TOO_LONG = f"检索词过长，只检索了前 {MOST_CHARACTERS} 个字。"
TOO_MANY = f"检索词过多，只检索了前 {MOST_PARTS} 个。"


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One thing that must (or must not) occur: any of its `writings`, folded; `synonyms` count less.

    `number` holds the units of a document number when the part looks like one. `text` is what the person typed, spelt
    in simplified characters, to be shown again. Without brackets it may be no number at all, so its `pieces`, each
    somewhere, will do too (财政 2020 12).
    """

    text: str
    writings: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    quoted: bool = False
    number: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class ParsedQuery:
    parts: tuple[Part, ...] = ()
    excluded: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.parts and not self.excluded

    @property
    def literal(self) -> bool:
        """Whether the person insisted on the wording, by quotes, exclusion or a document number."""
        return bool(self.excluded) or any(part.quoted or (part.number and not part.pieces) for part in self.parts)

    def without(self, index: int) -> ParsedQuery:
        return dataclasses.replace(self, parts=self.parts[:index] + self.parts[index + 1 :])

    def with_part(self, index: int, part: Part) -> ParsedQuery:
        return dataclasses.replace(self, parts=(*self.parts[:index], part, *self.parts[index + 1 :]))

    @property
    def text(self) -> str:
        positive = [f"“{part.text}”" if part.quoted else part.text for part in self.parts]
        return " ".join([*positive, *(f"-{part.text}" for part in self.excluded)])


def parse(text: str, words: Vocabulary | None = None) -> ParsedQuery:
    notes: list[str] = []
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS]
        notes.append(TOO_LONG)
    spelled = spell(NOT_WORD.sub("-", text))
    parts: list[Part] = []
    excluded: list[Part] = []
    for negative, part in _parts(spelled, words or synonyms.built_in()):
        (excluded if negative else parts).append(part)
    if len(parts) + len(excluded) > MOST_PARTS:
        notes.append(TOO_MANY)
        parts, excluded = parts[:MOST_PARTS], excluded[: max(0, MOST_PARTS - len(parts))]
    return ParsedQuery(_distinct(parts), _distinct(excluded), tuple(notes))


def _distinct(parts: list[Part]) -> tuple[Part, ...]:
    return tuple({part.text: part for part in parts}.values())


def _parts(spelled: str, words: Vocabulary) -> list[tuple[bool, Part]]:
    """Return the parts in the order typed, document numbers with blanks or brackets kept in one."""
    found: list[tuple[bool, Part]] = []
    start = 0
    for match in NUMBER.finditer(spelled):
        if _inside_quotes(spelled, match.start()) or not is_number(match):
            continue
        found += _tokens(spelled[start : match.start()], words)
        found.append((spelled[: match.start()].endswith("-"), number_part(match)))
        start = match.end()
    found += _tokens(spelled[start:], words)
    return found


def is_number(match: re.Match[str]) -> bool:
    """Tell 沪民规〔2020〕84号 and 沪民规 2020 84 from 预算2020 2021: brackets, 号, or a short prefix that could be a code."""
    marked = match["open"] or match["close"] or match["end"]
    code = LEAD_IN.sub("", match["prefix"])
    return bool(marked) or (len(code) <= 8 and code[-1] in "发函规办字令告通议政府民财人教")


def _inside_quotes(spelled: str, place: int) -> bool:
    before = spelled[:place]
    opened = sum(before.count(mark) for mark in "“「『《") > sum(before.count(mark) for mark in "”」』》")
    return opened or before.count('"') % 2 == 1


def number_part(match: re.Match[str]) -> Part:
    code = LEAD_IN.sub("", match["prefix"])
    serial = match["serial"] + ("号" if match["end"] else "")
    written = f"{code}〔{match['year']}〕{serial}"
    pieces = () if match["open"] or match["close"] else (fold(match["prefix"]), match["year"], serial)
    text = match[0].strip() if pieces else written
    return Part(text, (fold(written),), number=tuple(analysis.number_units(fold(written))), pieces=pieces)


def _tokens(spelled: str, words: Vocabulary) -> list[tuple[bool, Part]]:
    found: list[tuple[bool, Part]] = []
    for match in TOKEN.finditer(spelled):
        text = match["quoted"] if match["quoted"] is not None else match["plain"]
        part = make_part(text or "", words, quoted=match["quoted"] is not None and match[0][-1] != "》")
        if part:
            found.append((match["neg"] is not None, part))
    return found


def make_part(spelled: str, words: Vocabulary, *, quoted: bool = False) -> Part | None:
    """Return the part with its other writings, None for mere punctuation."""
    text = spelled.strip()
    found = analysis.units(text)
    if not found:
        return None
    if len(found) > LONGEST_PART:
        text = text[:LONGEST_PART]
    folded = fold(text)
    other = [] if quoted else [*numerals.variants(folded), *english.variants(folded)]
    similar = () if quoted else tuple(map(fold, words.variants(text)))
    return Part(text, (folded, *other), similar, quoted=quoted)
