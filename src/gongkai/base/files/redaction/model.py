"""What is struck out, what came of it, and what the verifier found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.base.files.extraction.refusals import FileRefused

# The same for every passage: its length must say nothing about what stood there.
MARK = "■■"
# A shorter string would be struck in the middle of other words all over the document.
SHORTEST_EVERYWHERE = 2


LEFT_BEHIND = "看不见的部分（批注、属性、嵌入内容等），已整体删去"


@dataclass(frozen=True)
class Place:
    """`start` to `end` in the text of one block; blocks as `blocks_of` counts them (lines, in plain text)."""

    block: int
    start: int
    end: int


@dataclass(frozen=True)
class PageBox:
    """A box on a page, in points from the top left corner as the page is shown; pixels for a picture. Pages begin at 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Passage:
    """A string to strike wherever it stands, or only at a place, or only the named occurrences (beginning with 1).

    `ground` is the code of the legal ground (law.grounds) and is shown beside the mark.
    """

    text: str
    ground: str = ""
    place: Place | PageBox | None = None
    occurrences: tuple[int, ...] = ()

    @property
    def everywhere(self) -> bool:
        return self.place is None and not self.occurrences


@dataclass(frozen=True)
class Found:
    """Where a passage was struck; `places` in Chinese, each once."""

    passage: Passage
    count: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class Redacted:
    """A file that has passed the verifier."""

    data: bytes
    kind: str
    extension: str
    found: tuple[Found, ...]
    missing: tuple[Passage, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return sum(found.count for found in self.found)


@dataclass(frozen=True)
class Survivor:
    """A secret that is still in a file, or (with an empty secret) a part nobody could read."""

    secret: str
    where: str
    how: str

    def __str__(self) -> str:
        if not self.secret:
            return f"{self.where}无法读取（{self.how}）"
        shown = self.secret if len(self.secret) <= 20 else self.secret[:19] + "…"
        return f"“{shown}”仍在{self.where}（{self.how}）"


class RedactionRefused(FileRefused):
    """No redacted file is handed out; `survivors` says what the verifier found, if it came to that."""

    def __init__(self, sentence: str, *, survivors: Sequence[Survivor] = ()) -> None:
        super().__init__(sentence)
        self.survivors = tuple(survivors)


MOST_NAMED = 5


def refusal_for(survivors: Sequence[Survivor]) -> RedactionRefused:
    """Word what the verifier found for the officer."""
    named = "；".join(dict.fromkeys(str(survivor) for survivor in survivors[: MOST_NAMED * 4]))
    parts = named.split("；")
    more = f"等 {len(survivors)} 处" if len(parts) > MOST_NAMED else ""
    return RedactionRefused(
        f"删减后的文件没有通过核对，未生成：{'；'.join(parts[:MOST_NAMED])}{more}。请补划这些内容，或者把文件另存一份后再试。",
        survivors=survivors,
    )
