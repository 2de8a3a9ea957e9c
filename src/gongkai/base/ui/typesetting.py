"""Typesetting by typst for papers of the public and of the house. Text goes in as data; templates are files of ours."""

from __future__ import annotations

import json
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

SYSTEM_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "FangSong", "FangSong_GB2312")
_LOCK = threading.Lock()


def font_folders() -> list[str]:
    """Return where fonts come from besides the system: the configured folder, else the packaged font if none is here."""
    configured = str(getattr(settings, "FONT_DIR", "") or "")
    if configured and Path(configured).is_dir():
        return [configured]
    if set(SYSTEM_SERIF) & set(typst.Fonts(include_embedded_fonts=False).families()):
        return []
    package = find_spec("manimgx_fonts_cjk")  # one font of 32 MB, for machines that have none
    return [str(Path(package.origin).parent)] if package and package.origin else []


@cache
def _compiler(template: Path) -> typst.Compiler:
    # Reading the fonts costs a second; the compiler keeps them and its cache for the life of the process.
    source: Any = str(template)  # as bytes it could be compiled once only
    folders: list[Any] = list(font_folders())
    return typst.Compiler(input=source, root=str(template.parent), font_paths=folders)


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """Return a tagged PDF; the template reads `sys.inputs.sheet` as JSON. The same data give the same bytes."""
    text = json.dumps(data, ensure_ascii=False)
    with _LOCK:
        made = _compiler(template).compile(format="pdf", sys_inputs={"sheet": text}, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("typst returned no PDF")
    return made
