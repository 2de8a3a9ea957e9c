"""Old Office formats are turned into today's before they are redacted; LibreOffice does it where it is installed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from gongkai.base.files.extraction.legacy import _OUTPUT, _convert, converter
from gongkai.base.files.extraction.limits import Limits

from .model import RedactionRefused


def as_modern(data: bytes, kind: str, limits: Limits) -> tuple[bytes, str]:
    """Return the bytes as docx or xlsx, and which. Raises RedactionRefused without LibreOffice, ConversionFailed if it fails."""
    program = converter()
    if program is None:
        raise RedactionRefused(
            f"本机未安装 LibreOffice，不能删减 {kind} 文件。请用 Word 或 WPS 另存为 {_OUTPUT[kind]} 后再试。"
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-redact-") as folder:
        made = _convert(program, Path(folder), data, kind, limits.conversion_seconds)
        return made.read_bytes(), _OUTPUT[kind]
