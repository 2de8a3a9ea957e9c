"""What the public pages share: their site, and how they declare themselves public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    pass

HOME = {"label": "首页", "url": "/"}
SHELF = {"label": "常见问题", "url": "/faq/"}
COLUMN = {
    "name": "常见问题",
    "description": "政策文件的常见问题和解答，逐条注明依据",
    "keywords": "常见问题,政策问答",
    "type": "问答（常见问题）",
}


def page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"faq/portal/{name}.html", {"column": COLUMN} | context, status=status)
