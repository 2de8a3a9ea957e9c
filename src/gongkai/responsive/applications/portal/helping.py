"""Help while typing: what is public already, which agency more likely holds it, what is wrong with a number of identity."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.responsive.applications import rules
from gongkai.responsive.applications.portal.matching import matches
from gongkai.responsive.applications.portal.pages import parts_in
from gongkai.responsive.applications.portal.shared import agencies_of, page, shut
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.rules.intake import identity_defect, kind_defect
from gongkai.responsive.applications.rules.window import HELP_SECONDS, HELP_TRIES, cleaned


def _too_often(request: HttpRequest) -> bool:
    try:
        guard.count("apply-help", guard_queries.address_of(request), limit=HELP_TRIES, seconds=HELP_SECONDS)
    except guard.TooMany:
        return True
    return False


@shut
@require_POST
def offered(request: HttpRequest) -> HttpResponse:
    """Return what is public already and sounds like what is being typed; by POST, so that no address tells the words."""
    if _too_often(request):
        return HttpResponse(status=204)
    agencies = {one.code: one for one in agencies_of(request)}
    matter = Matter(cleaned(request.POST.get("title", "")), cleaned(request.POST.get("text", "")))
    found = matches(request, matter, agencies)
    likely = [one for one in found.agencies if one["code"] != request.POST.get("agency", "")]
    return page(request, "_matches", {"found": found, "likely": likely, "parts": parts_in(matter), "typing": True})


@shut
@require_POST
def identity(request: HttpRequest) -> JsonResponse:
    """Say at once what is wrong with a number of identity: its check digit, its kind. Nothing is kept."""
    kind, way = request.POST.get("kind", ""), request.POST.get("identity", "")
    number, name = request.POST.get("number", ""), cleaned(request.POST.get("name", ""))
    if (
        kind not in rules.APPLICANT_NAMES
        or way not in rules.IDENTITY_NAMES
        or not number.strip()
        or _too_often(request)
    ):
        return JsonResponse({"defect": ""})
    return JsonResponse({"defect": kind_defect(kind, name, way) or identity_defect(kind, way, number)})
