"""404, 410, 500 and lost-token pages, in words that say what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without a valid token: the session ended or cookies are off. Nothing was saved."""
    del reason
    return render(request, "site/errors/csrf.html", status=403)
