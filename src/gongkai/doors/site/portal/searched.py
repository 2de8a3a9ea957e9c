"""Counting searches without redirects, cookies or persons: a small picture, a beacon, and "did this help".

What a search page may count stands signed on the page itself, so nobody can write words into the counts that were not
searched here. Robots and reloads are left out, as for readings (R266).
"""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gongkai.base.ui.public import site_of
from gongkai.doors.site.portal.shared import column_tags, page
from gongkai.doors.site.rules import is_robot, reader_mark
from gongkai.engine.search import actions

SALT = "gongkai.searched"
PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
LONGEST_TOKEN = 600


def token(words: str, found: int) -> str:
    """Return what a result page carries: its words and how much was found, signed."""
    return signing.dumps([words[:100], found], salt=SALT) if words else ""


def _read(text: str) -> tuple[str, int] | None:
    try:
        words, found = signing.loads(text[:LONGEST_TOKEN], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(words), int(found)


def _reader(request: HttpRequest) -> str | None:
    """Return the mark of a reader for this day, None for a robot."""
    name = request.headers.get("User-Agent", "")
    if is_robot(name):
        return None
    address = request.META.get("REMOTE_ADDR", "")
    return reader_mark(
        secret=settings.SECRET_KEY, day=timezone.localdate().isoformat(), address=address, user_agent=name
    )


def _counts(request: HttpRequest, given: str) -> dict[str, Any] | None:
    asked, mark = _read(given), _reader(request)
    if asked is None or mark is None:
        return None
    return {"site": site_of(request).host, "words": asked[0], "mark": mark}


@require_safe
@never_cache
def seen(request: HttpRequest) -> HttpResponse:
    """The picture on a result page: one search was made, with so many results."""
    given = request.GET.get("s", "")
    if request.method == "GET" and (counted := _counts(request, given)):
        asked = _read(given)
        actions.count_asked(**counted, found=asked[1] if asked else 0)
    return HttpResponse(PICTURE, content_type="image/gif")


@csrf_exempt  # nothing of the sender is read or kept; a forged call could only count what was searched anyway
@require_POST
@never_cache
def opened(request: HttpRequest) -> HttpResponse:
    """The beacon sent when a result is opened: its place in the list."""
    place = request.POST.get("place", "")
    counted = _counts(request, request.POST.get("s", ""))
    if counted and place.isascii() and place.isdigit() and len(place) < 5:
        actions.count_click(**counted, place=int(place))
    return HttpResponse(status=204)


@csrf_exempt  # as above
@require_POST
@never_cache
def helped(request: HttpRequest) -> HttpResponse:
    """The answer to "did this help": counted, thanked for, with a way back."""
    given = request.POST.get("s", "")
    asked = _read(given)
    answer = request.POST.get("helped", "")
    if answer in {"yes", "no"} and (counted := _counts(request, given)):
        actions.count_help(**counted, helped=answer == "yes")
    context = {
        "words": asked[0] if asked else "",
        "helped": answer == "yes",
        "crumbs": [{"label": "首页", "url": "/"}, {"label": "搜索", "url": "/search"}, {"label": "意见已记录"}],
        "column": column_tags("搜索", "对搜索结果的评价", "搜索,评价", "政府信息公开"),
    }
    return page(request, "search_helped", context)
