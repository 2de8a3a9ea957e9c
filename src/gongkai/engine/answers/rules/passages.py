"""Cutting a text into passages that can stand as an answer: paragraphs, lists with what leads into them, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.engine.answers.rules.cues import label_of

LONGEST_GROUP = 1_200  # characters of a list shown as one passage
LONGEST_ANSWER = 900  # of the paragraphs that follow a question in a list of questions and answers
HEADING = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]+[章节编]|[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十]+）|\d{1,2}[、.．])\s*"
)
ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇\d]+条")
ITEM = re.compile(
    r"\s*(?:（[一二三四五六七八九十百]+）|\([一二三四五六七八九十\d]+\)|（\d+）|\d{1,2}[、.．)）]|[一二三四五六七八九十]+是|[①-⑳])"
)
ASKED = re.compile(
    r"^(?:(?:问|Q|q)?\s*\d{0,2}\s*[:：.、．]?\s*|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)?.{4,80}[？?]$"
)
SENTENCE = re.compile(r"[^。；！？!?\n]*[。；！？!?\n]?")
LONGEST_HEADING = 40
# …按照下表执行：, …应当提交下列材料：: what is said stands in what follows.
LEADS = re.compile(r"(?:下表|下列|如下|以下|见表|附表)[^。；]{0,20}[：:。]?$|[：:]$")


@dataclass(frozen=True)
class Line:
    """One block of a text: `anchor` is its id on the page; `rows` the cells of a table, head first."""

    text: str
    anchor: str = ""
    tag: str = "p"
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Passage:
    """`context` is what stands above it (headings, what leads into a list), `before` the paragraph before it in the same
    article; `asked` the question it answers, where the text itself is made of questions and answers;
    `rows` the cells of a table, head first, of which `row` is the one that the passage is.
    """

    text: str
    anchor: str
    context: str = ""
    before: str = ""
    asked: str = ""
    kind: str = "text"
    rows: tuple[tuple[str, ...], ...] = ()
    row: int = 0

    @cached_property
    def heading(self) -> str:
        """Return what stands closest above the answer: the question it answers, the lowest heading, its own first words."""
        head = " ".join(self.rows[0]) if self.rows else ""
        return f"{self.asked}\n{self.context.rpartition('　')[2]}\n{label_of(self.text)}\n{head}"


def sentences(text: str) -> list[str]:
    return [one.strip() for one in SENTENCE.findall(text) if one.strip()]


def cut(lines: Sequence[Line]) -> list[Passage]:
    """Return the passages of a text in its order; a list stands both as a whole and by its items."""
    return list(_Cutter(lines).passages())


class _Cutter:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [line for line in lines if line.text.strip() or line.rows]
        self.heads: list[str] = []
        self.article = ""

    def passages(self) -> Iterator[Passage]:
        place = 0
        while place < len(self.lines):
            line = self.lines[place]
            if line.rows:
                before = self.lines[place - 1].text if place else ""
                yield from self._table(line, before)
            elif self._is_question(line):
                answer = self._answer(place + 1)
                if answer:
                    text = "\n".join(one.text for one in answer)
                    yield Passage(text, answer[0].anchor, self.context, asked=line.text, kind="faq")
                self.heads = [*self.heads[:1], line.text]
            elif self._is_heading(line):
                self._enter(line)
            else:
                yield from self._paragraph(place)
            place += 1

    @property
    def context(self) -> str:
        return "　".join(self.heads)

    def _is_heading(self, line: Line) -> bool:
        if line.tag in {"h2", "h3", "h4"}:
            return True
        text = line.text.strip()
        return len(text) <= LONGEST_HEADING and bool(HEADING.match(text)) and text[-1] not in "。；：:，、？"

    def _enter(self, line: Line) -> None:
        level = {"h2": 0, "h3": 1, "h4": 2}.get(line.tag, 1 if line.text.strip().startswith(("（", "(")) else 0)
        self.heads = [*self.heads[:level], line.text.strip()]
        self.article = ""

    def _is_question(self, line: Line) -> bool:
        return bool(ASKED.match(line.text.strip()))

    def _answer(self, place: int) -> list[Line]:
        """Return the lines that answer a question: up to the next question or heading."""
        found: list[Line] = []
        size = 0
        for line in self.lines[place:]:
            size += len(line.text)
            if line.tag in {"h2", "h3"} or self._is_question(line) or (found and size > LONGEST_ANSWER):
                break
            if line.text:
                found.append(line)
        return found

    def _paragraph(self, place: int) -> Iterator[Passage]:
        line = self.lines[place]
        text = line.text.strip()
        if ARTICLE.match(text):
            self.article = ""
        items = self._items(place)
        if items:
            whole = "\n".join([text, *(one.text.strip() for one in items)])
            yield Passage(whole[:LONGEST_GROUP], line.anchor, self.context, self.article, kind="list")
        else:
            yield Passage(text, line.anchor, self.context, self.article, rows=self._rows_led_into(place))
        if not ITEM.match(text):
            self.article = text

    def _rows_led_into(self, place: int) -> tuple[tuple[str, ...], ...]:
        """Return the cells of the table that a paragraph ending in 如下 leads into."""
        following = self.lines[place + 1] if place + 1 < len(self.lines) else None
        return following.rows if following is not None and LEADS.search(self.lines[place].text.strip()) else ()

    def _items(self, place: int) -> list[Line]:
        """Return the numbered lines that a line with a colon leads into."""
        if not LEADS.search(self.lines[place].text.strip()):
            return []
        found: list[Line] = []
        for line in self.lines[place + 1 :]:
            if line.rows or not (line.tag == "li" or ITEM.match(line.text)) or ARTICLE.match(line.text.strip()):
                break
            found.append(line)
        return found

    def _table(self, line: Line, before: str) -> Iterator[Passage]:
        head, *rows = line.rows
        told = "\n".join("，".join(cell for cell in row if cell) for row in line.rows)
        lead = before if before.rstrip().endswith(("：", ":", "。")) or LEADS.search(before.strip()) else ""
        yield Passage(told[:LONGEST_GROUP], line.anchor, self.context, lead, kind="table", rows=line.rows)
        for at, row in enumerate(rows, start=1):
            pairs = zip(head, row, strict=False)
            text = "，".join(f"{name}：{cell}" if name else cell for name, cell in pairs if cell)
            if text:
                yield Passage(text, line.anchor, self.context, lead, kind="row", rows=line.rows, row=at)
