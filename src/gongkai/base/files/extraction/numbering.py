"""Chinese and other ways of writing a counter, and what a line's own numbering says about its rank."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

DIGITS = "〇一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
CIRCLED_LIMIT = 20


def chinese(number: int, digits: str = DIGITS, units: str = "十百千") -> str:
    """Return 1–9999 in words (12 → 十二, 105 → 一百零五); larger numbers in figures."""
    if not 0 < number < 10_000:
        return str(number)
    words, gap = "", False
    for place in (3, 2, 1, 0):
        figure = number // 10**place % 10
        if figure:
            words += ("零" if gap and words else "") + digits[figure] + (units[place - 1] if place else "")
            gap = False
        else:
            gap = bool(words)
    return words[1:] if digits is DIGITS and words.startswith("一十") else words


def roman(number: int) -> str:
    letters = ""
    for value, sign in ROMAN:
        while number >= value:
            letters += sign
            number -= value
    return letters


def letter(number: int) -> str:
    """A, B … Z, AA, BB … as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= CIRCLED_LIMIT else str(number)


def counter(number: int, style: str) -> str:
    """Write a number in one of the `w:numFmt` styles; an unknown style gives figures."""
    if number < 1:
        return str(number)
    if style in {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                 "taiwaneseCountingThousand", "ideographDigitalThousand"}:  # fmt: skip
        return chinese(number)
    makers: dict[str, Callable[[], str]] = {
        "ideographDigital": lambda: "".join(DIGITS[int(figure)] for figure in str(number)),
        "japaneseDigitalTenThousand": lambda: "".join(DIGITS[int(figure)] for figure in str(number)),
        "chineseLegalSimplified": lambda: chinese(number, FORMAL, "拾佰仟"),
        "ideographLegalTraditional": lambda: chinese(number, FORMAL, "拾佰仟"),
        "ideographTraditional": lambda: STEMS[(number - 1) % 10],
        "ideographZodiac": lambda: BRANCHES[(number - 1) % 12],
        "upperRoman": lambda: roman(number).upper(),
        "lowerRoman": lambda: roman(number),
        "upperLetter": lambda: letter(number).upper(),
        "lowerLetter": lambda: letter(number),
        "decimalZero": lambda: f"{number:02d}",
        "decimalFullWidth": lambda: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        "none": lambda: "",
    }
    if style.startswith("decimalEnclosed"):
        return circled(number)
    return makers.get(style, lambda: str(number))()


_NUMERAL = "[〇零一二三四五六七八九十百千两0-9０-９]+"
ARTICLE = re.compile(rf"^第{_NUMERAL}条(?:之{_NUMERAL})?")
_MARKS = (
    ("h2", re.compile(rf"^第\s*{_NUMERAL}\s*[编章](?=[\s　]|\S|$)"), 40),
    ("h3", re.compile(rf"^第\s*{_NUMERAL}\s*节"), 40),
    ("h2", re.compile(r"^[一二三四五六七八九十百]+、"), 40),
    ("h3", re.compile(r"^[（(][一二三四五六七八九十百]+[)）]"), 40),
    ("h4", re.compile(r"^\d{1,2}[.．、](?![\d])"), 30),
)
_SENTENCE = re.compile(r"[。；;！？]|：.|:\s*\S")
_LIST_SIGNS = re.compile(r"[，,：:]")


@dataclass
class Ranker:
    """Tells headings from paragraphs by their numbering, line after line of one document.

    Once articles (第X条) have begun, （一） and 1. are items of an article, not headings.
    """

    articles: bool = False
    headings: int = 0

    def tag(self, text: str) -> str:
        """Return h2, h3, h4 or p for a line that carries no heading style."""
        if ARTICLE.match(text):
            self.articles = True
            return "p"
        for place, (tag, pattern, longest) in enumerate(_MARKS):
            if not pattern.match(text):
                continue
            chapter = place < 2
            if len(text) > longest or _SENTENCE.search(text) or (self.articles and not chapter):
                return "p"
            if tag == "h4" and (not self.headings or _LIST_SIGNS.search(text)):
                return "p"
            self.headings += 1
            return tag
        return "p"
