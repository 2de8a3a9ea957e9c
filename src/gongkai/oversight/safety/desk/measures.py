"""整改措施: done, or dropped with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.oversight.safety import actions, queries
from gongkai.oversight.safety.models import Measure


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    measure = Measure.objects.select_related("incident__agency", "drill__agency").filter(pk=pk).first()
    if measure is None or verb not in {"done", "drop"}:
        raise Http404
    # Whoever may not see the incident or drill does not learn that the measure exists.
    if measure.incident_id:
        queries.incident_of(measure.incident_id, request.acting)
    elif measure.drill_id:
        queries.drill_of(measure.drill_id, request.acting)
    run = actions.finish_measure if verb == "done" else actions.drop_measure
    try:
        run(measure=measure, note=request.POST.get("note", ""), by=request.acting)
    except actions.Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已登记完成。" if verb == "done" else "已取消这项措施。")
    if measure.incident_id:
        return redirect("safety:incident", measure.incident_id)
    return redirect("safety:drill", measure.drill_id)
