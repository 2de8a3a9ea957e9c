"""对接系统: who we exchange with, and their keys."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.doors.exchange import actions, queries
from gongkai.doors.exchange.desk.shared import NAV, attempt, tabs
from gongkai.doors.exchange.models import Key, Partner
from gongkai.doors.exchange.permissions import MANAGE
from gongkai.doors.exchange.rules import ADAPTER_NAMES, CALLS, NEVER_FILED, PARTNER_NAMES, PartnerKind
from gongkai.doors.exchange.rules.packages import FORMATS
from gongkai.engine.publishing.rules import KINDS


class PartnerForm(forms.Form):
    """Register (with code, kind and agency) or change (without) a partner."""

    code = forms.SlugField(label="代码", max_length=40, help_text="字母、数字和连字符，例如 zjj-oa；登记后不能修改。")
    name = forms.CharField(label="名称", max_length=60)
    kind = forms.ChoiceField(label="类型", choices=list(PARTNER_NAMES.items()))
    agency: Any = forms.ModelChoiceField(label="机关", queryset=None)
    adapter = forms.ChoiceField(
        label="对接方式", choices=list(ADAPTER_NAMES.items()), initial=CALLS, required=False,
        help_text="只对上级平台有效。交换目录在平台数据目录的 exchange/代码 下，可挂载 SFTP 或共享目录。",
    )  # fmt: skip
    package_format = forms.ChoiceField(
        label="报送包格式",
        choices=list(FORMATS.items()),
        initial="json",
        required=False,
        help_text="只对交换目录有效。",
    )
    base_url = forms.CharField(
        label="对方接口地址", max_length=200, required=False,
        help_text="接口调用的上级平台必填；办公系统填写后，办理情况会主动回告。只向这个地址发送，不跟随跳转。",
    )  # fmt: skip
    filed_kinds = forms.MultipleChoiceField(
        label="报送的内容", required=False, widget=forms.CheckboxSelectMultiple, help_text="只对上级平台有效。"
    )
    signs_answers = forms.BooleanField(
        label="对方的答复带签名（不带签名或签名不符的答复不予采信）", required=False, initial=True
    )
    calls_per_minute = forms.IntegerField(label="每分钟最多来件", min_value=1, max_value=6000, initial=120)
    first_retry_seconds = forms.FloatField(label="首次重试间隔（秒）", min_value=0.05, max_value=3600, initial=10)
    timeout_seconds = forms.FloatField(label="等候答复（秒）", min_value=0.2, max_value=60, initial=15)
    active = forms.BooleanField(label="启用", required=False, initial=True)

    def __init__(self, *args: Any, request: OfficerRequest, partner: Partner | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["filed_kinds"]
        chosen.choices = [(kind.key, kind.name) for kind in KINDS.values() if kind.key not in NEVER_FILED]
        agency: Any = self.fields["agency"]
        agency.queryset = agencies_where(request.acting, MANAGE)
        if partner is not None:
            for name in ("code", "kind", "agency"):
                del self.fields[name]
            self.initial = {name: getattr(partner, name) for name in self.fields}

    def clean_adapter(self) -> str:
        return str(self.cleaned_data["adapter"] or CALLS)

    def clean_package_format(self) -> str:
        return str(self.cleaned_data["package_format"] or "json")


@officer_required
@require_GET
@permission_required(MANAGE)
def listing(request: OfficerRequest) -> HttpResponseBase:
    now = timezone.now()
    valid = Prefetch("keys", queryset=Key.objects.order_by("-starts_at"))
    rows = [
        {"partner": one, "keys": [key for key in one.keys.all() if key.ends_at is None or key.ends_at > now],
         "rests": one.resting_until is not None and one.resting_until > now}
        for one in queries.partners(request.acting).prefetch_related(valid)
    ]  # fmt: skip
    return desk_page(request, "exchange/desk/partners.html", {"tabs": tabs("partners"), "rows": rows}, nav=NAV)


@officer_required
@require_GET
@permission_required(MANAGE)
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _detail(request, queries.partner(pk, request.acting))


def _detail(request: OfficerRequest, partner: Partner, secret: str = "", key: Key | None = None) -> HttpResponseBase:
    now = timezone.now()
    context = {
        "tabs": tabs("partners"), "partner": partner, "secret": secret, "new_key": key, "now": now,
        "keys": [{"key": one, "valid": one.ends_at is None or one.ends_at > now} for one in partner.keys.all()],
        "rows": _facts(partner), "history": _history(partner),
    }  # fmt: skip
    return desk_page(request, "exchange/desk/partner.html", context, nav=NAV)


def _way(partner: Partner) -> str:
    if partner.kind != PartnerKind.SUPERIOR or partner.adapter == CALLS:
        return ADAPTER_NAMES[CALLS]
    return f"{ADAPTER_NAMES[partner.adapter]}，{FORMATS[partner.package_format]}，数据目录下 exchange/{partner.code}"


def _facts(partner: Partner) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"label": "代码", "value": partner.code},
        {"label": "类型", "value": partner.get_kind_display()},
        {"label": "机关", "value": partner.agency.label},
        {"label": "状态", "value": "启用" if partner.active else "停用"},
        {"label": "对接方式", "value": _way(partner)},
        {"label": "对方接口地址", "value": partner.base_url or "未登记"},
        {"label": "最近来件", "value": partner.last_seen_at or "还没有"},
        {"label": "最近送达", "value": partner.last_reached_at or "还没有"},
        {"label": "每分钟最多来件", "value": f"{partner.calls_per_minute}件"},
        {"label": "首次重试间隔", "value": f"{partner.first_retry_seconds:g}秒，逐次加倍，最长1小时"},
    ]
    if partner.kind == PartnerKind.SUPERIOR:
        names = "、".join(KINDS[kind].name for kind in partner.filed_kinds if kind in KINDS)
        rows.append({"label": "报送的内容", "value": names or "无"})
    return rows


def _history(partner: Partner) -> list[dict[str, Any]]:
    found = events.events_of(Subject("exchange-partner", str(partner.pk))).order_by("-seq")[:50]
    return [
        {"at": event.at, "who": f"{event.actor_name}　{event.actor_role}", "what": label(event.tag), "note": event.remark,
         "changes": []}
        for event in found
    ]  # fmt: skip


@officer_required
@require_http_methods(["GET", "POST"])
@permission_required(MANAGE)
def add(request: OfficerRequest) -> HttpResponseBase:
    form = PartnerForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        given = {name: data.pop(name) for name in ("code", "name", "kind", "agency")}
        try:
            partner = actions.register_partner(**given, by=request.acting, **data)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("exchange:partner", partner.pk)
    status = 422 if request.method == "POST" else 200
    context = {"tabs": tabs("partners"), "form": form, "title": "登记对接系统"}
    return desk_page(request, "exchange/desk/partner_form.html", context, nav=NAV, status=status)


@officer_required
@require_http_methods(["GET", "POST"])
@permission_required(MANAGE)
def edit(request: OfficerRequest, pk: int) -> HttpResponseBase:
    partner = queries.partner(pk, request.acting)
    form = PartnerForm(request.POST or None, request=request, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_partner(partner=partner, changes=form.cleaned_data, by=request.acting)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("exchange:partner", partner.pk)
    status = 422 if request.method == "POST" else 200
    context = {"tabs": tabs("partners"), "form": form, "title": f"修改{partner.name}"}
    return desk_page(request, "exchange/desk/partner_form.html", context, nav=NAV, status=status)


@officer_required
@require_POST
@permission_required(MANAGE)
def issue_key(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Issue a key and show its secret, in this answer and never again."""
    partner = queries.partner(pk, request.acting)
    days = request.POST.get("overlap", "7")
    overlap = dt.timedelta(days=min(int(days), 90)) if days.isdecimal() else dt.timedelta(days=7)
    key, secret = actions.issue_key(partner=partner, by=request.acting, overlap=overlap)
    return _detail(request, partner, secret, key)


@officer_required
@require_POST
@permission_required(MANAGE)
def revoke_key(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    partner = queries.partner(pk, request.acting)
    key = partner.keys.filter(pk=number).first()
    if key is None:
        raise Http404
    reason = request.POST.get("reason", "")
    attempt(
        request, lambda: actions.revoke_key(key=key, reason=reason, by=request.acting), f"密钥{key.key_id}已停用。"
    )  # fmt: skip
    return redirect("exchange:partner", partner.pk)
