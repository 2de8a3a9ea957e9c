"""The program that a browser keeps for its reminders, and what it says. It answers for `/subscriptions/` alone and never touches a page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.permissions import Refused
from gongkai.doors.subscriptions.rules import DEVICE_ADD_SECONDS, DEVICE_ADDS

LARGEST = 4096
NAMES = ("old", "endpoint", "public", "auth")

PROGRAM = Path(__file__).parents[1] / "static" / "subscriptions" / "reminders.worker.js"


@cache
def _program() -> bytes:
    return PROGRAM.read_bytes()


@require_safe
def program(request: HttpRequest) -> HttpResponseBase:
    """Served here and not from /static/, because a browser lets such a program answer only for addresses beside its own."""
    del request
    response = HttpResponse(_program(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"  # browsers ask for a newer one by themselves
    response["Service-Worker-Allowed"] = "/subscriptions/"
    return response


@csrf_exempt  # asked by the kept program, where no page and no cookie is; who knows the old address may replace it
@require_POST
def renewed(request: HttpRequest) -> HttpResponseBase:
    """Take the new address of a browser whose push service changed it. What is known here is never told."""
    try:
        guard.count("renew-device", guard_queries.address_of(request), limit=DEVICE_ADDS, seconds=DEVICE_ADD_SECONDS)
    except guard.TooMany:
        return HttpResponse(status=429)
    said = _said(request.body) if int(request.headers.get("Content-Length") or 0) <= LARGEST else None
    if said is None:
        return HttpResponse(status=422)
    try:
        actions.renew_device(**said)
    except Refused:
        return HttpResponse(status=422)
    return HttpResponse(status=204)


def _said(body: bytes) -> dict[str, str] | None:
    try:
        found = json.loads(body)
        said = {name: found[name] for name in NAMES}
    except (ValueError, KeyError, TypeError):
        return None
    return said if all(isinstance(one, str) for one in said.values()) else None
