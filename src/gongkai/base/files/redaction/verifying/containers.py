"""Zip packages in zip packages, OLE containers with their streams, pictures with their remarks."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from olefile import OleFileIO
from PIL import ExifTags, Image

from . import markup
from .report import DEEPEST, Report

_ole: Any = OleFileIO  # untyped
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)


def look_inside(data: bytes, where: str, report: Report, depth: int = 0) -> None:
    """Look through one part whatever it is."""
    if depth > DEEPEST:
        report.unreadable(where, "嵌套过深")
    elif data.startswith(b"PK\x03\x04"):
        package(data, where, report, depth)
    elif data.startswith(_OLE):
        _container(data, where, report, depth)
    elif data.startswith(b"%PDF-"):
        from .pdf import look_through

        look_through(data, where, report, look_inside)
    elif data.startswith(_PICTURES):
        picture(data, where, report)
    elif data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" or data[:4] in {b"\xff\xfe<\0", b"\xfe\xff\0<"}:
        markup.look_through(data, where, report)
    else:
        report.data(data, where)
        for codec in ("utf-8", "utf-16-le", "gb18030"):
            report.text(data.decode(codec, errors="replace"), where, codec, remains=False)


def package(data: bytes, where: str, report: Report, depth: int = 0) -> None:
    report.data(data, where)
    parts: list[tuple[str, bytes]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            report.text(archive.comment.decode("utf-8", errors="replace"), f"{where}的注释")
            for entry in archive.infolist():
                name = entry.filename
                report.text(name, f"{where}内的文件名")
                report.data(entry.extra + entry.comment, f"{where}内“{name}”的附注")
                if not report.spend(entry.file_size, where):
                    return
                with archive.open(entry) as part:
                    content = part.read(entry.file_size + 1)
                if len(content) != entry.file_size:
                    report.unreadable(f"“{name}”", "大小与目录不符")
                parts.append((name, content))
    except _BROKEN as error:
        report.unreadable(where, f"压缩包损坏：{type(error).__name__}")
    for name, content in parts:
        look_inside(content, f"“{name}”", report, depth + 1)


def _container(data: bytes, where: str, report: Report, depth: int) -> None:
    report.data(data, where)
    try:
        with _ole(io.BytesIO(data)) as container:
            for path in container.listdir():
                name = "/".join(path)
                content = container.openstream(path).read()
                if not report.spend(len(content), where):
                    return
                report.text(name, where, "流名称")
                look_inside(content, f"{where}的流“{name}”", report, depth + 1)
    except (OSError, ValueError, IndexError, TypeError) as error:
        report.unreadable(where, f"OLE 容器损坏：{type(error).__name__}")


def picture(data: bytes, where: str, report: Report) -> None:
    """Look at everything a picture says besides its pixels; the pixels are the officer's to look at."""
    report.data(data, where)
    try:
        with Image.open(io.BytesIO(data)) as image:
            says = [str(value) for value in image.info.values() if isinstance(value, str)]
            says += [value.decode("utf-8", "replace") for value in image.info.values() if isinstance(value, bytes)]
            exif = image.getexif()
            says += [_said(value) for value in exif.values()]
            says += [_said(value) for value in exif.get_ifd(ExifTags.IFD.Exif).values()]
        with Image.open(io.BytesIO(data)) as image:
            image.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        report.unreadable(where, f"图像损坏：{type(error).__name__}")
        return
    for said in says:
        report.text(said, where, "图像附带信息")


def _said(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-16-le", "replace") + "\n" + value.decode("utf-8", "replace")
    return str(value)
