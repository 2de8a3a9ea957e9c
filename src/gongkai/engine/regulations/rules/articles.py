"""Articles of a text: 第X条 with anchors that stay, their numbers in short, what is new in one text against another."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

DIGITS = {"零": 0, "〇": 0, "两": 2, **{c: n for n, c in enumerate("一二三四五六七八九", start=1)}}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"(?:[0-9０-９]{1,4}|[一二三四五六七八九十百千零〇两]{1,9})"
HEAD = re.compile(
    rf"^[ \t\u3000#*]*第\s*({NUMERAL})\s*条(?:之([一二三四五六七八九十]{{1,3}}))?(?=[\s\u3000*：:]|【|[（(])",
    re.MULTILINE,
)
CHAPTER = re.compile(
    r"^[ \t\u3000#*]*第\s*[一二三四五六七八九十百零〇0-9]{1,4}\s*[编章节分](?![条款项]).{0,40}$", re.MULTILINE
)
ANNEX = re.compile(
    r"^[ \t\u3000]*(?:附(?:件|表|录|图|注)?[一二三四五0-9]{0,2}\s*[：:、]?|注[：:]|[|#]|!\[|<).*$", re.MULTILINE
)
NOT_WORDING = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z]")


def numeral(text: str) -> int | None:
    """Read 三十七, 一千二百六十 or 37; None for what is no number (十百, 三七)."""
    plain = text.strip()
    if plain.isdecimal():
        return int(plain)
    total = digit = 0
    last_unit = 10_000
    for c in plain:
        if c in UNITS:
            if UNITS[c] >= last_unit:
                return None
            last_unit = UNITS[c]
            total += (digit or 1) * last_unit
            digit = 0
        elif c not in DIGITS or digit:
            return None
        else:
            digit = DIGITS[c]
    return total + digit if plain else None


def chinese(number: int) -> str:
    """Write 37 as 三十七, as laws do (up to 9999)."""
    words = "零一二三四五六七八九"
    found, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            found += ("零" if zero and found else "") + words[digit] + name
            zero = False
        else:
            zero = True
    return found.removeprefix("一") if found.startswith("一十") else found or "零"


def anchor(article: str, sub: str | None = None) -> str | None:
    """Return 37 or 120-1 for 三十七 or 一百二十 with 之一."""
    number = numeral(article)
    if not number:
        return None
    following = numeral(sub) if sub else None
    return f"{number}-{following}" if following else str(number)


def label(of: str) -> str:
    """第三十七条, 第一百二十条之一."""
    number, _, sub = of.partition("-")
    return f"第{chinese(int(number))}条" + (f"之{chinese(int(sub))}" if sub else "")


@dataclass(frozen=True, slots=True)
class Article:
    """`anchor` is the number (37, 120-1) and never depends on the place in the text; `text` begins after 第X条."""

    anchor: str
    text: str

    @property
    def label(self) -> str:
        return label(self.anchor)


def articles(text: str) -> list[Article]:
    """Return the articles in order; what stands before the first (a preamble) belongs to none. First of a number wins."""
    found: dict[str, Article] = {}
    heads = [(m, a) for m in HEAD.finditer(text) if (a := anchor(m.group(1), m.group(2)))]
    for place, (match, name) in enumerate(heads):
        end = heads[place + 1][0].start() if place + 1 < len(heads) else len(text)
        body = CHAPTER.sub("", text[match.end() : end]).strip()
        found.setdefault(name, Article(name, body))
    return list(found.values())


def ranges(anchors: Iterable[str]) -> str:
    """Return the numbers in short: 1-3,5,120.1 (so that a library of thousands fits into memory)."""
    plain = sorted({int(a) for a in anchors if "-" not in a})
    subs = sorted((a.replace("-", ".") for a in anchors if "-" in a), key=lambda a: [int(n) for n in a.split(".")])
    parts: list[str] = []
    for number in plain:
        first, _, last = parts[-1].partition("-") if parts else ("", "", "")
        if parts and int(last or first) == number - 1:
            parts[-1] = f"{first}-{number}"
        else:
            parts.append(str(number))
    return ",".join([*parts, *subs])


def has_article(short: str, of: str) -> bool:
    """Whether the article stands in `ranges`."""
    if "-" in of:
        return of.replace("-", ".") in short.split(",")
    number = int(of)
    for part in short.split(","):
        first, _, last = part.partition("-")
        if part and "." not in part and int(first) <= number <= int(last or first):
            return True
    return False


def bare(text: str) -> str:
    """Return the wording alone: without blanks, marks of headings and punctuation, which differ between sources."""
    return NOT_WORDING.sub("", text)


def without_annex(text: str) -> str:
    """Return the last article without tables, pictures and annexes behind it, which every print sets in another way."""
    found = ANNEX.search(text)
    return text[: found.start()] if found else text


def digest(text: str, several: Sequence[Article] | None = None) -> str:
    """Return the digest under which two prints of one wording meet; only the articles count where there are some."""
    found = _worded(articles(text) if several is None else several)
    wording = "\n".join(f"{name} {bare(words)}" for name, words in found.items()) if found else bare(text)
    return hashlib.sha256(wording.encode()).hexdigest()


def _worded(several: Sequence[Article]) -> dict[str, str]:
    words = {one.anchor: one.text for one in several}
    if several:
        words[several[-1].anchor] = without_annex(several[-1].text)
    return words


@dataclass(frozen=True, slots=True)
class Difference:
    """One article that is not the same in both texts; `old` or `new` is empty where it is missing."""

    kind: Literal["changed", "added", "missing"]
    anchor: str
    old: str
    new: str

    @property
    def label(self) -> str:
        return label(self.anchor)


DIFFERENCE_WORDS: dict[str, str] = {"changed": "文字不同", "added": "法规库没有此条", "missing": "缺少此条"}


def differences(library: str, carried: str) -> list[Difference]:
    """Compare by article what is carried with what the library holds; blanks and punctuation do not count."""
    return list(_differences(_worded(articles(library)), _worded(articles(carried))))


def _differences(there: dict[str, str], here: dict[str, str]) -> Iterator[Difference]:
    for name in sorted({*there, *here}, key=lambda a: [int(n) for n in a.split("-")]):
        old, new = there.get(name), here.get(name)
        if new is None:
            yield Difference("missing", name, old or "", "")
        elif old is None:
            yield Difference("added", name, "", new)
        elif bare(old) != bare(new):
            yield Difference("changed", name, old, new)


def told(found: Sequence[Difference], most: int = 6) -> str:
    """第五条文字不同；第八条缺少此条 … 等9处."""
    words = "；".join(f"{one.label}{DIFFERENCE_WORDS[one.kind]}" for one in found[:most])
    return f"{words}，等{len(found)}处" if len(found) > most else words
