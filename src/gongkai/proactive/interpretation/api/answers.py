"""How the answers are given: entity tag, revalidation, pages by cursor; like the list of documents."""

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
from gongkai.engine.publishing.queries import public_version

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja import Schema

    from gongkai.base.organisations.models import Site

NO_SITE = "平台还没有建立网站。请系统管理员在后台“网站”中新增一个默认网站。"


def public_site(request: HttpRequest) -> Site:
    site = site_for_host(request.get_host())
    if site is None:
        raise Http404(NO_SITE)
    return site


def reject(field: str, sentence: str) -> NoReturn:
    """Refuse a request for one of its fields (422)."""
    raise ValidationError([{"type": "sentence", "loc": ("query", field), "msg": sentence}])


def stamp(request: HttpRequest) -> str:
    """Return the entity tag of what is derived from releases. The day belongs to it because validity changes at midnight."""
    parts = (__version__, public_version(), timezone.localdate(), request.get_host(), request.get_full_path())
    return f'"{hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """Return 304 when the caller has this already."""
    known = request.headers.get("If-None-Match", "")
    if tag not in {part.strip().removeprefix("W/") for part in known.split(",")}:
        return None
    return _dressed(HttpResponse(status=304), tag)


def answer(payload: Schema, tag: str) -> HttpResponse:
    """Return the payload as JSON. Whoever keeps it must ask each time: what was withdrawn is gone at once."""
    return _dressed(HttpResponse(payload.model_dump_json(), content_type="application/json; charset=utf-8"), tag)


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
