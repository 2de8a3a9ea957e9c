"""The few things a picture is made of. Coordinates are pixels from the top left; `y` of words is their base line."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.proactive.interpretation.rules.cards import glyphs

WIDTH = 750
MARGIN = 52
INNER = WIDTH - 2 * MARGIN
RISE = 0.88  # of the size: how far characters stand above the base line
FALL = 0.20  # and below
HANG = 0.42  # of the size: how far an opening mark stands out to the left, so that the edge looks straight


@dataclass(frozen=True)
class Words:
    x: float
    y: float
    text: str
    size: float
    fill: str
    room: float  # how wide it may be
    ground: str  # the colour it stands on
    bold: bool = False

    @property
    def width(self) -> float:
        return glyphs.width(self.text, self.size, bold=self.bold)


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0


@dataclass(frozen=True)
class Shape:
    """A path in the language of SVG, filled or drawn as a line."""

    path: str
    fill: str = "none"
    stroke: str = ""
    thick: float = 0


Thing = Words | Box | Shape


@dataclass
class Pen:
    """Draws downwards; `y` is how far it has come."""

    y: float = 0
    things: list[Thing] = field(default_factory=list)

    def lines(
        self,
        text: str,
        *,
        x: float,
        room: float,
        size: float,
        fill: str,
        ground: str,
        lead: float = 1.6,
        bold: bool = False,
        evenly: bool = False,
    ) -> int:
        """Write a paragraph, move below it, and return how many lines it took."""
        told = glyphs.wrap(text, room, size, bold=bold, evenly=evenly)
        for line in told:
            base = self.y + (lead * size - (RISE + FALL) * size) / 2 + RISE * size
            hung = HANG * size if line[:1] in glyphs.HUNG else 0
            self.things.append(Words(x - hung, base, line, size, fill, room + hung, ground, bold))
            self.y += lead * size
        return len(told)

    def word(self, text: str, *, x: float, y: float, size: float, fill: str, ground: str, bold: bool = True) -> float:
        """Write one word at a base line, and return where it ends."""
        wide = glyphs.width(text, size, bold=bold)
        self.things.append(Words(x, y, text, size, fill, wide + 1, ground, bold))
        return x + wide

    def middle(self, text: str, *, x: float, y: float, size: float, fill: str, ground: str, bold: bool = True) -> None:
        """Write one short word with its middle at this point."""
        wide = glyphs.width(text, size, bold=bold)
        self.word(text, x=x - wide / 2, y=y + (RISE - FALL) / 2 * size, size=size, fill=fill, ground=ground, bold=bold)

    def box(self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> None:
        self.things.append(Box(x, y, width, height, fill, radius))
