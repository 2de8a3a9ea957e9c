"""Where the characters of an OFD text object stand."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .layout import Glyph
from .refusals import MalformedFile

POINTS = 72 / 25.4  # an OFD length is in millimetres
ABOVE, BELOW = 0.85, 0.15  # of a letter's height, from its base line
USUAL_SIZE = 4.0
WIDE_FROM = 0x2E7F


def numbers(text: str | None) -> list[float]:
    try:
        return [float(part) for part in (text or "").split()]
    except ValueError as error:
        raise MalformedFile("OFD 文件里的坐标不是数字，文件可能已损坏。请重新生成后再上传。") from error


def deltas(text: str | None, count: int) -> list[float]:
    """Return `count` steps between characters from a DeltaX or DeltaY value, in which `g 3 5` means three times 5."""
    parts, place = (text or "").split(), 0
    steps: list[float] = []
    while place < len(parts) and len(steps) < count:
        if parts[place] == "g" and place + 2 < len(parts):
            times = min(int(numbers(parts[place + 1])[0]), count)
            steps += [numbers(parts[place + 2])[0]] * max(times, 0)
            place += 3
        else:
            steps += numbers(parts[place])
            place += 1
    return (steps + [0.0] * count)[:count]


def glyphs_of(item: Element, origin: tuple[float, float]) -> Iterator[Glyph]:
    """Yield the characters of a TextObject in points; `origin` is the corner of the block around it, in millimetres."""
    boundary = (numbers(item.get("Boundary")) + [0.0] * 4)[:4]
    matrix = numbers(item.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = (numbers(item.get("Size")) or [USUAL_SIZE])[0]
    tall = size * abs(d or c)
    for code in item.findall("{*}TextCode"):
        for char, x, y in _placed(code, size):
            left = origin[0] + boundary[0] + a * x + c * y + e
            base = origin[1] + boundary[1] + b * x + d * y + f
            right = left + _width(char, size) * abs(a or b)
            yield Glyph(
                char, left * POINTS, right * POINTS, (base - ABOVE * tall) * POINTS, (base + BELOW * tall) * POINTS
            )


def _placed(code: Element, size: float) -> Iterator[tuple[str, float, float]]:
    """Yield the characters of a TextCode with their places inside the object."""
    text = code.text or ""
    x, y = (numbers(code.get("X")) or [0.0])[0], (numbers(code.get("Y")) or [size])[0]
    rights = [0.0, *deltas(code.get("DeltaX"), len(text) - 1)]
    downs = [0.0, *deltas(code.get("DeltaY"), len(text) - 1)]
    has_steps = code.get("DeltaX") or code.get("DeltaY")
    for place, char in enumerate(text):
        x += rights[place] if has_steps else (_width(text[place - 1], size) if place else 0.0)
        y += downs[place]
        if not char.isspace():
            yield char, x, y


def _width(char: str, size: float) -> float:
    return size if ord(char) > WIDE_FROM or char in "“”‘’—…" else size * 0.5
