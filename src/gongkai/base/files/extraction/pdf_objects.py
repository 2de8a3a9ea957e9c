"""What is drawn on a PDF page, in drawing order: who covers whom, where the ruled lines are. PDF space: y upwards."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .grid import Rule
from .pdfium import raw

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
THIN = 2.5  # points: a filled strip thinner than this is a line
THICK_STROKE = 5.0  # points: a stroke as thick as this can hide a word
LARGE_IMAGE = 0.5  # share of the page from which an image is its background
OPAQUE = 250
WHITE = 250
TINY = 1.5  # points
DEEPEST = 12
MOST_OBJECTS = 60_000
LAST = 1 << 30
_COVERING = {raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_REDACT, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYGON}
_SILENT = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP}
_ANNOTATIONS = {
    raw.FPDF_ANNOT_TEXT: "便签", raw.FPDF_ANNOT_FREETEXT: "文本框", raw.FPDF_ANNOT_HIGHLIGHT: "高亮", raw.FPDF_ANNOT_SQUARE: "方框",
    raw.FPDF_ANNOT_STRIKEOUT: "删除线", raw.FPDF_ANNOT_UNDERLINE: "下划线", raw.FPDF_ANNOT_STAMP: "图章", raw.FPDF_ANNOT_INK: "手写",
    raw.FPDF_ANNOT_FILEATTACHMENT: "附件", raw.FPDF_ANNOT_REDACT: "密文标记",
}  # fmt: skip


@dataclass(frozen=True)
class PdfRule(Rule):
    def moved(self, left: float, top: float) -> Rule:
        """Return the line with the page's corner as origin and y downwards."""
        if self.across:
            return Rule(True, top - self.at, self.start - left, self.end - left)
        return Rule(False, self.at - left, top - self.end, top - self.start)


@dataclass(frozen=True)
class Look:
    """How a piece of text is drawn; `order` grows with drawing."""

    order: int
    invisible: bool
    white: bool


@dataclass(frozen=True)
class Text:
    char: str
    left: float
    right: float
    top: float
    bottom: float
    look: Look | None


@dataclass(frozen=True)
class Cover:
    order: int
    box: Box
    white: bool
    image: bool = False

    def hides(self, text: Text) -> bool:
        return self._holds((text.left + text.right) / 2, (text.bottom + text.top) / 2)

    def _holds(self, x: float, y: float) -> bool:
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


@dataclass
class PageObjects:
    texts: dict[int, Look] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    backgrounds: list[Cover] = field(default_factory=list)
    rules: list[PdfRule] = field(default_factory=list)
    images: int = 0
    image_share: float = 0.0

    def why_unseen(self, text: Text, *, scanned: bool) -> str:
        """Return covered-text, covered-image, hidden-text, or '' for text that a reader sees.

        On a scanned page invisible text is the layer of machine-read words and counts as seen.
        """
        look = text.look
        if look is None:
            return ""
        covers = [cover for cover in self.covers if cover.order > look.order and cover.hides(text)]
        if any(not cover.image for cover in covers):
            return "covered-text"
        if covers and not scanned:
            return "covered-image"
        if look.invisible:
            return "" if scanned else "hidden-text"
        if text.top - text.bottom < TINY:
            return "hidden-text"
        if look.white:
            under = [back for back in (*self.covers, *self.backgrounds) if back.order < look.order and back.hides(text)]
            if not any(not back.white for back in under):
                return "hidden-text"
        return ""


def survey(page: Any, area: float) -> PageObjects:
    """Walk through all objects of a page, also those inside form objects."""
    found = PageObjects()
    for order, (item, kind, matrix) in enumerate(_objects(page)):
        if order > MOST_OBJECTS:
            break
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            address = ctypes.cast(item, ctypes.c_void_p).value or 0
            found.texts[address] = _look(item, order)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _image(found, item, matrix, order, area)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            _path(found, item, matrix, order)
    return found


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    def inside(form: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
        for place in range(raw.FPDFFormObj_CountObjects(form)):
            yield from one(raw.FPDFFormObj_GetObject(form, place), matrix, depth)

    def one(item: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            yield from inside(item, _times(_matrix(item), matrix), depth + 1)
        else:
            yield item, kind, matrix

    for place in range(raw.FPDFPage_CountObjects(page)):
        yield from one(raw.FPDFPage_GetObject(page, place), IDENTITY, 0)


def _matrix(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _colour(item: Any, *, stroke: bool = False) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    get = raw.FPDFPageObj_GetStrokeColor if stroke else raw.FPDFPageObj_GetFillColor
    if not get(item, *parts):
        return (0, 0, 0, 255)
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue, alpha)


def _is_white(colour: tuple[int, int, int, int]) -> bool:
    return min(colour[:3]) >= WHITE


def _look(item: Any, order: int) -> Look:
    colour = _colour(item)
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    filled = mode in {raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP}
    invisible = mode in {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP} or (filled and colour[3] < 8)
    return Look(order, invisible, filled and _is_white(colour))


def _image(found: PageObjects, item: Any, matrix: Matrix, order: int, area: float) -> None:
    corners = [_at(_times(_matrix(item), matrix), x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    box = _box(corners)
    share = (box[2] - box[0]) * (box[3] - box[1]) / max(area, 1)
    found.images += 1
    found.image_share += share
    # A seal is an image with transparency over the signature: it hides nothing.
    clear = bool(raw.FPDFPageObj_HasTransparency(item))
    target = found.backgrounds if share > LARGE_IMAGE or clear else found.covers
    target.append(Cover(order, box, white=False, image=True))


def _box(points: list[tuple[float, float]]) -> Box:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _path(found: PageObjects, item: Any, matrix: Matrix, order: int) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, fill, stroke):
        return
    colour, line_colour = _colour(item), _colour(item, stroke=True)
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(item, width)
    thick = bool(stroke.value) and width.value >= THICK_STROKE and line_colour[3] >= OPAQUE
    for points in _subpaths(item, _times(_matrix(item), matrix)):
        box = _box(points)
        if stroke.value:
            found.rules += _straight(points)
        if fill.value and _is_rectangle(points, box):
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                found.rules += _strip(box)
            elif colour[3] >= OPAQUE:
                found.covers.append(Cover(order, box, _is_white(colour)))
        elif thick and len(points) == 2:
            half = width.value / 2
            found.covers.append(
                Cover(order, (box[0] - half, box[1] - half, box[2] + half, box[3] + half), _is_white(line_colour))
            )


def _subpaths(item: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
    paths: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(min(raw.FPDFPath_CountSegments(item), 5_000)):
        segment = raw.FPDFPath_GetPathSegment(item, place)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO or not paths:
            paths.append([])
        paths[-1].append(_at(matrix, x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment) and paths[-1][0] != paths[-1][-1]:
            paths[-1].append(paths[-1][0])
    return [path for path in paths if len(path) > 1]


def _is_rectangle(points: list[tuple[float, float]], box: Box) -> bool:
    """Whether every point stands in a corner of the box (with a little tolerance for hand-drawn ones)."""
    corners = {
        (abs(x - box[0]) < THIN, abs(y - box[1]) < THIN)
        for x, y in points
        if (abs(x - box[0]) < THIN or abs(x - box[2]) < THIN) and (abs(y - box[1]) < THIN or abs(y - box[3]) < THIN)
    }
    strip = min(box[2] - box[0], box[3] - box[1]) <= THIN
    return len(points) in {4, 5, 6} and (strip or len(corners) == 4)


def _straight(points: list[tuple[float, float]]) -> list[PdfRule]:
    rules = []
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        if abs(y1 - y2) < 0.5 and abs(x1 - x2) > 8:
            rules.append(PdfRule(True, y1, min(x1, x2), max(x1, x2)))
        elif abs(x1 - x2) < 0.5 and abs(y1 - y2) > 4:
            rules.append(PdfRule(False, x1, min(y1, y2), max(y1, y2)))
    return rules


def _strip(box: Box) -> list[PdfRule]:
    if box[3] - box[1] <= THIN < box[2] - box[0]:
        return [PdfRule(True, (box[1] + box[3]) / 2, box[0], box[2])]
    if box[2] - box[0] <= THIN < box[3] - box[1]:
        return [PdfRule(False, (box[0] + box[2]) / 2, box[1], box[3])]
    return []


def annotations_of(page: Any) -> tuple[list[tuple[str, str]], list[Cover]]:
    """Return the remarks on a page (kind, content) and the boxes that annotations draw over the text."""
    notes: list[tuple[str, str]] = []
    covers: list[Cover] = []
    for place in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, place)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        content = _string(annotation, b"Contents")
        if kind not in _SILENT and (content or kind in _ANNOTATIONS):
            notes.append((_ANNOTATIONS.get(kind, "批注"), content or "（无文字）"))
        if kind in _COVERING:
            covers += _annotation_box(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
    return notes, covers


def _annotation_box(annotation: Any) -> list[Cover]:
    parts = [ctypes.c_uint() for _ in range(4)]
    rectangle = raw.FS_RECTF()
    filled = raw.FPDFAnnot_GetColor(annotation, raw.FPDFANNOT_COLORTYPE_InteriorColor, *parts)
    if not filled or parts[3].value < OPAQUE or not raw.FPDFAnnot_GetRect(annotation, rectangle):
        return []
    white = min(part.value for part in parts[:3]) >= WHITE
    low, high = sorted((rectangle.bottom, rectangle.top))
    return [Cover(LAST, (rectangle.left, low, rectangle.right, high), white)]


def _string(annotation: Any, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", errors="replace")
