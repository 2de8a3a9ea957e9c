"""A page as an image with the bars burnt in, and the kept characters behind it so that it can still be searched."""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from gongkai.base.files.extraction.pdfium import raw

from .file import PdfFile, packed
from .geometry import Box
from .locate import Bar, PageText
from .syntax import Name, Ref, Stream, number_bytes

DPI = 200
_POINTS = 72
_MOST_PIXELS = 40_000_000
_QUALITY = 88
_FINE = 100
_LARGEST_CAPTION = 12.0
# Codes are UTF-16 units, each standing for itself.
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end
"""


def rastered(file: PdfFile, document: Any, text: PageText, labels: Callable[[Bar], str]) -> dict[str, Any]:
    """Return the entries of a new page (without Parent) that shows an image of the old one with its bars."""
    page = document[text.number - 1]
    width, height = page.get_size()
    shown = _Shown(page, width, height)
    scale = min(DPI / _POINTS, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    draw = ImageDraw.Draw(picture)
    for bar in text.bars:
        left, bottom, right, top = shown.box(bar.box)
        draw.rectangle(
            (left * scale - 1, (height - top) * scale - 1, right * scale + 1, (height - bottom) * scale + 1),
            fill=(0, 0, 0),
        )
    image = file.add(_image(picture))
    layer = _layer(text, shown)
    bars = b"".join(caption(shown.box(bar.box), labels(bar)) for bar in text.bars)
    content = b"q %s 0 0 %s 0 0 cm /GkI Do Q\n%s%s" % (number_bytes(width), number_bytes(height), layer, bars)
    page.close()
    return {
        "Type": Name("Page"),
        "MediaBox": [0, 0, float(width), float(height)],
        "Resources": {"XObject": {"GkI": image}, "Font": {"GkT": _layer_font(file), "GkB": bar_font(file)}},
        "Contents": file.add(packed(content)),
    }


class _Shown:
    """Turns the page's own coordinates into those of the page as it is shown (rotated, cropped), y upwards."""

    def __init__(self, page: Any, width: float, height: float) -> None:
        self.page, self.width, self.height = page.raw, width, height

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, top = ctypes.c_int(), ctypes.c_int()
        size = (round(self.width * _FINE), round(self.height * _FINE))
        raw.FPDF_PageToDevice(self.page, 0, 0, *size, 0, x, y, left, top)
        return left.value / _FINE, self.height - top.value / _FINE

    def box(self, box: Box) -> Box:
        (x1, y1), (x2, y2) = self.point(box[0], box[1]), self.point(box[2], box[3])
        return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _image(picture: Image.Image) -> Stream:
    red, green, blue = picture.split()
    grey = not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())
    buffer = io.BytesIO()
    (red if grey else picture).save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return Stream(
        {
            "Type": Name("XObject"), "Subtype": Name("Image"), "Width": picture.width, "Height": picture.height,
            "ColorSpace": Name("DeviceGray" if grey else "DeviceRGB"), "BitsPerComponent": 8, "Filter": Name("DCTDecode"),
        },
        buffer.getvalue(),
    )  # fmt: skip


def _layer(text: PageText, shown: _Shown) -> bytes:
    """Write the kept characters invisibly over where they stand, line by line in their own direction."""
    glyphs = [
        (glyph.char, shown.point(*glyph.origin), shown.box(glyph.box))
        for glyph in text.glyphs
        if not glyph.struck and ord(glyph.char) <= 0xFFFF
    ]
    lines: list[_Line] = []
    for char, origin, box in glyphs:
        if not lines or not lines[-1].takes(char, origin):
            lines.append(_Line(char, origin, max(box[2] - box[0], box[3] - box[1], 1.0)))
    return b"BT 3 Tr /GkT 1 Tf\n" + b"".join(line.written() for line in lines) + b"ET\n" if lines else b""


class _Line:
    """Characters one behind the other; the second one decides the direction."""

    def __init__(self, char: str, origin: tuple[float, float], size: float) -> None:
        self.chars = [char]
        self.steps = [0.0]
        self.origin = origin
        self.size = size
        self.along: tuple[float, float] | None = None

    def takes(self, char: str, origin: tuple[float, float]) -> bool:
        x, y = origin[0] - self.origin[0], origin[1] - self.origin[1]
        length = math.hypot(x, y)
        if self.along is None:
            if not 0.05 * self.size < length < 2 * self.size:
                return False
            self.along = (x / length, y / length)
        step = x * self.along[0] + y * self.along[1]
        aside = abs(x * self.along[1] - y * self.along[0])
        if aside > 0.15 * self.size or not 0.05 * self.size < step - self.steps[-1] < 3 * self.size:
            return False
        self.chars.append(char)
        self.steps.append(step)
        return True

    def written(self) -> bytes:
        cosine, sine = self.along or (1.0, 0.0)
        size = self.size
        matrix = (size * cosine, size * sine, -size * sine, size * cosine, *self.origin)
        shown = [b"<%04X>" % ord(self.chars[0])]
        for before, here, char in zip(self.steps, self.steps[1:], self.chars[1:], strict=False):
            # Every character of the layer's font is one size wide.
            shown.append(b"%d <%04X>" % (round((1 - (here - before) / size) * 1000), ord(char)))
        numbers = b" ".join(number_bytes(round(float(number), 3)) for number in matrix)
        return numbers + b" Tm [" + b" ".join(shown) + b"] TJ\n"


def caption(box: Box, label: str) -> bytes:
    """Write the ground's code in white on a bar, if it fits."""
    width, height = box[2] - box[0], box[3] - box[1]
    size = min(height * 0.7, width / max(len(label), 1) / 0.7, _LARGEST_CAPTION)
    if not label or not label.isascii() or size < 3:
        return b""
    numbers = b" ".join(number_bytes(number) for number in (box[0] + 1, box[1] + (height - size * 0.7) / 2))
    safe = label.encode("ascii").hex().encode()
    return b"q 1 g BT 0 Tr 0 Tc 0 Tw 100 Tz 0 Ts /GkB %s Tf 1 0 0 1 %s Tm <%s> Tj ET Q\n" % (
        number_bytes(size),
        numbers,
        safe,
    )


def bar_font(file: PdfFile) -> Ref:
    entries = {
        "Type": Name("Font"),
        "Subtype": Name("Type1"),
        "BaseFont": Name("Helvetica"),
        "Encoding": Name("WinAnsiEncoding"),
    }
    return _once(file, "bar", entries)


def _layer_font(file: PdfFile) -> Ref:
    descriptor = {
        "Type": Name("FontDescriptor"), "FontName": Name("GkLayer"), "Flags": 4, "FontBBox": [0, -200, 1000, 800], "ItalicAngle": 0,
        "Ascent": 800, "Descent": -200, "CapHeight": 700, "StemV": 80,
    }  # fmt: skip
    inner = {
        "Type": Name("Font"), "Subtype": Name("CIDFontType2"), "BaseFont": Name("GkLayer"), "DW": 1000, "CIDToGIDMap": Name("Identity"),
        "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0}, "FontDescriptor": descriptor,
    }  # fmt: skip
    entries = {
        "Type": Name("Font"), "Subtype": Name("Type0"), "BaseFont": Name("GkLayer"), "Encoding": Name("Identity-H"),
        "DescendantFonts": [inner], "ToUnicode": packed(_TO_UNICODE),
    }  # fmt: skip
    if isinstance(entries["ToUnicode"], Stream) and "layer" not in file.shared:
        entries["ToUnicode"] = file.add(entries["ToUnicode"])
    return _once(file, "layer", entries)


def _once(file: PdfFile, key: str, entries: dict[str, Any]) -> Ref:
    if key not in file.shared:
        file.shared[key] = file.add(entries)
    return file.shared[key]
