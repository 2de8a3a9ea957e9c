"""The program that a browser keeps for its reminders. It answers for `/subscriptions/` alone and never touches a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

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
