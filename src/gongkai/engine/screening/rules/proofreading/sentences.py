"""Sentences that were cut off, and sentences without content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.proofreading.places import lines

ENDS = frozenset("。！？；：…”’）)》〉】〕」』—.!?;:*※|日号0123456789０１２３４５６７８９")
TAIL = 20
DANGLING = re.compile(
    r"(?:[，、]|(?:以及|并且|或者|但是|因此|从而|根据|按照|关于|对于|由于|为了|通过|包括|其中)[，,]?)$"
)
STOP = re.compile(r"[。！？!?]")
BARE_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、])[。；，]?"
)
LONG, PARAGRAPH, SHARED_OPENING, SHORT = 12, 40, 8, 32
# Where so many long lines have no end mark, the lines are not paragraphs (a PDF, a table).
WRAPPED_SHARE = 0.25
SURELY_WRAPPED = 4


@check("text.truncated")
def truncated(text: str) -> Iterator[Finding]:
    rows = list(lines(text))
    long = [line for _, line in rows if len(line) >= PARAGRAPH]
    open_ended = sum(1 for line in long if not _ended(line))
    wrapped = open_ended >= SURELY_WRAPPED and open_ended > WRAPPED_SHARE * len(long)
    for index, (start, line) in enumerate(rows):
        if not wrapped:
            yield from _cut_off(start, line)
        yield from _bare(rows, index)
        if len(line) > PARAGRAPH:
            yield from _without_content(start, line)


def _ended(line: str) -> bool:
    """Whether a line ends as a sentence, a signature or an open bracket (told elsewhere) may end."""
    return line[-1] in ENDS or line.rfind("（") > line.rfind("）")


def _cut_off(start: int, line: str) -> Iterator[Finding]:
    end = start + len(line)
    if _ended(line) or len(line) < LONG:
        return
    dangling = DANGLING.search(line, max(0, len(line) - TAIL))
    if dangling:
        yield Finding(
            "text.truncated", Severity.WARN, start + dangling.start(), end, f"这一段到“{dangling.group()}”就断了，句子不完整。",
            "请补全这一句，或改用句号。", "句子不完整",
        )  # fmt: skip
    elif "。" in line and len(line) >= PARAGRAPH:
        yield Finding(
            "text.truncated", Severity.WARN, end - 1, end, "这一段末尾没有句号，可能没有写完。", "请补全这一句或补上句号。",
            "段末无标点",
        )  # fmt: skip


def _bare(rows: Sequence[tuple[int, str]], index: int) -> Iterator[Finding]:
    start, line = rows[index]
    if not BARE_NUMBER.fullmatch(line):
        return
    following = rows[index + 1][1] if index + 1 < len(rows) else ""
    if not following or BARE_NUMBER.match(following):
        yield Finding(
            "text.truncated", Severity.WARN, start, start + len(line), f"“{line}”之后没有内容。", "请补上内容或删去这一项。",
            "空项",
        )  # fmt: skip


def _sentences(line: str) -> list[tuple[int, str]]:
    """Return the sentences of a paragraph and where each begins; what comes after the last mark is none."""
    found, begin = [], 0
    for match in STOP.finditer(line):
        sentence = line[begin : match.end()].strip()
        if len(sentence) > 1:
            found.append((begin, sentence))
        begin = match.end()
    return found


def _without_content(start: int, line: str) -> Iterator[Finding]:
    """Of several sentences that open alike, one is followed at once by the next while the others are carried out."""
    sentences = _sentences(line)
    openings: dict[str, list[int]] = {}
    for number, (_, sentence) in enumerate(sentences):
        opening = sentence[:SHARED_OPENING]
        if len(sentence) > SHARED_OPENING + 2:
            openings.setdefault(opening, []).append(number)
    for members in openings.values():
        followed = {number for number in members if number + 1 < len(sentences) and number + 1 not in members}
        for number in members:
            place, sentence = sentences[number]
            if len(members) >= 3 and followed and number + 1 in members and len(sentence) <= SHORT:
                at = start + place + line[place:].index(sentence[0])
                yield Finding(
                    "text.truncated", Severity.WARN, at, at + len(sentence), "这一句之后没有展开，同类的句子都有具体内容。",
                    "请补上具体内容，或删去这一句。", "空句",
                )  # fmt: skip
