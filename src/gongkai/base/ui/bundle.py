"""One stylesheet and one script for the browser, made from the small files that people edit when a process first asks.

Nothing of it is kept beside the sources: a finder of static files writes both into the data folder, under the hash of
their content, and names that place.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

STATIC = Path(__file__).resolve().parent / "static" / "ui"
CSS_BUNDLE = "ui/bundle.css"
JS_BUNDLE = "ui/bundle.js"
NOTE = "/* 由 base/ui/static/ui 中的源文件合成 */\n"
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


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or none of it: several processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)


class Bundles(BaseFinder):
    """Finds the two bundles; a process that runs an older version keeps its own beside them."""

    @cached_property
    def storage(self) -> FileSystemStorage:
        made = {CSS_BUNDLE: build_css().encode(), JS_BUNDLE: build_js().encode()}
        version = hashlib.sha256(b"".join(made.values())).hexdigest()[:12]
        folder = Path(settings.DATA_DIR) / "cache" / "bundles" / version
        for name, content in made.items():
            if not (folder / name).is_file():
                _write(folder / name, content)
        return FileSystemStorage(location=folder)

    def find(self, path: str, find_all: bool = False) -> Any:
        """Return where the bundle lies, as a list when all places are asked for; nothing for other names."""
        found = [self.storage.path(path)] if path in {CSS_BUNDLE, JS_BUNDLE} else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        del ignore_patterns
        for name in (CSS_BUNDLE, JS_BUNDLE):
            yield name, self.storage
