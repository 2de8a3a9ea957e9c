"""What must go from a page, and the admission that a page cannot be edited."""

from __future__ import annotations

from .geometry import Box, area, overlap

_NEAR = 0.12  # of the font size
_TOUCH = 0.5  # square points


class Unsure(Exception):
    """This page cannot be edited with certainty; str() says why."""


class Struck:
    """The origins of the characters that must go, and the bars that must not lie over a picture.

    While `reading`, the editor also notes every character it meets.
    """

    def __init__(self, origins: list[tuple[float, float]], bars: list[Box], *, reading: bool = False) -> None:
        self.reading = reading
        self.cells: dict[tuple[int, int], list[tuple[float, float]]] = {}
        for x, y in origins:
            self.cells.setdefault((round(x / 8), round(y / 8)), []).append((x, y))
        self.bars = bars

    def holds(self, x: float, y: float, size: float) -> bool:
        near = max(abs(size) * _NEAR, 0.05)
        column, row = round(x / 8), round(y / 8)
        return any(
            abs(x - other[0]) <= near and abs(y - other[1]) <= near
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in self.cells.get((column + dx, row + dy), ())
        )

    def meets(self, box: Box) -> bool:
        return any(overlap(bar, box) > min(_TOUCH, area(box) / 2) for bar in self.bars)
