"""Larger figures for reading: bars, lines, shares and maps as SVG made on the server, coloured by classes only.

Bars, lines and shares have no view box: they measure across in per cent and down in pixels, so that their words keep
their size on a phone. A figure never stands without its table (see ui/figures/chart.html).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.base.ui.charts import number

Value = float | None
Row = tuple[str, Sequence[Value]]
SHADES = 5  # of a map
FEW_AREAS = 9  # so many have room for larger words, which a phone needs
LONGEST_LABEL = 26
MOST_LABELS = 6  # under a line, so that they do not touch on a phone
BAR, GAP, LABEL = 18, 4, 24
REACH = 80.0  # per cent of the width that the longest bar takes; its figure stands behind it
PLOT, HEAD, FOOT = 200, 20, 26


def _svg(body: str, *, height: int, label: str, kind: str) -> SafeString:
    return format_html(
        '<svg class="figure-{}" width="100%" height="{}" role="img" aria-label="{}">{}</svg>',
        kind,
        height,
        label,
        mark_safe(body),  # noqa: S308 built from numbers and escaped words
    )


def cut(text: str, longest: int = LONGEST_LABEL) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def bars(rows: Sequence[Row], *, label: str) -> SafeString:
    """Draw lying bars from zero, several values of a row below one another; a row's name stands above its bars."""
    values = [value for _, row in rows for value in row if value is not None]
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    span = (high - low) or 1.0
    zero = -low / span * REACH
    parts, y = [], 0
    for name, row in rows:
        parts.append(f'<text class="n" x="0" y="{y + 16}">{escape(cut(name))}</text>')
        y += LABEL
        for place, value in enumerate(row, start=1):
            parts.append(_bar(value, y, place, zero=zero, scale=REACH / span))
            y += BAR + GAP
        y += GAP * 2
    if low:
        parts.append(f'<line class="axis" x1="{zero:.2f}%" x2="{zero:.2f}%" y1="0" y2="{y}"/>')
    return _svg("".join(parts), height=y, label=label, kind="bars")


def _bar(value: Value, y: int, place: int, *, zero: float, scale: float) -> str:
    if value is None:
        return f'<text class="v" x="{zero + 0.8:.2f}%" y="{y + 14}">—</text>'
    width = abs(value) * scale
    left = zero if value >= 0 else zero - width
    behind = (left + width if value >= 0 else zero) + 0.8
    return (
        f'<rect class="s{place}" x="{left:.2f}%" y="{y}" width="{max(width, 0.3):.2f}%" height="{BAR}" rx="2"/>'
        f'<text class="v" x="{behind:.2f}%" y="{y + 14}">{number(value)}</text>'
    )


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return round levels that cover the values."""
    span = (high - low) or abs(high) or 1.0
    rough = span / count
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough * 0.999)
    first = math.floor(low / step + 1e-9) * step
    levels = [first]
    while levels[-1] < high - step * 1e-6:
        levels.append(round(levels[-1] + step, 10))
    return levels


class _Frame(NamedTuple):
    low: float
    high: float
    places: int

    def x(self, place: int) -> float:
        return 3 + (94 * place / max(self.places - 1, 1))

    def y(self, value: float) -> float:
        return HEAD + (self.high - value) / ((self.high - self.low) or 1.0) * PLOT


def lines(rows: Sequence[Row], *, label: str) -> SafeString:
    """Draw one line a series over the rows in their order; where a value is missing the line breaks."""
    values = [value for _, row in rows for value in row if value is not None]
    # A line may begin above zero, but then the levels say so.
    low, high = min(values, default=0.0), max(values, default=1.0)
    levels = ticks(0.0 if 0 <= low <= high / 2 else low, high)
    frame = _Frame(levels[0], levels[-1], len(rows))
    parts = [
        f'<line class="grid" x1="0" x2="100%" y1="{frame.y(one):.1f}" y2="{frame.y(one):.1f}"/>'
        f'<text class="t" x="0" y="{frame.y(one) - 4:.1f}">{number(one)}</text>'
        for one in levels
    ]
    count = max((len(row) for _, row in rows), default=0)
    parts += [_line([row[place] for _, row in rows], frame, place + 1) for place in range(count)]
    parts += _names([name for name, _ in rows], frame)
    return _svg("".join(parts), height=HEAD + PLOT + FOOT, label=label, kind="lines")


def _line(values: Sequence[Value], frame: _Frame, place: int) -> str:
    parts, run = [], []
    for n, value in enumerate([*values, None]):
        if value is not None:
            run.append((frame.x(n), frame.y(value)))
            parts.append(f'<circle class="s{place}" cx="{frame.x(n):.2f}%" cy="{frame.y(value):.1f}" r="4"/>')
        elif run:
            points = " ".join(f"{x:.2f},{y:.1f}" for x, y in run)
            parts.insert(0, f'<polyline class="s{place}" points="{points}"/>')
            run = []
    # Only the inner picture is stretched; dots and words around it are not.
    drawn = "".join(part for part in parts if part.startswith("<poly"))
    dots = "".join(part for part in parts if part.startswith("<circle"))
    height = HEAD + PLOT + FOOT
    last = next(((n, value) for n, value in reversed(list(enumerate(values))) if value is not None), None)
    said = (
        f'<text class="v" x="{frame.x(last[0]):.2f}%" y="{frame.y(last[1]) - 8:.1f}" text-anchor="end">{number(last[1])}</text>'
        if last
        else ""
    )
    return f'<svg width="100%" height="{height}" viewBox="0 0 100 {height}" preserveAspectRatio="none">{drawn}</svg>{dots}{said}'


def _names(names: Sequence[str], frame: _Frame) -> list[str]:
    every = max(1, math.ceil(len(names) / MOST_LABELS))
    shown = [n for n in range(len(names)) if n % every == 0 or n == len(names) - 1]
    if len(shown) > 1 and shown[-1] - shown[-2] < every:
        del shown[-2]
    parts = []
    for n in shown:
        anchor = "start" if n == 0 else "end" if n == len(names) - 1 else "middle"
        x = 0.0 if n == 0 else 100.0 if n == len(names) - 1 else frame.x(n)
        parts.append(
            f'<text class="n" x="{x:.2f}%" y="{HEAD + PLOT + 20}" text-anchor="{anchor}">{escape(cut(names[n], 10))}</text>'
        )
    return parts


def shares(parts: Sequence[tuple[str, float]], *, label: str) -> SafeString:
    """Draw parts of a whole as one strip; the names stand in the list that belongs to it."""
    total = sum(value for _, value in parts) or 1.0
    drawn, left = [], 0.0
    for place, (_, value) in enumerate(parts, start=1):
        width = value / total * 100
        drawn.append(f'<rect class="p{place}" x="{left:.2f}%" y="0" width="{max(width, 0.2):.2f}%" height="44"/>')
        if width >= 14:
            drawn.append(
                f'<text class="on p{place}" x="{left + width / 2:.2f}%" y="27" text-anchor="middle">{percent(value, total)}</text>'
            )
        left += width
    return _svg("".join(drawn), height=44, label=label, kind="shares")


def percent(value: float, total: float) -> str:
    return f"{value / total * 100:.1f}%" if total else "—"


# --- maps -----------------------------------------------------------------------------------------------


class Area(NamedTuple):
    """One division: `d` is its outline in the map's own units, (x, y) where its name stands."""

    name: str
    d: str
    x: float
    y: float
    value: Value = None


class Spot(NamedTuple):
    name: str
    x: float
    y: float


def steps_of(values: Sequence[float]) -> list[tuple[float, float]]:
    """Return up to SHADES steps from low to high, each (from, to), with about as many values in each."""
    ordered = sorted(set(values))
    count = min(SHADES, len(ordered))
    if not count:
        return []
    edges = [ordered[round(n * len(ordered) / count)] for n in range(count)]
    upper = [max(one for one in ordered if one < edge) for edge in edges[1:]] + [ordered[-1]]
    return list(zip(edges, upper, strict=True))


def shade(value: Value, steps: Sequence[tuple[float, float]]) -> int:
    """Return 1 (lightest) to SHADES, 0 where there is no value. Few steps spread over all shades."""
    if value is None or not steps:
        return 0
    place = next((n for n, (_, upper) in enumerate(steps) if value <= upper), len(steps) - 1)
    return SHADES if len(steps) == 1 else 1 + round(place * (SHADES - 1) / (len(steps) - 1))


def drawn_map(areas: Sequence[Area], spots: Sequence[Spot], *, box: tuple[float, float], label: str) -> SafeString:
    """Draw divisions coloured by their values, with name and value in each, and numbered spots."""
    steps = steps_of([one.value for one in areas if one.value is not None])
    size = max(box) / (24 if len(areas) <= FEW_AREAS else 32)
    parts = [f'<path class="q{shade(one.value, steps)}" d="{escape(one.d)}"/>' for one in areas]
    for one in areas:
        kind = f"q{shade(one.value, steps)}"
        parts.append(f'<text class="{kind}" x="{one.x:g}" y="{one.y:g}" text-anchor="middle">{escape(one.name)}</text>')
        if one.value is not None:
            parts.append(
                f'<text class="v {kind}" x="{one.x:g}" y="{one.y + size * 1.25:g}" text-anchor="middle">{number(one.value)}</text>'
            )
    for n, spot in enumerate(spots, start=1):
        parts.append(
            f'<g class="spot"><circle cx="{spot.x:g}" cy="{spot.y:g}" r="{size * 0.8:g}"/>'
            f'<text x="{spot.x:g}" y="{spot.y + size * 0.35:g}" text-anchor="middle">{n}</text></g>'
        )
    return format_html(
        '<svg class="figure-map" viewBox="0 0 {} {}" font-size="{}" role="img" aria-label="{}">{}</svg>',
        f"{box[0]:g}",
        f"{box[1]:g}",
        f"{size:g}",
        label,
        mark_safe("".join(parts)),  # noqa: S308 built from numbers and escaped words
    )
