"""The content security policy: everything comes from ourselves, nothing is written into pages."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from django_prose_editor.widgets import ProseEditorWidget

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

COMMON = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"


@cache
def import_map_hash() -> str:
    """Return the hash of the editor's import map, the one script that browsers want inline."""
    media = str(ProseEditorWidget(config={"extensions": {"Bold": True}}, preset="configurable").media)
    found = re.search(r'<script type="importmap">(.*?)</script>', media, re.DOTALL)
    if found is None:
        return ""
    digest = hashlib.sha256(found.group(1).encode()).digest()
    return f" 'sha256-{base64.b64encode(digest).decode()}'"


@cache
def policy(*, desk: bool) -> str:
    """The desk's editor brings its import map and sets styles while one writes; the portal needs neither."""
    if desk:
        return f"{COMMON}; script-src 'self'{import_map_hash()}; style-src 'self' 'unsafe-inline'"
    return f"{COMMON}; script-src 'self'; style-src 'self'"


class ContentSecurityPolicy:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(desk=request.path.startswith("/desk/")))
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response
