"""Look through a whole file for secrets. Whatever cannot be read counts as a find."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.base.files.extraction.limits import Limits
from gongkai.base.files.redaction.model import Survivor

from . import markup
from .forms import secrets_from
from .report import Report

_MAGIC = {
    "docx": b"PK", "xlsx": b"PK", "ofd": b"PK", "pdf": b"%PDF-", "png": b"\x89PNG", "jpg": b"\xff\xd8\xff", "doc": b"\xd0\xcf",
    "xls": b"\xd0\xcf",
}  # fmt: skip


def verify(data: bytes, kind: str, secrets: Iterable[str], *, limits: Limits | None = None) -> list[Survivor]:
    """Return every secret that is still in the file and every part that could not be read; an empty list is a pass."""
    limits = limits or Limits()
    report = Report(secrets_from(secrets), limits.unpacked)
    if not data.startswith(_MAGIC.get(kind, b"")):
        report.unreadable("文件", f"内容不是 {kind}")
    elif kind == "html":
        markup.look_through(data, "网页", report)
    elif kind in {"txt", "csv"}:
        _plain(data, report)
    else:
        from . import containers  # loads Pillow and olefile

        containers.look_inside(data, "文件", report)
    return list(report.survivors)


def _plain(data: bytes, report: Report) -> None:
    report.data(data, "文本")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        report.unreadable("文本", "不是 UTF-8 编码")
        return
    report.blocks(text.splitlines(), "文本")
