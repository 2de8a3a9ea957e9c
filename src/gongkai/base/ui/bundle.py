"""One stylesheet and one script for the browser, made from the small files that people edit.

`python -m gongkai.base.ui.bundle` writes both; a test compares them with their sources.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static" / "ui"
CSS_BUNDLE = STATIC / "bundle.css"
JS_BUNDLE = STATIC / "bundle.js"
NOTE = "/* 由 python -m gongkai.base.ui.bundle 生成，请改源文件 */\n"
_IMPORT = re.compile(r'^@import url\("(?P<file>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def build_css() -> str:
    """Follow the list in ui.css and write every file into its layer, without comments and indentation."""
    manifest = (STATIC / "ui.css").read_text(encoding="utf-8")
    parts = [NOTE, "@layer reset, base, layout, components, pages, utilities;\n"]
    for match in _IMPORT.finditer(manifest):
        body = _squeeze((STATIC / match["file"]).read_text(encoding="utf-8"))
        parts.append(f"@layer {match['layer']}{{\n{body}}}\n" if match["layer"] else body)
    return "".join(parts)


def _squeeze(css: str) -> str:
    lines = (line.strip() for line in _COMMENT.sub("", css).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def build_js() -> str:
    """Put every module into a block of its own: they import nothing and share nothing but DOM events."""
    modules = sorted((STATIC / "js").glob("*.js"))
    return NOTE + "".join(f"{{ // {path.name}\n{path.read_text(encoding='utf-8')}}}\n" for path in modules)


def write() -> None:
    CSS_BUNDLE.write_text(build_css(), encoding="utf-8")
    JS_BUNDLE.write_text(build_js(), encoding="utf-8")


if __name__ == "__main__":
    write()
