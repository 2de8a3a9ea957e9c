"""How every public answer of the API is given: entity tag, revalidation, pages by cursor, errors that name their field."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, NoReturn, cast

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from ninja.errors import ValidationError

from gongkai import __version__
from gongkai.base.organisations.queries import site_for_host
from gongkai.base.ui.public import NO_SITE

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja import Schema

    from gongkai.base.organisations.models import Site

MOST_IN_A_PAGE = 100


def public_site(request: HttpRequest) -> Site:
    site = site_for_host(request.get_host())
    if site is None:
        raise Http404(NO_SITE)
    return site


def reject(field: str, sentence: str, where: str = "query") -> NoReturn:
    """Refuse a request for one of its fields (422)."""
    raise ValidationError([{"type": "sentence", "loc": (where, field), "msg": sentence}])


def _tag(*parts: object) -> str:
    return f'"{hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]}"'


def stamp(request: HttpRequest, version: int) -> str:
    """Return the entity tag of whatever is derived from releases: their public version stands for the whole answer.

    The day belongs to it because validity (现行有效) changes at midnight.
    """
    return _tag(__version__, version, timezone.localdate(), request.get_host(), request.get_full_path())


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """Return 304 when the caller has this already."""
    known = request.headers.get("If-None-Match", "")
    if tag not in {part.strip().removeprefix("W/") for part in known.split(",")}:
        return None
    return _dressed(HttpResponse(status=304), tag)


def answer(request: HttpRequest, payload: Schema, tag: str = "") -> HttpResponse:
    """Return the payload as JSON. Whoever keeps it must ask each time: what was withdrawn is gone at once.

    Without a tag it may also change for other reasons than a release, so no shared cache may keep it.
    """
    body = payload.model_dump_json()
    own = tag or _tag(body)
    same = unchanged(request, own)
    response = same or _dressed(HttpResponse(body, content_type="application/json; charset=utf-8"), own)
    if not tag:
        response["Cache-Control"] = "no-cache, private"
    return response


def _dressed(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, no_cache=True)
    return response


def write_cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps([str(value) for value in values]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list[str]:
    """Return what `write_cursor` was given; a cursor made by hand is refused with its field."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        values = None
    if not isinstance(values, list) or len(values) != length or not all(isinstance(value, str) for value in values):
        reject("cursor", "翻页标记无效，请用上一页返回的 next_cursor。")
    return cast("list[str]", values)
