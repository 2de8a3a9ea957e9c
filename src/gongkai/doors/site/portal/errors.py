"""404, 500 and lost-token pages, in words that say what to do. A moved thing redirects before it is called lost."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

from gongkai.base.organisations.officer import OfficerRequest, refusal
from gongkai.doors.site.rules.english import PREFIX
from gongkai.engine.publishing import queries as publishing

NOT_YOURS = "您没有这项权限，需要时请联系本单位管理员。"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without a valid token: the session ended or cookies are off. Nothing was saved."""
    del reason
    return render(request, "site/errors/csrf.html", {"messages": ()}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Send an old address to its new one (301); otherwise a page with a search box. Never kept by anybody."""
    del exception
    if request.method in {"GET", "HEAD"}:
        for old in dict.fromkeys((request.get_full_path(), request.path)):  # /art/view.jsp?id=123 before /art/view.jsp
            if target := publishing.find_redirect(old):
                return HttpResponsePermanentRedirect(target)
    words = request.path.strip("/").rpartition("/")[2].rpartition(".")[0] or request.path.strip("/").rpartition("/")[2]
    desk = request.path.startswith("/desk")
    template = "site/errors/404_desk.html" if desk else "site/errors/404.html"
    crumbs = [{"label": "首页", "url": "/"}, {"label": "没有找到"}]
    if request.path.startswith(PREFIX) and getattr(request, "site", None):
        template, crumbs = "site/english/404.html", []
    context = {
        "crumbs": crumbs,
        "wanted": request.path,
        "query": words if any("\u4e00" <= c <= "\u9fff" for c in words) else "",
    }
    response = render(request, template, context, status=404)
    response["Cache-Control"] = "no-store"
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Tell an officer in the desk's own shell why this is not theirs; to everybody else it is as if nothing were there."""
    if not (request.path.startswith("/desk") and request.user.is_authenticated):
        return not_found(request)
    said = str(exception) if exception is not None and str(exception) else NOT_YOURS
    response = refusal(cast("OfficerRequest", request), said)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Need neither database nor context processors: both may be what failed."""
    del request
    return HttpResponse(render_to_string("site/errors/500.html"), status=500, headers={"Cache-Control": "no-store"})
