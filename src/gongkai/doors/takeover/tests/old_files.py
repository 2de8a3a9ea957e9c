"""Small attachments and a picture for the made-up old site."""

from __future__ import annotations

from io import BytesIO


def xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["区县", "户数"])
    book.active.append(["临江区", 1200])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def pdf() -> bytes:
    """Return a small picture as PDF; its bytes carry the hour, so they are made once a site."""
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (60, 40), "white").save(buffer, "PDF")
    return buffer.getvalue()


def png() -> bytes:
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(buffer, "PNG")
    return buffer.getvalue()
