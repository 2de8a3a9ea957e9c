"""Redacting a picture: the boxes are painted black in its pixels, and everything it says besides them is dropped."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from gongkai.base.files.extraction.limits import Limits
from gongkai.base.files.redaction.model import PageBox, RedactionRefused
from gongkai.base.files.redaction.striking import Tally

_FORMATS = {"png": "PNG", "jpg": "JPEG"}
_MOST_PIXELS = 200_000_000


def redact_picture(data: bytes, kind: str, tally: Tally, _limits: Limits | None = None) -> bytes:
    """Paint the boxes of the passages; passages without a box cannot be found in pixels and stay missing."""
    if kind not in _FORMATS:
        raise RedactionRefused("这种文件不能删减。请另存为 PDF 或 docx 后再试。")
    if not any(isinstance(passage.place, PageBox) for passage in tally.passages):
        raise RedactionRefused("图片里的文字不能自动查找。请在图片上框选要删减的位置。")
    with Image.open(io.BytesIO(data)) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise RedactionRefused("图片过大，不能删减。请缩小后再试。")
        picture = opened.convert("RGBA" if opened.mode in {"RGBA", "LA", "P"} and kind == "png" else "RGB")
    draw = ImageDraw.Draw(picture)
    for index, passage in enumerate(tally.passages):
        box = passage.place
        if isinstance(box, PageBox) and box.left < picture.width and box.top < picture.height and box.page == 1:
            draw.rectangle((box.left, box.top, box.right, box.bottom), fill="black")
            tally.add(index, "图片（框选）")
    buffer = io.BytesIO()
    picture.info.clear()
    picture.save(buffer, _FORMATS[kind], quality=92)
    return buffer.getvalue()
