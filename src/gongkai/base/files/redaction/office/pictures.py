"""Pictures inside a package: what they say besides their pixels is taken out, without touching the pixels."""

from __future__ import annotations

import io
import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs", b"acTL", b"fcTL",
    b"fdAT",
}  # fmt: skip
# Colour profile and Adobe's colour transform decide how the picture looks; every other APPn and remark goes.
_JPEG_KEPT = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_JFIF_LENGTH = 16  # without its thumbnail


def bare(data: bytes) -> bytes | None:
    """Return the picture without its metadata, None if it is of no kind we can clean (then it must not be kept)."""
    if data.startswith(_PNG):
        return _bare_png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _bare_jpeg(data)
    if data.startswith((b"GIF8", b"BM")):
        return data
    return None


def _bare_png(data: bytes) -> bytes | None:
    parts, at = [_PNG], len(_PNG)
    while at + 8 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if end > len(data):
            return None
        if name in _PNG_KEPT:
            parts.append(data[at:end])
        at = end
        if name == b"IEND":
            return b"".join(parts)
    return None


def _bare_jpeg(data: bytes) -> bytes | None:
    parts, at = [b"\xff\xd8"], 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            return b"".join([*parts, data[at : end + 2 if end > at else len(data)]])
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        if marker == 0xE0 and segment[4:9] == b"JFIF\0":
            parts.append(b"\xff\xe0" + _JFIF_LENGTH.to_bytes(2, "big") + segment[4:16] + b"\0\0")
        elif _wanted(marker, segment):
            parts.append(segment)
        at += 2 + length
    return None


def _wanted(marker: int, segment: bytes) -> bool:
    if marker in _JPEG_KEPT:
        return segment[4:].startswith(_JPEG_KEPT[marker])
    return not 0xE0 <= marker <= 0xEF and marker != 0xFE


def blank() -> bytes:
    """Return a small grey PNG that stands where a picture was taken out."""
    from PIL import Image  # takes its time to load, and is seldom needed

    buffer = io.BytesIO()
    Image.new("L", (8, 8), 200).save(buffer, "PNG")
    return buffer.getvalue()
