"""Charts as SVG made on the server, coloured by classes only. A chart never stands without its table (see ui/stat.html)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

Points = Sequence[tuple[str, float]]
WIDTH = 240.0
SMALL_HEIGHT = 40.0
WIDE = 480.0
CHART_HEIGHT = 170.0
AXIS = 22.0
TOP = 18.0


def number(value: float) -> str:
    """Write a figure for people: thousands grouped, no needless decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def describe(points: Points, label: str) -> str:
    """Say in one sentence what the eye would take from the chart."""
    if not points:
        return f"{label}：没有数据"
    low, high = min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1])
    first, last = points[0], points[-1]
    return (
        f"{label}：{first[0]}{number(first[1])}，{last[0]}{number(last[1])}；"
        f"最高{high[0]}{number(high[1])}，最低{low[0]}{number(low[1])}"
    )


def _svg(body: str, *, label: str, width: float, height: float, stretch: bool) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}"{} role="img" aria-label="{}">{}</svg>',
        f"{width:g}",
        f"{height:g}",
        mark_safe(' preserveAspectRatio="none"') if stretch else "",
        label,
        mark_safe(body),  # noqa: S308 built from numbers and escaped labels
    )


class _Scale(NamedTuple):
    low: float
    high: float
    height: float
    top: float = 0.0

    def y(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return self.top + (self.high - value) / span * self.height


def strip(points: Points, *, label: str, mark: int | None = 0) -> SafeString:
    """Draw low bars with their names below, for the strip on top of the desk; `mark` (today) is ambered."""
    width, height = 320.0, 28.0
    top = max((value for _, value in points), default=0.0) or 1.0
    step = width / max(len(points), 1)
    parts = []
    for n, (name, value) in enumerate(points):
        tall = max(value / top * height, 1.0)
        parts.append(
            f'<rect class="b{" due" if n == mark else ""}" x="{n * step + step * 0.12:.1f}" y="{height - tall:.1f}" '
            f'width="{step * 0.76:.1f}" height="{tall:.1f}" rx="1.5"/>'
            f'<text x="{n * step + step / 2:.1f}" y="{height + 14:g}" text-anchor="middle">{escape(name)}</text>'
        )
    return _svg("".join(parts), label=describe(points, label), width=width, height=44, stretch=False)


def bars(points: Points, *, label: str, mark: int | None = -1, labels: bool = False) -> SafeString:
    """Draw bars from zero. `mark` is the index of the emphasised one (None: none); `labels` adds names and figures."""
    if not points:
        return _svg("", label=describe(points, label), width=WIDTH, height=SMALL_HEIGHT, stretch=True)
    count = len(points)
    width = WIDE if labels else WIDTH
    step, top = width / count, TOP if labels else 0.0
    height = CHART_HEIGHT - AXIS - TOP if labels else SMALL_HEIGHT
    scale = _Scale(0.0, max(0.0, *(v for _, v in points)) or 1.0, height, top)
    marked = None if mark is None else mark % count
    parts = []
    for n, (name, value) in enumerate(points):
        y = min(scale.y(value), top + height - 1)
        middle = n * step + step / 2
        kind = "b on" if n == marked else "b"
        parts.append(
            f'<rect class="{kind}" x="{n * step + step * 0.14:.1f}" y="{y:.1f}" '
            f'width="{step * 0.72:.1f}" height="{top + height - y:.1f}"/>'
        )
        if labels:
            parts.append(
                f'<text class="v" x="{middle:.1f}" y="{y - 5:.1f}" text-anchor="middle">{number(value)}</text>'
                f'<text x="{middle:.1f}" y="{CHART_HEIGHT - 3:g}" text-anchor="middle">{escape(name)}</text>'
            )
    total = CHART_HEIGHT if labels else SMALL_HEIGHT
    return _svg("".join(parts), label=describe(points, label), width=width, height=total, stretch=not labels)


def _polyline(
    points: Points, scale: _Scale, *, width: float, inset: float = 0.0
) -> tuple[str, list[tuple[float, float]]]:
    step = (width - 2 * inset) / max(len(points) - 1, 1)
    places = [(inset + n * step, scale.y(value)) for n, (_, value) in enumerate(points)]
    shown = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline class="l" points="{shown}"/>', places


def sparkline(points: Points, *, label: str, goal: float | None = None) -> SafeString:
    """Draw a bare line, stretched to its place; `goal` is a dashed level to compare with."""
    values = [value for _, value in points] + ([goal] if goal is not None else [])
    scale = _Scale(min(values, default=0.0), max(values, default=1.0), SMALL_HEIGHT - 4, 2)
    body = _goal(scale, goal, WIDTH) + (_polyline(points, scale, width=WIDTH)[0] if points else "")
    return _svg(body, label=describe(points, label), width=WIDTH, height=SMALL_HEIGHT, stretch=True)


def _goal(scale: _Scale, goal: float | None, width: float) -> str:
    if goal is None:
        return ""
    y = f"{scale.y(goal):.1f}"
    return f'<line class="goal" x1="0" x2="{width:g}" y1="{y}" y2="{y}"/>'


def line(points: Points, *, label: str, goal: float | None = None) -> SafeString:
    """Draw a line from zero with dots, first and last name on the axis and the last figure beside its dot."""
    values = [value for _, value in points] + ([goal] if goal is not None else [])
    scale = _Scale(min(0.0, min(values, default=0.0)), max(values, default=1.0), CHART_HEIGHT - AXIS - TOP, TOP)
    floor = scale.y(scale.low)
    axis = f'<line class="axis" x1="0" x2="{WIDE:g}" y1="{floor:.1f}" y2="{floor:.1f}"/>'
    if not points:
        return _svg(axis, label=describe(points, label), width=WIDE, height=CHART_HEIGHT, stretch=False)
    drawn, places = _polyline(points, scale, width=WIDE, inset=6)
    dots = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places)
    x, y = places[-1]
    words = (
        f'<text x="0" y="{CHART_HEIGHT - 3:g}">{escape(points[0][0])}</text>'
        f'<text x="{WIDE:g}" y="{CHART_HEIGHT - 3:g}" text-anchor="end">{escape(points[-1][0])}</text>'
        f'<text class="v" x="{x:.1f}" y="{y - 7:.1f}" text-anchor="end">{number(points[-1][1])}</text>'
    )
    return _svg(
        axis + _goal(scale, goal, WIDE) + drawn + dots + words,
        label=describe(points, label),
        width=WIDE,
        height=CHART_HEIGHT,
        stretch=False,
    )
