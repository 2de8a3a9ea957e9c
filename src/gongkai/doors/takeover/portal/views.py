"""Old addresses with a query: /art/view.jsp?id=123. Those without one redirect before they are called lost."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from gongkai.doors.takeover.rules import query_forms
from gongkai.doors.takeover.rules.addresses import tidy
from gongkai.engine.publishing import queries as publishing


@require_safe
def old_address(request: HttpRequest, path: str) -> HttpResponse:
    """Redirect for ever to what stood here; 404, which also looks for the bare path, when nothing did."""
    asked = request.META.get("QUERY_STRING", "")
    if asked:
        for form in query_forms(tidy(f"/{quote(path)}?{asked}"[:2000])):
            if target := publishing.find_redirect(form):
                return HttpResponsePermanentRedirect(target)
    raise Http404
