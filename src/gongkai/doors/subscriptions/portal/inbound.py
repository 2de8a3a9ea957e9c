"""`/subscriptions/inbound/<channel>`: what the city's program for short messages or WeChat was told, signed by it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.portal.shared import shut

FORBIDDEN = 403


@csrf_exempt  # no browser comes here: the signature is what it must have
@shut
@require_POST
def inbound(request: HttpRequest, channel: str) -> HttpResponseBase:
    _, secret = settings.PUSH_GATEWAYS.get(channel, ("", ""))
    if not secret:
        raise Http404
    try:
        told = actions.read_inbound(
            secret=secret, body=request.body, timestamp=request.headers.get("X-Gongkai-Timestamp", ""),
            given=request.headers.get("X-Gongkai-Signature", ""),
        )  # fmt: skip
    except actions.InboundRefused as error:
        return JsonResponse({"error": str(error)}, status=FORBIDDEN, json_dumps_params={"ensure_ascii": False})
    changed = sum(actions.take_inbound(channel=channel, inbound=one) for one in told)
    return JsonResponse({"taken": len(told), "changed": changed})
