"""Outlines of administrative divisions from GeoJSON or SVG, as plain numbers; nothing else of the file is kept. No Django.

Every outline is walked point by point and written anew, so neither script nor style nor outside address can come in.
Lines are thinned until the whole map is small enough to travel with every page that shows it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

WIDTH = 600.0  # of every map in its own units
MOST_AREAS, MOST_POINTS, MOST_BYTES = 200, 4_000, 4_000_000
LEAST_RING = 3
COMMAND = re.compile(r"[MmLlHhVvCcSsQqTtAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")
ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
NAME_KEYS = ("name", "NAME", "Name", "名称", "NL_NAME_1", "NL_NAME_2", "NL_NAME_3", "行政区", "fullname")

Point = tuple[float, float]
Ring = list[Point]


class BadMap(ValueError):
    """The file is no map that can be used; the message says why in Chinese and what to do."""


@dataclass(frozen=True)
class Outline:
    """One division with its rings in the units of its source."""

    name: str
    rings: tuple[Ring, ...]


def read_map(data: bytes, filename: str) -> tuple[list[dict[str, Any]], tuple[float, float]]:
    """Return the divisions {name, d, x, y} of a file and the box of the map. Raises BadMap."""
    if len(data) > MOST_BYTES:
        raise BadMap("底图文件过大，请先用制图软件简化边界，控制在4MB以内。")
    start = data[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    outlines = list(_from_json(data) if start.startswith((b"{", b"[")) else _from_svg(data, filename))
    if not outlines:
        raise BadMap(
            "文件里没有找到带名称的行政区。GeoJSON 请在 properties.name 写名称，SVG 请给每个区域写 id 或者 title。"
        )
    if len(outlines) > MOST_AREAS:
        raise BadMap(f"行政区超过{MOST_AREAS}个，请只保留本级的下一级。")
    names = [one.name for one in outlines]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadMap(f"行政区名称重复：{'、'.join(twice)}。同一个区的多块请合并为一个要素。")
    return drawn(outlines)


def drawn(outlines: Sequence[Outline]) -> tuple[list[dict[str, Any]], tuple[float, float]]:
    """Fit outlines into a map WIDTH wide and write their paths with thinned lines."""
    points = [point for one in outlines for ring in one.rings for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide = (max(x for x, _ in points) - left) or 1.0
    high = (max(y for _, y in points) - top) or 1.0
    scale = WIDTH / wide
    if high * scale > WIDTH * 2:
        raise BadMap("底图过于狭长，请检查坐标的先后次序（先经度、后纬度）。")
    fitted = [
        (one.name, [[((x - left) * scale, (y - top) * scale) for x, y in ring] for ring in one.rings])
        for one in outlines
    ]
    tolerance = 0.6
    while True:
        thin = [(name, [_thinned(ring, tolerance) for ring in rings]) for name, rings in fitted]
        if sum(len(ring) for _, rings in thin for ring in rings) <= MOST_POINTS:
            break
        tolerance *= 1.6
    return [_area(name, rings) for name, rings in thin], (WIDTH, round(high * scale, 1))


def _area(name: str, rings: Sequence[Ring]) -> dict[str, Any]:
    kept = [ring for ring in rings if len(ring) >= LEAST_RING] or [rings[0]]
    x, y = _middle(max(kept, key=lambda ring: abs(_size(ring))))
    path = "".join("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in ring) + "Z" for ring in kept)
    return {"name": name, "d": path.replace(".0 ", " ").replace(".0L", "L").replace(".0Z", "Z"), "x": x, "y": y}


def _size(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _middle(ring: Ring) -> Point:
    """Return the centroid; the middle of the box where a ring has no size."""
    size = _size(ring)
    if abs(size) < 1e-6:
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * size)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * size)
    return round(x, 1), round(y, 1)


def _thinned(ring: Ring, tolerance: float) -> Ring:
    """Leave out points that no eye would miss (Douglas and Peucker), without recursion."""
    points = ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        low, high = waiting.pop()
        if high - low < 2:
            continue
        away, place = max((_distance(points[n], points[low], points[high]), n) for n in range(low + 1, high))
        if away > tolerance:
            keep.add(place)
            waiting += [(low, place), (place, high)]
    thin = [points[n] for n in sorted(keep)]
    return thin if len(thin) >= LEAST_RING else points


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if not length:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(dy * point[0] - dx * point[1] + end[0] * start[1] - end[1] * start[0]) / length


# --- GeoJSON ---------------------------------------------------------------------------------------------


def _from_json(data: bytes) -> Iterator[Outline]:
    try:
        read = json.loads(data.decode("utf-8-sig"))
        features = read["features"] if isinstance(read, dict) else None
    except (ValueError, KeyError, RecursionError) as error:
        raise BadMap("不是有效的 GeoJSON（需要 FeatureCollection）。") from error
    if not isinstance(features, list):
        raise BadMap("不是有效的 GeoJSON（需要 FeatureCollection）。")
    found = [one for feature in features if (one := _feature(feature)) is not None]
    points = [point for one in found for ring in one.rings for point in ring]
    if not points:
        return
    # On a city's scale a degree of longitude shrinks with the latitude; degrees are told from metres by their size.
    middle = sum(y for _, y in points) / len(points)
    degrees = all(abs(x) <= 180 and abs(y) <= 90 for x, y in points)
    factor = math.cos(math.radians(middle)) if degrees else 1.0
    for one in found:
        yield Outline(one.name, tuple([(x * factor, -y) for x, y in ring] for ring in one.rings))


def _feature(feature: Any) -> Outline | None:
    try:
        properties, geometry = feature.get("properties") or {}, feature.get("geometry") or {}
        name = next((str(properties[key]) for key in NAME_KEYS if properties.get(key)), "")
        coordinates = geometry["coordinates"]
        shapes = {"Polygon": [coordinates], "MultiPolygon": coordinates}[geometry["type"]]
        rings = tuple([(float(p[0]), float(p[1])) for p in ring] for shape in shapes for ring in shape)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        return None
    finite = all(math.isfinite(x) and math.isfinite(y) for ring in rings for x, y in ring)
    wide = [ring for ring in rings if len(ring) >= LEAST_RING]
    return Outline(_clean(name), tuple(wide)) if name.strip() and wide and finite else None


def _clean(name: str) -> str:
    return " ".join("".join(c for c in name if c.isprintable()).split())[:40]


# --- SVG -------------------------------------------------------------------------------------------------


def _from_svg(data: bytes, filename: str) -> Iterator[Outline]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise BadMap("SVG 文件含有文档类型声明，请用制图软件另存为普通 SVG 再上传。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadMap(f"“{filename}”不是有效的 SVG 或者 GeoJSON。") from error
    if etree.QName(root).localname != "svg":
        raise BadMap(f"“{filename}”不是有效的 SVG 或者 GeoJSON。")
    for element in root.iter("{*}path", "{*}polygon", "{*}rect"):
        if any("transform" in one.attrib for one in (element, *element.iterancestors())):
            raise BadMap("SVG 里的区域带有变换（transform），请在制图软件里把变换应用到路径后再上传。")
        name = _clean(_named(element))
        rings = [ring for ring in _shape(element) if len(ring) >= LEAST_RING]
        if name and rings:
            yield Outline(name, tuple(rings))


def _named(element: Any) -> str:
    title = element.find("{*}title")
    words = (title.text if title is not None else "") or element.get("data-name") or element.get("aria-label")
    return str(words or element.get("id") or "")


def _shape(element: Any) -> list[Ring]:
    kind = etree.QName(element).localname
    try:
        if kind == "rect":
            x, y, w, h = (float(element.get(key, "0")) for key in ("x", "y", "width", "height"))
            return [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)]]
        if kind == "polygon":
            numbers = [float(one) for one in re.findall(r"[-+]?[\d.]+(?:e[-+]?\d{1,2})?", element.get("points", ""))]
            return [list(zip(numbers[::2], numbers[1::2], strict=False))]
        return rings_of(str(element.get("d", "")))
    except ValueError as error:
        raise BadMap("SVG 里有不能识别的坐标，请另存为普通 SVG 再上传。") from error


def rings_of(d: str) -> list[Ring]:
    """Walk a path and return its rings; curves become a few straight pieces. Raises BadMap for arcs and for junk."""
    tokens = COMMAND.findall(d)
    if COMMAND.sub("", d).strip(" ,\n\r\t"):
        raise BadMap("SVG 路径里有不能识别的内容，请另存为普通 SVG 再上传。")
    rings: list[Ring] = []
    at, begun, place, command = (0.0, 0.0), (0.0, 0.0), 0, ""
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        if not command or command in "Aa":
            raise BadMap("SVG 路径含有圆弧或者不完整，请在制图软件里转换为多边形后再上传。")
        count = ARGUMENTS[command.upper()]
        numbers = [float(one) for one in tokens[place : place + count] if not one.isalpha()]
        if len(numbers) < count:
            raise BadMap("SVG 路径不完整，请另存为普通 SVG 再上传。")
        place += count
        if command in "Zz":
            at, command = begun, ""
            continue
        passed = list(_absolute(command, numbers, at))
        if command in "Mm":
            begun = passed[-1]
            rings.append([begun])
            command = "L" if command == "M" else "l"
        elif not rings:
            raise BadMap("SVG 路径没有起点，请另存为普通 SVG 再上传。")
        else:
            rings[-1] += passed
        at = passed[-1]
    return rings


def _absolute(command: str, numbers: Sequence[float], at: Point) -> Iterable[Point]:
    ox, oy = at if command.islower() else (0.0, 0.0)
    kind = command.upper()
    if kind == "H":
        return [(numbers[0] + ox, at[1])]
    if kind == "V":
        return [(at[0], numbers[0] + oy)]
    points = [(numbers[n] + ox, numbers[n + 1] + oy) for n in range(0, len(numbers), 2)]
    if kind not in {"C", "Q"}:
        return [points[-1]]  # lines; of smooth curves the end is enough for a boundary
    return _curve([at, *points])


def _curve(points: Sequence[Point], pieces: int = 8) -> list[Point]:
    """Return points on a Bézier curve of any degree."""
    found = []
    for n in range(1, pieces + 1):
        t, level = n / pieces, list(points)
        while len(level) > 1:
            level = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(level)]
        found.append(level[0])
    return found
