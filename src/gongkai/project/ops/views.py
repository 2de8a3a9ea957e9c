"""/healthz says that the process answers, /readyz whether it can work, /metrics how it goes."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from gongkai.project.ops.health import readiness
from gongkai.project.ops.metrics import exposition

FORBIDDEN = "运行指标只对本机或持令牌者开放。"


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    answers = readiness()
    ready = all(answer.ok for answer in answers)
    checks = {answer.name: {"ok": answer.ok, "detail": answer.detail} for answer in answers}
    return JsonResponse(
        {"ready": ready, "checks": checks}, status=200 if ready else 503, json_dumps_params={"ensure_ascii": False}
    )


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read_metrics(request):
        return HttpResponseForbidden(FORBIDDEN, content_type="text/plain; charset=utf-8")
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def may_read_metrics(request: HttpRequest) -> bool:
    """Return whether the request bears the token or comes from this very machine, not passed on by a proxy."""
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if settings.METRICS_TOKEN and constant_time_compare(bearer, settings.METRICS_TOKEN):
        return True
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
