"""The page cache, outermost of all middleware, and the guard that keeps it honest.

A view declares its answer public (`Cache-Control: public`); only such answers are kept. A public answer that opened the
session, set a cookie or carries a CSRF token is a fault: it raises while developing and testing and is never kept.
Whatever changes what is public raises `public_version()`. A page kept under an older number asks again what it was made of
(`provenance`): it goes if an answer differs, and stays if none does. See ADR 0022.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import cast
from urllib.parse import parse_qsl, urlencode

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from gongkai.base.ui.context import SIZE_COOKIE, SIZES, THEME_COOKIE, THEMES
from gongkai.doors.site.actions import count_view
from gongkai.doors.site.carrying import PARAMETER, links_carrying
from gongkai.doors.site.provenance import Listener, Provenance
from gongkai.doors.site.rules import FROM, source_of
from gongkai.doors.site.script import page_in_traditional, script_of
from gongkai.doors.site.sites import site_number
from gongkai.engine.publishing.queries import public_version

logger = logging.getLogger(__name__)
KEEP_SECONDS = 300  # validity and view counts of a page are never older than this
MOST_PAGES = 4_000
MOST_BYTES = 64 * 1024 * 1024
LARGEST_PAGE = 1024 * 1024
SMALLEST_TO_PACK = 1_000
LONG_PAGE = 100_000
BROTLI = re.compile(r"(?:^|[,\s])br\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))")
PRIVATE_PATHS = (
    "/desk",
    "/api",
    "/static",
    "/display",
    "/healthz",
    "/readyz",
    "/metrics",
    "/targeted",
    "/guard",
)
DROPPED_HEADERS = frozenset({"set-cookie", "content-length", "date"})


class CacheableFault(AssertionError):
    """A page declared public holds something of one reader; the sentence says what."""


@dataclass(frozen=True)
class Kept:
    """One answer as it is sent again; `packed` is the same body in gzip, `packed_best` in brotli."""

    version: int
    until: float
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bytes = b""
    packed_best: bytes = b""
    counted_as: str = ""
    host: str = ""
    address: str = ""
    made_of: Provenance | None = None

    @property
    def size(self) -> int:
        return (
            len(self.body) + len(self.packed) + len(self.packed_best) + 500 + (self.made_of.size if self.made_of else 0)
        )


@dataclass
class Shelf:
    """Pages of this process, the least recently used going first."""

    pages: OrderedDict[str, Kept] = field(default_factory=OrderedDict)
    size: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str) -> Kept | None:
        with self.lock:
            kept = self.pages.get(key)
            if kept is not None:
                self.pages.move_to_end(key)
            return kept

    def put(self, key: str, kept: Kept) -> None:
        with self.lock:
            old = self.pages.pop(key, None)
            self.size += kept.size - (old.size if old else 0)
            self.pages[key] = kept
            while self.pages and (self.size > MOST_BYTES or len(self.pages) > MOST_PAGES):
                self.size -= self.pages.popitem(last=False)[1].size

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.size = 0


class SharedShelf:
    """The same on the configured cache server, for several hosts."""

    def get(self, key: str) -> Kept | None:
        return cast("Kept | None", caches["default"].get(key))

    def put(self, key: str, kept: Kept) -> None:
        caches["default"].set(key, kept, KEEP_SECONDS)

    def clear(self) -> None:
        caches["default"].clear()


LOCAL = Shelf()
SHARED = SharedShelf()


def shelf() -> Shelf | SharedShelf:
    backend = str(settings.CACHES["default"]["BACKEND"])
    return LOCAL if "locmem" in backend else SHARED


def clear() -> None:
    """Forget every page; for tests and for `gongkai` commands that change what version numbers do not tell."""
    shelf().clear()


def may_be_kept(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"} and not request.path.startswith(PRIVATE_PATHS)


def taken_from(request: HttpRequest) -> str:
    """Take the block a reader came from (?from=hot) out of the request and return it.

    It changes what is counted, never what is shown: behind this point the address is the plain one, for all alike.
    """
    text = request.META.get("QUERY_STRING", "")
    if f"{FROM}=" not in text:
        return ""
    pairs = parse_qsl(text, keep_blank_values=True)
    sources = [value for name, value in pairs if name == FROM and source_of(value)]
    if sources:
        kept = [pair for pair in pairs if not (pair[0] == FROM and source_of(pair[1]))]
        request.META["QUERY_STRING"] = urlencode(kept)
        request.__dict__.pop("GET", None)
    return sources[0] if sources else ""


def page_key(request: HttpRequest) -> str:
    """Return host, path, query in one order, and how this reader sees pages: theme, size, script, today."""
    query = urlencode(sorted(parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)))
    theme = request.COOKIES.get(THEME_COOKIE, "")
    size = request.COOKIES.get(SIZE_COOKIE, "")
    parts = (
        str(settings.DATA_DIR),  # one installation never answers from the pages of another on the same cache server
        request.scheme or "",
        request.get_host(),
        request.path,
        query,
        theme if theme in THEMES else "",
        size if size in SIZES else "",
        script_of(request),
        timezone.localdate().isoformat(),
    )
    return "page:" + hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def is_public(response: HttpResponseBase) -> bool:
    return "public" in response.get("Cache-Control", "")


def fault_of(request: HttpRequest, response: HttpResponse) -> str:
    """Return what of one reader a public answer holds, in words, or nothing."""
    if response.cookies:
        return f"设置了 Cookie：{'、'.join(response.cookies)}"
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or b"csrfmiddlewaretoken" in response.content:
        return "含有防伪令牌（CSRF token）"
    session = getattr(request, "session", None)
    if session is not None and session.accessed:
        return "读取了会话（session）"
    return ""


class PageCacheMiddleware:
    """Answer from what was kept, else keep what may be kept. Counts readings either way (R266)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_be_kept(request):
            return self.get_response(request)
        source = taken_from(request)
        key, version = page_key(request), public_version()
        request.public_version = version  # type: ignore[attr-defined]
        kept, found = _standing(request, key, version)
        if kept is None:
            kept, response = self._made(request, version)
            if kept is None:
                return response
            shelf().put(key, kept)
        if kept.counted_as:
            count_view(kept.counted_as, request, site=site_number(request), source=source)
        answer = _sent(request, kept)
        answer["X-Page-Cache"] = found
        return answer

    def _made(self, request: HttpRequest, version: int) -> tuple[Kept | None, HttpResponseBase]:
        listener = Listener()
        with connection.execute_wrapper(listener):
            response = self.get_response(request)
        if not isinstance(response, HttpResponse):
            return None, response
        _put_in_script(request, response)
        if response.status_code != 200 or not is_public(response):
            return None, response
        if fault := fault_of(request, response):
            sentence = f"页面 {request.path} 声明可以缓存，却{fault}；未缓存。"
            if settings.DEBUG or getattr(settings, "CACHE_GUARD_RAISES", False):
                raise CacheableFault(sentence)
            logger.error(sentence)
            response["Cache-Control"] = "private, no-store"
            return None, response
        # The version was read before the page was made: after a change in between the page is asked again, or made anew.
        made_of = listener.provenance(request, version)
        kept = replace(
            _kept(response, version), host=request.get_host(), address=request.get_full_path(), made_of=made_of
        )
        return (kept, response) if len(kept.body) <= LARGEST_PAGE else (None, response)


def _standing(request: HttpRequest, key: str, version: int) -> tuple[Kept | None, str]:
    """Return the kept page if it may be sent, with how that is known: `hit`, `same` when it was asked again; else `miss`."""
    kept = shelf().get(key)
    if kept is None or kept.until < time.time():
        return None, "miss"
    if kept.version == version:
        return kept, "hit"
    if kept.made_of is None or not kept.made_of.still_so(request, version):
        return None, "miss"
    kept = replace(kept, version=version)
    shelf().put(key, kept)
    return kept, "same"


def _put_in_script(request: HttpRequest, response: HttpResponse) -> None:
    if script_of(request) == "hant" and response.get("Content-Type", "").startswith("text/html"):
        html = page_in_traditional(response.content.decode())
        if request.GET.get(PARAMETER) == "hant":  # chosen by the address: nobody's cookie tells it to the next page
            html = links_carrying(html, "hant")
        response.content = html.encode()
        response["Content-Language"] = "zh-Hant"


def _kept(response: HttpResponse, version: int) -> Kept:
    if response.get("Content-Type", "").startswith("text/html"):
        patch_vary_headers(response, ["Cookie"])
    patch_vary_headers(response, ["Accept-Encoding"])
    body = response.content
    etag = response.get("ETag") or f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["ETag"] = etag
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in DROPPED_HEADERS)
    packable = len(body) >= SMALLEST_TO_PACK and response.get("Content-Type", "").startswith(
        ("text/", "application/json", "application/xml", "application/atom", "application/ld")
    )
    return Kept(
        version=version,
        until=time.time() + KEEP_SECONDS,
        etag=etag,
        headers=headers,
        body=body,
        packed=gzip.compress(body, 5, mtime=0) if packable else b"",
        packed_best=_in_brotli(body) if packable else b"",
        counted_as=str(getattr(response, "counted_as", "")),
    )


def _in_brotli(body: bytes) -> bytes:
    """Pack quickly what is short; a long act is worth some hundredths of a second, once."""
    return bytes(brotli.compress(body, quality=9 if len(body) >= LONG_PAGE else 5))


def _sent(request: HttpRequest, kept: Kept) -> HttpResponse:
    wanted = request.META.get("HTTP_IF_NONE_MATCH", "")
    if wanted and (wanted.strip() == "*" or kept.etag.removeprefix("W/") in wanted):
        response = HttpResponse(status=304)
        del response["Content-Type"]
        for name, value in kept.headers:
            if name.lower() in {"cache-control", "etag", "vary", "content-location", "expires"}:
                response[name] = value
        return response
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    packed, way = kept.packed_best, "br"
    if not packed or not BROTLI.search(accepted):
        packed, way = kept.packed if "gzip" in accepted else b"", "gzip"
    response = HttpResponse(packed or kept.body)
    for name, value in kept.headers:
        response[name] = value
    if packed:
        response["Content-Encoding"] = way
    response["Content-Length"] = str(len(response.content))
    return response
