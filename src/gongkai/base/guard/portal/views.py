"""A fresh challenge for a page that was open too long or came back from the browser's memory."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from gongkai.base.guard import queries
from gongkai.base.guard.rules import PURPOSE


@require_safe
def fresh_challenge(request: HttpRequest) -> JsonResponse:
    """Stateless: asking costs a hash and stores nothing; each answer is another one and kept by nobody."""
    purpose = request.GET.get("purpose", "")
    if PURPOSE.fullmatch(purpose):
        response = JsonResponse(queries.work(purpose))
    else:
        response = JsonResponse({"detail": "请写明 purpose（小写英文）。"}, status=400)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
