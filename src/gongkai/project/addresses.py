"""Addresses longer than any page of ours has: told in plain words, before anything is read from them."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

# Bytes. Configuration of our own: the longest search one can type, its filters included, in the coding of addresses.
# Beyond 64 kB the web server itself answers 414, before the program is asked.
LONGEST = 32_000
TOO_LONG = "这个地址太长，平台没有处理。请缩短检索的文字，或者减少筛选条件后再试。"
NOT_KEPT = {"Cache-Control": "no-store"}


class LongAddresses:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if len(request.path_info.encode("utf-8", "replace")) + len(request.META.get("QUERY_STRING", "")) <= LONGEST:
            return self.get_response(request)
        if request.path_info.startswith("/api/"):
            return JsonResponse(
                {"detail": TOO_LONG}, status=HTTPStatus.REQUEST_URI_TOO_LONG, headers=NOT_KEPT,
                json_dumps_params={"ensure_ascii": False},
            )  # fmt: skip
        page = render_to_string("site/errors/414.html", {"told": TOO_LONG})
        return HttpResponse(page, status=HTTPStatus.REQUEST_URI_TOO_LONG, headers=NOT_KEPT)
