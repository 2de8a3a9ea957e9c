"""Typesetting by typst for papers of the public and of the house. Text goes in as data; templates are files of ours."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

SYSTEM_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "FangSong", "FangSong_GB2312")
SETTER = Path(__file__).with_name("typesetter.py")
LONGEST = 600  # seconds for one paper set apart: a yearbook of thousands of pages
_LOCK = threading.Lock()


class NotSetError(RuntimeError):
    """The paper could not be set; says what typst said."""


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
def fonts() -> typst.Fonts:
    """Return the fonts, one set for all templates: each compiler with a set of its own would read 50 MB of them again."""
    folders: list[Any] = list(font_folders())
    return typst.Fonts(font_paths=folders)


@cache
def _compiler(template: Path) -> typst.Compiler:
    # Reading the fonts costs a second; the compiler keeps them and its cache for the life of the process.
    source: Any = str(template)  # as bytes it could be compiled once only
    return typst.Compiler(input=source, root=str(template.parent), font_paths=fonts())


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """Return a tagged PDF; the template reads `sys.inputs.sheet` as JSON. The same data give the same bytes."""
    text = json.dumps(data, ensure_ascii=False)
    with _LOCK:
        made = _compiler(template).compile(format="pdf", sys_inputs={"sheet": text}, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("typst returned no PDF")
    return made


def typeset_apart(template: Path, data: dict[str, Any]) -> bytes:
    """Return the same as `typeset`, made by a process of its own that gives fonts and pages back when it ends.

    For jobs: a worker sets a volume now and then, and would hold the memory until it is stopped. Takes about a second more.
    Raises NotSetError.
    """
    order = {"template": str(template), "fonts": font_folders(), "sheet": json.dumps(data, ensure_ascii=False)}
    try:
        done = subprocess.run(  # noqa: S603 - our own file
            [sys.executable, "-P", str(SETTER)], input=json.dumps(order).encode(), capture_output=True, check=False,
            timeout=LONGEST,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotSetError(f"{template.name}: {LONGEST} s") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise NotSetError(f"{template.name}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout
