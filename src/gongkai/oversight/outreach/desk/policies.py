"""One policy after its release: the checklist of channels, where it was spread, what was misread, how it is rated."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.engine.publishing.queries import public_releases
from gongkai.oversight.outreach import actions, queries
from gongkai.oversight.outreach.desk.shared import REFUSALS, page
from gongkai.oversight.outreach.models import ChannelUse, Guest, Spread, Survey, Watch
from gongkai.oversight.outreach.permissions import MANAGE
from gongkai.proactive.interpretation.queries import interpretations_of
from gongkai.proactive.interpretation.rules import CHANNELS, FORM_NAMES


class ChannelForm(forms.Form):
    channel = forms.ChoiceField(choices=list(CHANNELS.items()))
    used = forms.ChoiceField(choices=[("yes", "已使用"), ("no", "没有使用")])
    on = forms.DateField(required=False)
    place = forms.CharField(max_length=100, required=False)
    url = forms.URLField(max_length=500, required=False, assume_scheme="https")
    reason = forms.CharField(max_length=200, required=False)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show one policy; a post says of one channel whether it was used."""
    line = queries.find_policy(pk, request.acting, timezone.localdate())
    if request.method != "POST":
        return _shown(request, line)
    form = ChannelForm(request.POST)
    problem = "" if form.is_valid() else "请检查日期和链接的写法。"
    if not problem:
        problem = _keep(request, line, form.cleaned_data)
    if problem:
        return _shown(request, line, typed=request.POST.dict(), problem=problem, status=422)
    messages.success(request, "已登记。")
    return redirect(reverse("outreach:policy", args=[pk]) + "#channels")


def _keep(request: OfficerRequest, line: queries.Line, typed: dict[str, Any]) -> str:
    """Keep what was said of a channel; return what is wrong, as a sentence."""
    item = line.release.item
    entry = ChannelUse.objects.filter(policy=item, channel=typed["channel"]).first()
    entry = entry or ChannelUse(policy=item, channel=typed["channel"])
    entry.agency, entry.used, entry.on = line.release.agency, typed["used"] == "yes", typed["on"]
    entry.place, entry.url, entry.reason = typed["place"], typed["url"], typed["reason"]
    try:
        actions.keep(entry=entry, by=request.acting)
    except ValidationError as error:
        return " ".join(error.messages)
    except OutOfSight:
        raise
    except REFUSALS as error:
        return str(error)
    return ""


def _shown(
    request: OfficerRequest, line: queries.Line, *, typed: dict[str, Any] | None = None, problem: str = "",
    status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    item = line.release.item
    context = {
        "line": line,
        "item": item,
        "problem": problem,
        "manages": request.acting.may(MANAGE, line.release.agency),
        "channels": _channels(line, typed or {}),
        "spreads": Spread.objects.filter(policy=item),
        "surveys": Survey.objects.filter(policy=item),
        "watches": Watch.objects.filter(policy=item),
        "guests": Guest.objects.filter(policy=item),
        "interpretations": _interpretations(item),
        "number": line.release.doc_number or line.release.key,
    }
    trail = [{"label": "政策", "url": reverse("outreach:policies")}, {"label": line.release.title}]
    return page(request, "policy", context, tab="policies", status=status, trail=trail)


def _channels(line: queries.Line, typed: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the channels of the plan and those on record, each with what is known."""
    uses = {one.channel: one for one in ChannelUse.objects.filter(policy=line.release.item_id)}
    planned = set(CHANNELS) if line.plan.attention else set(line.plan.channels)
    return [
        {
            "key": key, "name": name, "use": uses.get(key), "planned": key in planned, "missing": key in line.missing,
            "why": line.plan.unused.get(key, ""), "typed": typed if typed.get("channel") == key else {},
        }
        for key, name in CHANNELS.items()
    ]  # fmt: skip


def _interpretations(item: Any) -> list[dict[str, Any]]:
    rows = list(interpretations_of(item))
    public = {one.item_id: one for one in public_releases().filter(item__in=[row.pk for row in rows])}
    return [
        {"release": public[row.pk], "form": FORM_NAMES[row.form], "url": f"/interpretations/{public[row.pk].key}",
         "said": queries.ratings_of(public[row.pk].key)}
        for row in rows if row.pk in public
    ]  # fmt: skip
