"""Reminders in browsers: whether they are set up, who answers for them, how many browsers are told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, agencies_where, default_site
from gongkai.doors.subscriptions import actions, queries
from gongkai.doors.subscriptions.desk import shared
from gongkai.doors.subscriptions.permissions import MANAGE


class ContactForm(forms.Form):
    contact = forms.CharField(
        label="联系邮箱", max_length=200, widget=forms.EmailInput(),
        help_text="浏览器厂商的推送服务遇到问题时，按这个邮箱联系。请填写运行维护单位的公用邮箱。",
    )  # fmt: skip


@officer_required
@permission_required(MANAGE)
@require_http_methods(shared.GET_POST)
def reminders(request: OfficerRequest) -> HttpResponseBase:
    key = queries.push_key()
    form = ContactForm(request.POST or None, initial={"contact": key.contact if key else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_push_key(contact=form.cleaned_data["contact"], by=request.acting)
        except actions.Refused as error:
            form.add_error("contact", str(error))
        except (NotAllowed, OutOfSight):
            form.add_error(None, "浏览器提醒由主站的主办机关启用，请与他们联系。")
        else:
            messages.success(request, "联系邮箱已经保存。" if key else "浏览器提醒已经启用。")
            return redirect("subscriptions:reminders")
    status = shared.UNPROCESSABLE if form.is_bound else 200
    return shared.page(request, "reminders", _facts(request, form), tab="reminders", status=status)


def _facts(request: OfficerRequest, form: ContactForm) -> dict[str, Any]:
    site, counts = default_site(), queries.device_counts()
    mine = site is not None and agencies_where(request.acting, MANAGE).filter(pk=site.agency_id).exists()
    strip = [
        {"label": "接收提醒的设备", "value": counts["told"]},
        {"label": "浏览器取消授权", "value": counts["expired"]},
        {"label": "多次没有送到", "value": counts["failed"], "kind": "warn" if counts["failed"] else ""},
    ]
    return {"form": form, "key": queries.push_key(), "strip": strip, "mine": mine, "site": site}
