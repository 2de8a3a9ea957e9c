"""The text of a document in runs, each with the fields that were read from it: what the desk paints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Of several fields on the same letters the narrower is painted.
ORDER = ("money", "apply", "materials", "department", "condition", "benefit")
NAMES = {
    "benefit": "内容",
    "condition": "条件",
    "money": "数额",
    "apply": "申请",
    "materials": "材料",
    "department": "部门",
}


@dataclass(frozen=True)
class Run:
    text: str
    field: str = ""

    @property
    def name(self) -> str:
        return NAMES.get(self.field, "")


@dataclass(frozen=True)
class Line:
    index: int
    runs: tuple[Run, ...]
    here: bool


def painted(text: str, marks: Sequence[Sequence[object]], *, paragraph: int = -1) -> list[Line]:
    """Return the paragraphs; `marks` are (field, start, end) in the text, `paragraph` the one that an item rests on."""
    known = [(str(field), int(str(start)), int(str(end))) for field, start, end in marks]
    lines, at = [], 0
    for index, line in enumerate(text.split("\n")):
        if line.strip():
            lines.append(Line(index, tuple(_runs(line, at, known)), index == paragraph))
        at += len(line) + 1
    return lines


def _runs(line: str, at: int, marks: Sequence[tuple[str, int, int]]) -> list[Run]:
    end = at + len(line)
    here = [(field, max(first, at), min(last, end)) for field, first, last in marks if first < end and last > at]
    cuts = sorted({at, end, *(first for _, first, _ in here), *(last for _, _, last in here)})
    runs: list[Run] = []
    for first, last in pairwise(cuts):
        fields = {field for field, begin, stop in here if begin <= first and last <= stop}
        field = next((one for one in ORDER if one in fields), "")
        runs.append(Run(line[first - at : last - at], field))
    return runs
