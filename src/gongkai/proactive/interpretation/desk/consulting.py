"""Whether a policy had a public consultation: said on its page, and taken back there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.interpretation import actions
from gongkai.proactive.interpretation.desk.forms import UnconsultedForm
from gongkai.proactive.interpretation.desk.policies import load, policy_page

if TYPE_CHECKING:
    from django.http import HttpResponseBase


@officer_required
@require_POST
def said(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Record that there was none, or with `back` that there was one after all."""
    document, form = load(request, pk), UnconsultedForm(request.POST, prefix="consultation")
    try:
        if "back" in request.POST:
            actions.unsay_unconsulted(document=document, by=request.acting)
        else:
            actions.say_unconsulted(
                document=document, reason=form.data.get(form.add_prefix("reason"), ""), by=request.acting
            )
    except (Refused, NotAllowed) as error:
        form.add_error(None, str(error))
        return policy_page(request, document, bound={"consultation": form}, status=409)
    messages.success(request, "已撤销登记。" if "back" in request.POST else "已登记没有公开征询。")
    return redirect(f"{reverse('interpretation:of', args=[pk])}#consultation")
