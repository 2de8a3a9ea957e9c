"""监测设置: what is asked, what was adopted and recorded; each with its source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.oversight.sitewatch import actions
from gongkai.oversight.sitewatch.desk.forms import AdoptForm, ChannelForm, RecordForm, WatchForm
from gongkai.oversight.sitewatch.desk.shared import shown, site_asked
from gongkai.oversight.sitewatch.models import Adoption, Record
from gongkai.oversight.sitewatch.queries.problems import watch_of
from gongkai.oversight.sitewatch.rules.findings import REMIND_SOURCE, REPAIR_SOURCE
from gongkai.oversight.sitewatch.rules.indicators import DEDUCTIONS, SCHEME, VETOES
from gongkai.oversight.sitewatch.rules.links import FAILED_DAYS_SOURCE

if TYPE_CHECKING:
    from django import forms

    from gongkai.base.organisations.models import Site


def _forms(site: Site, verb: str = "", data: Any = None) -> dict[str, forms.Form]:
    watch = watch_of(site)
    first = {"ask_outside": watch.ask_outside, "probe_url": watch.probe_url}

    def given(name: str) -> Any:
        return data if name == verb else None

    return {
        "watch": WatchForm(given("watch"), initial=first, prefix="watch"),
        "record": RecordForm(given("record"), prefix="record"),
        "adopt": AdoptForm(given("adopt"), prefix="adopt"),
        "channel": ChannelForm(given("channel")),
    }


@officer_required
@require_GET
def settings(request: OfficerRequest, pk: int) -> HttpResponseBase:
    site = site_asked(request, pk)
    return _page(request, site, _forms(site))


def _page(
    request: OfficerRequest, site: Site, shown_forms: dict[str, forms.Form], status: int = 200
) -> HttpResponseBase:
    adopted = {one.indicator: one for one in Adoption.objects.filter(site=site)}
    context = {
        "forms": shown_forms,
        "watch": watch_of(site),
        "vetoes": VETOES,
        "deductions": [{"one": one, "adopted": adopted.get(one.key)} for one in DEDUCTIONS],
        "records": Record.objects.filter(site=site).select_related("person")[:10],
        "scheme": SCHEME.citation,
        "sources": [REPAIR_SOURCE, FAILED_DAYS_SOURCE, REMIND_SOURCE],
    }
    return shown(request, site, "settings", context, tab="settings", status=status)


def _watch(request: OfficerRequest, site: Site, data: dict[str, Any]) -> str:
    url = data["probe_url"]
    if url and not actions.may_probe(site.host, url):
        raise actions.Refused(f"只能测量本站：地址应以 http:// 或 https:// 开头，域名是 {site.host}。")
    actions.change_watch(site=site, changes=data, by=request.acting)
    return "监测设置已保存。"


def _record(request: OfficerRequest, site: Site, data: dict[str, Any]) -> str:
    actions.record(site=site, by=request.acting, **data)
    return "核查结论已记录。"


def _adopt(request: OfficerRequest, site: Site, data: dict[str, Any]) -> str:
    actions.adopt(site=site, by=request.acting, **data)
    return "已采用，得分按新的扣分项计算。"


def _channel(request: OfficerRequest, site: Site, data: dict[str, Any]) -> str:
    del site
    try:
        actions.record_channel(by=request.acting, **data)
    except OutOfSight as error:
        raise actions.Refused("没有找到这件已公开的内容，请填写索引号或文号。") from error
    return "已登记。"


VERBS: dict[str, Callable[[OfficerRequest, Site, dict[str, Any]], str]] = {
    "watch": _watch, "record": _record, "adopt": _adopt, "channel": _channel,
}  # fmt: skip


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    site = site_asked(request, pk)
    if verb not in VERBS:
        raise Http404
    filled = _forms(site, verb, request.POST)
    form = filled[verb]
    if form.is_valid():
        try:
            messages.success(request, VERBS[verb](request, site, form.cleaned_data))
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("sitewatch:reach" if verb == "channel" else "sitewatch:settings", pk)
    return _page(request, site, filled, 422)
