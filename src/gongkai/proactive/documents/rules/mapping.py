"""Maps as exhibits: outlines with values or points on them, and a plain grid where nobody uploaded outlines. No Django."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from gongkai.proactive.documents.rules.outlines import WIDTH, Outline, drawn


def schematic(names: Sequence[str]) -> tuple[list[dict[str, Any]], tuple[float, float]]:
    """Return a plain grid of equal fields, for a city that has not uploaded its outlines."""
    across = math.ceil(math.sqrt(len(names)) * 1.2) or 1
    size, gap = 100.0, 6.0
    outlines = []
    for place, name in enumerate(names):
        x, y = place % across * (size + gap), place // across * (size * 0.7 + gap)
        outlines.append(Outline(name, ([(x, y), (x + size, y), (x + size, y + size * 0.7), (x, y + size * 0.7)],)))
    return drawn(outlines) if outlines else ([], (WIDTH, WIDTH))


def map_of(
    areas: Sequence[dict[str, Any]], box: Sequence[float], *, form: str, name: str, unit: str, source: str,
    values: dict[str, float | None], points: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return the data of a map exhibit: outlines with their values, and points."""
    coloured = [{**area, "value": values.get(str(area["name"]))} for area in areas]
    return {
        "form": form, "name": name.strip(), "unit": unit.strip(), "base": source, "box": [float(one) for one in box],
        "areas": coloured, "points": list(points),
    }  # fmt: skip


def placed(
    rows: Sequence[Sequence[str]], areas: Sequence[dict[str, Any]], box: Sequence[float]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return points of typed rows (name, division or «x,y» in per cent, note) and sentences about rows without a place.

    Points of one division stand around its middle, so that they do not cover one another.
    """
    known = {str(area["name"]): area for area in areas}
    taken: dict[str, int] = {}
    found, wrong = [], []
    for row in rows:
        name, where, note = (*row, "", "", "")[:3]
        spot = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)[,，](\d{1,3}(?:\.\d+)?)", where.replace(" ", ""))
        if spot and float(spot[1]) <= 100 and float(spot[2]) <= 100:
            x, y, area = box[0] * float(spot[1]) / 100, box[1] * float(spot[2]) / 100, ""
        elif where in known:
            n = taken[where] = taken.get(where, -1) + 1
            angle, away = n * 2.4, (14 * math.sqrt(n) + (22 if n else 0)) * box[0] / WIDTH
            x = known[where]["x"] + away * math.cos(angle)
            y = known[where]["y"] + 30 * box[0] / WIDTH + away * math.sin(angle) * 0.8
            area = where
        else:
            wrong.append(f"“{name}”没有放到图上：“{where}”不是底图上的行政区，也不是“横,纵”百分比")
            continue
        found.append({"name": name, "area": area, "note": note, "x": round(x, 1), "y": round(y, 1)})
    return found, wrong
