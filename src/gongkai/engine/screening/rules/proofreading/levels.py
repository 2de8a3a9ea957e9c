"""Order of the four levels 一、（一） 1.（1） in official documents (GB/T 9704-2012, 7.3.3): left out, or turned round.

A text of only two levels may take 一、 and 1. (usage of the standard's commentaries), and items below an article (第X条)
follow the rules of laws, not these: of neither is anything said. Each fault is told once in a text, where it first stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.proofreading.numbering import MARKED, REFERENCE, STYLES, TABLE_OF_CONTENTS, TAIL
from gongkai.engine.screening.rules.proofreading.numerals import number_of
from gongkai.engine.screening.rules.proofreading.places import lines

NAMES = ("一、", "（一）", "1.", "（1）")
LEVELS = tuple((NAMES.index(style.name), style.pattern) for style in STYLES if style.name in NAMES)
ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇]{1,7}[编章节条](?=[\s\u3000]|$)")
# Another text begins, with levels of its own.
BREAK = re.compile(
    r"附[\s\u3000]*(?:件|表|录)?[\s\u3000]*[0-9一二三四五六七八九十]{0,3}[：:]?(?:$|[\s\u3000])|附件[0-9：:]"
)
LEAST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    level: int
    number: int
    start: int
    end: int
    announced: bool = False  # the line before ends in a colon: items of a sentence, no heading


@check("text.level")
def levels(text: str) -> Iterator[Finding]:
    for part in _parts(text):
        used = {mark.level for mark in part}
        if 0 not in used:
            continue  # a list in running text, or a part that begins below the first level
        if len(used) >= LEAST_LEVELS:
            yield from _left_out(part)
        yield from _turned_round(part)


def _parts(text: str) -> Iterator[list[Mark]]:
    """Yield the marks of each text within the text; of one in articles none."""
    part: list[Mark] = []
    in_articles = contents = False
    before = ""
    for start, line in lines(text):
        announced, before = before.endswith(("：", ":")), line
        if BREAK.match(line) or TABLE_OF_CONTENTS.fullmatch(line):
            yield part
            part, in_articles, contents = [], False, bool(TABLE_OF_CONTENTS.fullmatch(line))
        if not MARKED.match(line) or "|" in line or "\t" in line or REFERENCE.match(line):
            continue
        if ARTICLE.match(line):
            in_articles = True
            continue
        mark = (
            None
            if contents and TABLE_OF_CONTENTS.search(line, max(0, len(line) - TAIL))
            else _mark(start, line, announced=announced)
        )
        if mark is None:
            continue
        if (mark.level, mark.number) == (0, 1) and in_articles:
            yield part
            part, in_articles = [], False
        if not in_articles:
            part.append(mark)
    yield part


def _mark(start: int, line: str, *, announced: bool) -> Mark | None:
    for level, pattern in LEVELS:
        match = pattern.match(line)
        if match is not None:
            number = number_of(match.group(1))
            return Mark(level, number, start + match.start(), start + match.end(), announced) if number else None
    return None


def _left_out(part: list[Mark]) -> Iterator[Finding]:
    """Yield the first 1. or （1） whose next higher level is not open, though the text knows that level."""
    used = {mark.level for mark in part}
    open_level, told = -1, set()
    for mark in part:
        between = [level for level in range(open_level + 1, mark.level) if level in used]
        skipped = open_level >= 0 and between and mark.number == 1 and not mark.announced
        if skipped and mark.level not in told:
            told.add(mark.level)
            here, proper = NAMES[mark.level], NAMES[open_level + 1]
            message = f"“{NAMES[open_level]}”之下直接用了“{here}”，跳过了“{proper}”。"
            yield _hint(mark, message, f"依次用{''.join(f'“{name}”' for name in NAMES)}。", "层次跳级")
        open_level = mark.level


def _turned_round(part: list[Mark]) -> Iterator[Finding]:
    """Yield the first higher level that stands inside a lower one: （一） 一、 二、（二）."""
    for level in range(1, len(NAMES)):
        last, inside = 0, None
        for mark in part:
            if mark.level < level:
                # The level above begins afresh between two numbers of this one; anything higher ends the search.
                fresh = mark.level == level - 1 and mark.number == 1 and last > 0
                inside = mark if fresh else (inside if mark.level == level - 1 else None)
                last = last if mark.level == level - 1 else 0
            elif mark.level == level:
                if inside is not None and mark.number == last + 1:
                    message = f"“{NAMES[inside.level]}”用在了“{NAMES[level]}”的下面，次序颠倒。"
                    yield _hint(inside, message, f"依次用{''.join(f'“{name}”' for name in NAMES)}。", "层次颠倒")
                    break
                last, inside = mark.number, None


def _hint(mark: Mark, message: str, suggestion: str, title: str) -> Finding:
    return Finding("text.level", Severity.INFO, mark.start, mark.end, message, suggestion, title)
