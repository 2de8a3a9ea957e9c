"""One product of a supplier, with its own reviews."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.oversight.outreach import actions
from gongkai.oversight.outreach.desk.registers import PRODUCTS
from gongkai.oversight.outreach.desk.shared import REFUSALS, page
from gongkai.oversight.outreach.models.supply import RESULTS
from gongkai.oversight.outreach.permissions import MANAGE


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def product(request: OfficerRequest, pk: int) -> HttpResponseBase:
    found = PRODUCTS.queryset(request).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    problem = ""
    if request.method == "POST":
        result, opinion = request.POST.get("result", ""), request.POST.get("opinion", "")
        try:
            actions.review_product(product=found, result=result, opinion=opinion, by=request.acting)
        except OutOfSight:
            raise
        except REFUSALS as error:
            problem = str(error)
        else:
            messages.success(request, "已记录审核结论。")
            return redirect("outreach:product", pk)
    by = request.acting
    own = by.person is not None and by.person.pk == found.recorded_by_id
    context = {
        "one": found,
        "reviews": found.reviews.all(),
        "results": RESULTS,
        "problem": problem,
        "typed": request.POST,
        "manages": by.may(MANAGE, found.agency),
        "reviews_here": by.may_anywhere(Permission.INTERPRETATION_REVIEW) and by.sees(found.agency) and not own,
        "own": own,
    }
    trail = [{"label": "产品", "url": reverse("outreach:products:list")}, {"label": found.name}]
    return page(request, "product", context, tab="products", status=422 if problem else 200, trail=trail)
