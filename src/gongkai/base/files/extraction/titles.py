"""Finding the title of an official document among its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FIRST_LINES = 16
LONGEST = 120
_NOT_A_TITLE = re.compile(
    r"文件$|^[^〔\[（]{1,20}[〔\[（]\d{4}[〕\]）]\s*\d+\s*号|^附件|^[（(]|^目\s*录$|^签发人|^(绝密|机密|秘密|特急|加急|平急|公开)|^\d+$|^—"
)
_GENERIC = re.compile(
    r"^(microsoft word|无标题|未命名|untitled|doc\d*|文档\d*|新建|附件\d*$|powerpoint|wps|幻灯片|工作簿)", re.IGNORECASE
)


@dataclass(frozen=True)
class Candidate:
    """A line near the top: `size` in any unit, the same one for all lines."""

    text: str
    centred: bool
    size: float
    titled: bool = False


def find_title(candidates: Sequence[Candidate]) -> range:
    """Return the places of the lines that make the title, an empty range if there is none.

    A Title style wins; else the largest centred line that is not a letterhead (…文件) or a number; equal neighbours belong to it.
    """
    lines = candidates[:FIRST_LINES]
    titled = [place for place, line in enumerate(lines) if line.titled and line.text]
    if titled:
        return _with_neighbours(lines, titled[0], titled=True)
    possible = [
        place
        for place, line in enumerate(lines)
        if line.centred and line.text and len(line.text) <= LONGEST and not _NOT_A_TITLE.search(line.text)
    ]
    if not possible:
        return range(0)
    return _with_neighbours(lines, max(possible, key=lambda place: (lines[place].size, -place)), titled=False)


def _with_neighbours(lines: Sequence[Candidate], first: int, *, titled: bool) -> range:
    end = first + 1
    while end < len(lines) and end - first < 4:
        line = lines[end]
        same = line.titled if titled else line.centred and abs(line.size - lines[first].size) < 0.6
        if not same or not line.text or _NOT_A_TITLE.search(line.text):
            break
        end += 1
    return range(first, end)


def usable(title: str) -> bool:
    """Whether a title from the file's properties says anything."""
    return bool(title.strip()) and not _GENERIC.match(title.strip())
