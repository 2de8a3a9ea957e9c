"""`/api/v1/`: the routers of all packages under one roof, with one way to refuse (RFC 9457) and one rate limit."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.throttling import BaseThrottle

from gongkai import __version__
from gongkai.base.files.rules import FileRefused, StorageFull, TooLarge
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.doors.exchange.api import ROUTERS as EXCHANGE
from gongkai.doors.site.api import ROUTERS
from gongkai.doors.site.api.documents import Gone
from gongkai.doors.subscriptions.api import router as subscriptions
from gongkai.engine.answers.api import ROUTERS as ANSWERS
from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.engine.search.queries import IndexOutdatedError
from gongkai.proactive.documents.api import router as intake
from gongkai.proactive.faq.api import router as questions
from gongkai.proactive.gazette.api import router as gazette
from gongkai.proactive.interpretation.api import router as interpretations
from gongkai.proactive.policy.api import router as policies
from gongkai.proactive.services.api import router as services
from gongkai.proactive.themes.api import router as themes
from gongkai.project.api_examples import WithExamples
from gongkai.responsive.applications.api import router as applications

log = logging.getLogger(__name__)
# Public reading, one prefix a package.
OPEN = (
    ("faq", questions),
    ("gazette", gazette),
    ("interpretations", interpretations),
    ("policies", policies),
    ("services", services),
    ("subscriptions", subscriptions),
    ("themes", themes),
)
MINUTE = 60
SPEED = 10  # a partner may call this much oftener than the public

# What is wrong with a field, by the type that pydantic gives it.
WORDS: dict[str, str] = {
    "missing": "缺少这一项。",
    "extra_forbidden": "没有这一项，请删去或核对名称。",
    "string_type": "应为文字。",
    "string_too_short": "内容过短。",
    "string_too_long": "内容过长，最多{max_length}个字符。",
    "int_parsing": "应为整数。",
    "int_type": "应为整数。",
    "bool_parsing": "应为 true 或 false。",
    "date_from_datetime_parsing": "日期不存在或写法不对，应写作 2026-11-05。",
    "date_parsing": "日期不存在或写法不对，应写作 2026-11-05。",
    "date_type": "日期应写作 2026-11-05。",
    "greater_than_equal": "不能小于{ge}。",
    "less_than_equal": "不能大于{le}。",
    "literal_error": "只能是{expected}之一。",
    "list_type": "应为一列。",
    "model_type": "应为 JSON 对象。",
    "json_invalid": "不是合法的 JSON。",
}
TITLES: dict[int, str] = {
    400: "请求无法理解",
    401: "没有有效的令牌",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    409: "与现有情况冲突",
    410: "已撤下",
    413: "内容过大",
    422: "内容不符合要求",
    429: "请求过于频繁",
    500: "服务器出错",
    503: "暂时不能服务",
    507: "存储空间不足",
}


class PerAddress(BaseThrottle):
    """So many calls a minute from one network address, counted in the cache (in each process where there is no Redis)."""

    def __init__(self, factor: int = 1) -> None:
        self.factor = factor

    def allow_request(self, request: HttpRequest) -> bool:
        limit = int(settings.API_CALLS_PER_MINUTE) * self.factor
        address = request.META.get("REMOTE_ADDR", "")
        key = f"api-rate:{self.factor}:{address}:{int(time.time()) // MINUTE}"
        if cache.add(key, 1, 2 * MINUTE):
            return True
        try:
            return bool(cache.incr(key) <= limit)
        except ValueError:  # it expired between the two calls: a new minute
            return True

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE


def problem(
    request: HttpRequest, status: int, detail: str, errors: Sequence[Mapping[str, str]] = (), **headers: str
) -> HttpResponse:
    """Return RFC 9457 problem details; `errors` names the field of each fault."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, "请求没有完成"),
        "status": status,
        "detail": detail,
        "instance": request.path,
    }
    if errors:
        body["errors"] = list(errors)
    response = JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def _field_error(error: Mapping[str, Any]) -> dict[str, str]:
    """Return {field, message}; the place of the value (query, body …) and our parameter's own name are left out."""
    places = [
        str(part) for part in error["loc"] if part not in {"query", "body", "path", "header", "filters", "question"}
    ]
    if error["type"] in {"sentence", "value_error"}:
        message = str(error["msg"]).removeprefix("Value error, ")
    else:
        message = WORDS.get(error["type"], "格式不正确。").format_map(_Given(_said(error.get("ctx") or {})))
    return {"field": ".".join(places) or "body", "message": message}


def _said(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a fault is about, with the values that would do in our own marks: “company”、“resident”."""
    found = dict(context)
    if "expected" in found:
        found["expected"] = str(found["expected"]).replace(" or ", "、").replace(", ", "、").replace("'", '"')
        for place, mark in enumerate(re.findall('"', found["expected"])):
            found["expected"] = found["expected"].replace(mark, "”" if place % 2 else "“", 1)
    return found


class _Given(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "规定值"


class MethodNotAllowed:
    """Middleware: an address that knows other methods answers with problem details too, and names them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 405 or not request.path.startswith("/api/"):
            return response
        allowed = response.headers.get("Allow", "")
        return problem(
            request, 405, f"这个地址不接受 {request.method} 请求，可用：{allow_words(allowed)}。", Allow=allowed
        )


def allow_words(allowed: str) -> str:
    return "、".join(part.strip() for part in allowed.split(",") if part.strip()) or "无"


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [_field_error(one) for one in error.errors]
    detail = "；".join(f"{one['field']}：{one['message'].rstrip('。')}" for one in errors) + "。"
    return problem(request, 422, detail, errors)


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    detail = "请求内容不是合法的 JSON，请检查编码和格式。" if error.status_code == 400 else error.message
    return problem(request, error.status_code, detail)


def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    seconds = str(max(1, round(getattr(error, "wait", None) or MINUTE)))
    return problem(request, 429, f"请在{seconds}秒后再试，或降低请求频率。", Retry_After=seconds)


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("api call failed", exc_info=error, extra={"path": request.path})
    return problem(request, 500, "处理时出错，没有任何改动。请稍后重试；仍不成功的，请把发生时间告诉系统管理员。")


Sentence = Callable[[HttpRequest, Any], HttpResponse]


def _as(status: int, sentence: str = "") -> Sentence:
    return lambda request, error: problem(request, status, sentence or str(error))


HANDLERS: dict[type[Exception], Sentence] = {
    ValidationError: _invalid,
    Throttled: _throttled,
    AuthenticationError: lambda request, _error: problem(
        request, 401, "请在 Authorization 头中给出有效的 Bearer 令牌；令牌可能已失效或停用。", WWW_Authenticate="Bearer"
    ),
    HttpError: _http_error,
    Http404: lambda request, error: problem(request, 404, str(error) or "没有这一内容。"),
    Gone: _as(410),
    OutOfSight: _as(404, "没有这一内容。"),
    NotAllowed: _as(403),
    Stale: _as(409),
    Refused: _as(422),
    TooLarge: _as(413),
    StorageFull: _as(507),
    FileRefused: _as(422),
    IndexOutdatedError: _as(503, "检索库正在更新，请稍后再试。"),
    Exception: _unexpected,
}


def _build() -> NinjaAPI:
    built = WithExamples(
        title="公开 · 政府信息公开接口",
        version=__version__,
        description="读取已公开信息无需令牌；对接系统送文需令牌。出错时返回 application/problem+json。",
        urls_namespace="api",
        throttle=[PerAddress()],
    )
    for prefix, router in (*ROUTERS, *ANSWERS):
        built.add_router(prefix, router)
    for prefix, router in OPEN:
        built.add_router(prefix, router)
    built.add_router("intake/documents", intake, throttle=[PerAddress(SPEED)])
    built.add_router("intake/applications", applications, throttle=[PerAddress(SPEED)])
    for prefix, router in EXCHANGE:
        built.add_router(prefix, router, throttle=[PerAddress(SPEED)])
    built.add_router("", _nothing_here())
    for kind, handler in HANDLERS.items():
        built.add_exception_handler(kind, handler)
    return built


def _nothing_here() -> Router:
    """Answer whatever address is left with problem details instead of a page. Must be the last router."""
    router = Router()

    @router.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False)
    def nothing(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - the address asked for
        raise Http404("没有这个接口，请查看 /api/v1/docs。")

    return router


api = _build()
