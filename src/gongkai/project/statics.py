"""Static files as browsers want them: addressed by their content, kept for a year, sent packed. No build step: what is made
of several files is made when a process starts (base.ui.bundle).

`{% static %}` writes `?v=` and a hash of the content behind the address of every file of ours; a request with the right hash
is answered `immutable`. Text is packed once, at the first request, into the data folder under the same hash.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.headers import Headers

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.responders import StaticFile  # type: ignore[import-untyped]

from gongkai.base.ui.bundle import CSS_BUNDLE, JS_BUNDLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponseBase

BUNDLES = frozenset({CSS_BUNDLE, JS_BUNDLE})
PACKABLE = frozenset({".css", ".js", ".mjs", ".json", ".svg", ".txt", ".map", ".xml", ".html"})
SMALLEST_TO_PACK = 1_000
# The best is tried first; packed once for good, so as small as it gets.
PACKINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "br": ("br", lambda body: brotli.compress(body, quality=11)),
    "gzip": ("gz", lambda body: gzip.compress(body, 9, mtime=0)),
}
FOR_A_YEAR = "public, max-age=31536000, immutable"
# Another process may be older or newer than the page that asks: nobody keeps the wrong content under this hash.
NOT_YET_OURS = "public, max-age=0, must-revalidate"


@lru_cache(maxsize=1_000)
def _digest(path: str, _changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def digest_of(path: str) -> str:
    """Return the hash of a file's content, read again only when it changed on disk."""
    return _digest(path, os.stat(path).st_mtime_ns)  # noqa: PTH116 - a string from the finders, asked often


@lru_cache(maxsize=1_000)
def _found(name: str) -> str:
    """Return where a file of ours lies, "" for others: modules of vendors import each other under plain addresses."""
    path = finders.find(name)
    ours = isinstance(path, str) and (name in BUNDLES or Path(path).is_relative_to(settings.PACKAGE))
    return str(path) if ours else ""


class AddressedByContent(StaticFilesStorage):
    def url(self, name: str | None) -> str:
        plain = super().url(name)
        path = _found(name) if name else ""
        return f"{plain}?v={digest_of(path)}" if path else plain


def packed_copies(path: str) -> dict[str, str]:
    """Return the file by encoding, made now if nobody asked before; {} where packing is no use or there is no room."""
    if Path(path).suffix not in PACKABLE or Path(path).stat().st_size < SMALLEST_TO_PACK:
        return {}
    folder, found = Path(settings.DATA_DIR) / "cache" / "static", {}
    for encoding, (suffix, pack) in PACKINGS.items():
        target = folder / f"{digest_of(path)}{Path(path).suffix}.{suffix}"
        if not target.exists():
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                    file.write(pack(Path(path).read_bytes()))
                Path(file.name).replace(target)  # atomic: another process never sends half of it
            except OSError:
                continue
        found[encoding] = str(target)
    return found


class Offered:
    """One static file, looked at and packed when it is first asked for: starting costs nothing."""

    def __init__(self, path: str, headers: Iterable[tuple[str, str]]) -> None:
        self.path = path
        self.headers = list(headers)

    @cached_property
    def digest(self) -> str:
        return digest_of(self.path)

    @cached_property
    def file(self) -> StaticFile:
        # Weak, because packed and plain bytes share it.
        headers = [*self.headers, ("ETag", f'W/"{self.digest}"')]
        return StaticFile(self.path, headers, encodings=packed_copies(self.path))

    def get_response(self, method: str, asked: dict[str, str]) -> Any:
        return self.file.get_response(method, asked)


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    def immutable_file_test(self, path: str, url: str) -> bool:
        del path, url
        return False  # `serve` knows better: it sees the hash that was asked for

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> Offered:
        del stat_cache
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        return Offered(path, headers.items())

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        wanted = request.GET.get("v")
        if wanted and isinstance(static_file, Offered) and response.status_code in {200, 206, 304}:
            response["Cache-Control"] = FOR_A_YEAR if wanted == static_file.digest else NOT_YET_OURS
        return response
