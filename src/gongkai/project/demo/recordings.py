"""A short film, a chime and a comic for the demo city, made from nothing but Pillow: small, playable everywhere, always alike.

A lossy WebP picture is one VP8 key frame, and a WebM file is VP8 frames in a box: so pages with words become a film without
an encoder. There is no voice; what would be said stands in captions and transcript, and the wording says so.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import manimgx_fonts_cjk  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont

FONT = Path(manimgx_fonts_cjk.__file__).with_name("NotoSansCJK-VF.otf.ttc")
SIMPLIFIED = 2  # the face for mainland China in the collection
INK, PAPER, TEAL, OCHRE, RED, SOFT = "#1c2b33", "#fbfaf6", "#12495c", "#c98a1b", "#b3261e", "#dfe9ec"
WIDE, HIGH = 854, 480


@dataclass(frozen=True)
class Page:
    """One picture of a film, with what is said meanwhile."""

    heading: str
    lines: tuple[str, ...]
    seconds: int


@cache
def _font(size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FONT), size, index=SIMPLIFIED)
    font.set_variation_by_axes([weight])
    return font


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines = [""]
    for one in text:
        if font.getlength(lines[-1] + one) > room and one not in "，。！？、；：”":
            lines.append("")
        lines[-1] += one
    return lines


def film(title: str, pages: Sequence[Page]) -> bytes:
    """Return a WebM film: a page each for its seconds, and a bar that shows how far it is."""
    whole = sum(page.seconds for page in pages)
    frames: list[tuple[int, bytes]] = []
    past = 0
    for number, page in enumerate(pages, 1):
        for second in range(page.seconds):
            picture = _page(title, page, number, (past + second + 1) / whole)
            frames.append(((past + second) * 1000, _vp8(picture)))
        past += page.seconds
    return _webm(frames, whole * 1000)


def _page(title: str, page: Page, number: int, share: float) -> Image.Image:
    picture = Image.new("RGB", (WIDE, HIGH), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDE, 64), TEAL)
    pen.text((32, 15), title, PAPER, _font(24, 500))
    pen.ellipse((32, 100, 92, 160), TEAL)
    pen.text((62, 130), str(number), PAPER, _font(32, 700), anchor="mm")
    pen.text((112, 106), page.heading, INK, _font(36, 700))
    y = 196
    for line in page.lines:
        for row in _wrapped(line, _font(28), WIDE - 150):
            pen.text((112, y), row, INK, _font(28))
            y += 46
        y += 8
    pen.rectangle((0, HIGH - 8, WIDE, HIGH), SOFT)
    pen.rectangle((0, HIGH - 8, WIDE * share, HIGH), OCHRE)
    return picture


def captions(pages: Sequence[Page]) -> bytes:
    """Return the captions of a film as WebVTT: each page's words for as long as it stands."""
    told, past = ["WEBVTT", ""], 0
    for page in pages:
        said = f"{page.heading}：{''.join(page.lines)}"
        told += [f"{_clock(past)} --> {_clock(past + page.seconds)}", said, ""]
        past += page.seconds
    return "\n".join(told).encode()


def transcript(pages: Sequence[Page]) -> str:
    return "\n".join(f"{page.heading}：{''.join(page.lines)}" for page in pages)


def _clock(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02}.000"


def _vp8(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=70, method=0)
    data = file.getvalue()
    if data[12:16] != b"VP8 ":
        raise ValueError("not a plain lossy picture")
    return data[20 : 20 + struct.unpack("<I", data[16:20])[0]]


def _box(name: int, content: bytes) -> bytes:
    """Return one EBML element; its size always in eight bytes."""
    label = name.to_bytes((name.bit_length() + 7) // 8, "big")
    return label + (0x01 << 56 | len(content)).to_bytes(8, "big") + content


def _number(name: int, value: int) -> bytes:
    return _box(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def _webm(frames: Sequence[tuple[int, bytes]], milliseconds: int) -> bytes:
    head = _box(0x1A45DFA3, b"".join((
        _box(0x4282, b"webm"), _number(0x4286, 1), _number(0x42F7, 1), _number(0x42F2, 4), _number(0x42F3, 8),
        _number(0x4287, 2), _number(0x4285, 2),
    )))  # fmt: skip
    info = _box(0x1549A966, b"".join((
        _number(0x2AD7B1, 1_000_000), _box(0x4D80, b"demo"), _box(0x5741, b"demo"),
        _box(0x4489, struct.pack(">d", float(milliseconds))),
    )))  # fmt: skip
    size = _box(0xE0, _number(0xB0, WIDE) + _number(0xBA, HIGH))
    track = _box(0xAE, b"".join((
        _number(0xD7, 1), _number(0x73C5, 1), _number(0x83, 1), _box(0x86, b"V_VP8"), size,
    )))  # fmt: skip
    before = info + _box(0x1654AE6B, track)
    clusters, cues, place = b"", b"", len(before)
    for at, data in frames:
        cues += _box(0xBB, _number(0xB3, at) + _box(0xB7, _number(0xF7, 1) + _number(0xF1, place + len(clusters))))
        clusters += _box(0x1F43B675, _number(0xE7, at) + _box(0xA3, b"\x81\x00\x00\x80" + data))
    return head + _box(0x18538067, before + clusters + _box(0x1C53BB6B, cues))


def chime(seconds: int = 6, rate: int = 11025) -> bytes:
    """Return a few soft notes as a WAV: the place where a real city puts a voice."""
    notes = (523.25, 659.25, 783.99, 659.25, 523.25, 392.0)
    samples = bytearray()
    for place in range(seconds * rate):
        since = place / rate
        note = notes[min(int(since * len(notes) / seconds), len(notes) - 1)]
        fade = math.exp(-3.0 * (since * len(notes) / seconds % 1))
        samples.append(128 + round(60 * fade * math.sin(2 * math.pi * note * since)))
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate, 1, 8)
    body = b"WAVE" + head + struct.pack("<4sI", b"data", len(samples)) + bytes(samples)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def comic(title: str, panels: Sequence[tuple[str, str, str]]) -> bytes:
    """Return four pictures with two people each: (what one says, what the other answers, what stands below)."""
    wide, high, gap = 1080, 1420, 24
    picture = Image.new("RGB", (wide, high), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((wide / 2, 60), title, TEAL, _font(46, 700), anchor="mm")
    room = (wide - 3 * gap) / 2
    for place, (asks, answers, below) in enumerate(panels):
        x, y = gap + (place % 2) * (room + gap), 120 + (place // 2) * 650
        pen.rectangle((x, y, x + room, y + 620), "white", INK, 4)
        pen.rectangle((x + 2, y + 470, x + room - 2, y + 540), SOFT)
        _person(pen, x + 120, y + 470, OCHRE)
        _person(pen, x + room - 120, y + 470, TEAL)
        _bubble(pen, asks, x + 18, y + 20, room * 0.62, x + 130)
        _bubble(pen, answers, x + room * 0.36, y + 158, room * 0.60, x + room - 130)
        for row, line in enumerate(_wrapped(below, _font(25, 500), room - 40)):
            pen.text((x + 20, y + 546 + row * 34), line, INK, _font(25, 500))
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=False)
    return file.getvalue()


def _person(pen: ImageDraw.ImageDraw, x: float, ground: float, colour: str) -> None:
    pen.ellipse((x - 34, ground - 172, x + 34, ground - 104), "#f3d9bd", INK, 3)
    pen.ellipse((x - 15, ground - 144, x - 8, ground - 137), INK)
    pen.ellipse((x + 8, ground - 144, x + 15, ground - 137), INK)
    pen.arc((x - 14, ground - 138, x + 14, ground - 118), 20, 160, INK, 3)
    pen.pieslice((x - 37, ground - 178, x + 37, ground - 112), 180, 360, colour, INK, 3)
    pen.rounded_rectangle((x - 48, ground - 100, x + 48, ground), 26, colour, INK, 3)


def _bubble(pen: ImageDraw.ImageDraw, text: str, x: float, y: float, room: float, tail: float) -> None:
    rows = _wrapped(text, _font(25), room - 36)
    high = 30 + 36 * len(rows)
    pen.polygon(((tail - 14, y + high - 4), (tail + 14, y + high - 4), (tail, y + high + 26)), INK)
    pen.rounded_rectangle((x, y, x + room, y + high), 18, "#fffdf2", INK, 3)
    for place, row in enumerate(rows):
        pen.text((x + 18, y + 12 + place * 36), row, INK, _font(25))
