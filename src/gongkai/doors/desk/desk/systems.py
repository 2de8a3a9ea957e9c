"""对接账户和令牌: systems that call the interface with a token, and what each token is good for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations import queries
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import PARTNER, SCOPES, Permission

if TYPE_CHECKING:
    from django.http import HttpResponseBase

MAY = Permission.ORGANISATIONS_PEOPLE
HISTORY = 50
CALLS = ("documents:intake", "applications:intake")


class TokenForm(forms.Form):
    name = forms.CharField(label="令牌用途", max_length=60, help_text="例如：正式环境、测试环境。")
    scopes = forms.MultipleChoiceField(label="接口权限", widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(
        label="失效日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="这一天结束时失效；不填为长期有效，直到停用。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes: Any = self.fields["scopes"]
        scopes.choices = [(key, f"{words}（{key}）") for key, words in sorted(SCOPES.items())]

    def clean_expires_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError("失效日期已经过去，请填今天或者以后的日期。")
        return day

    def issued(self, person: Any, agency: Any, request: OfficerRequest) -> str:
        day = self.cleaned_data["expires_on"]
        until = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time())) if day else None
        return organisations.issue_token(
            name=self.cleaned_data["name"], person=person, agency=agency, scopes=self.cleaned_data["scopes"],
            expires_at=until, by=request.acting,
        )  # fmt: skip


class SystemForm(forms.Form):
    username = forms.SlugField(
        label="代码", max_length=40, help_text="字母、数字和连字符，例如 city-platform；登记后不能修改。"
    )
    name = forms.CharField(label="系统名称", max_length=40, help_text="记录中显示这个名称，例如：云川市政务服务平台。")
    agencies: Any = forms.ModelMultipleChoiceField(
        label="接收来件的机关", queryset=None, widget=forms.CheckboxSelectMultiple,
        help_text="系统只能向这里选定的机关送来公文和申请；以后可以在“岗位”中增减。",
    )  # fmt: skip

    def __init__(self, *args: Any, request: OfficerRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = queries.agencies_where(request.acting, MAY).filter(abolished_on=None)  # type: ignore[attr-defined]


def _state(token: Any) -> tuple[str, str]:
    if token.revoked_at is not None:
        return "已停用", "pause"
    if token.expires_at is not None and token.expires_at <= timezone.now():
        return "已过期", "pause"
    return "有效", "ok"


def _tokens(system: Any) -> list[dict[str, Any]]:
    found = []
    for token in sorted(system.tokens.all(), key=lambda one: one.pk, reverse=True):
        words, kind = _state(token)
        scopes = [{"key": key, "words": SCOPES.get(key, key)} for key in token.scopes]
        last_day = timezone.localtime(token.expires_at - dt.timedelta(seconds=1)) if token.expires_at else None
        found.append({"token": token, "state": words, "kind": kind, "scopes": scopes, "last_day": last_day})
    return found


def _systems(request: OfficerRequest) -> Any:
    return queries.systems_of(queries.agencies_where(request.acting, MAY))


def _system(request: OfficerRequest, pk: int) -> Any:
    system = _systems(request).filter(pk=pk).first()
    if system is None:
        raise Http404
    return system


@officer_required
@require_GET
@permission_required(MAY)
def listing(request: OfficerRequest) -> HttpResponseBase:
    rows = []
    for system in _systems(request):
        tokens = _tokens(system)
        used = [one["token"].last_used_at for one in tokens if one["token"].last_used_at]
        valid = sum(one["kind"] == "ok" for one in tokens)
        rows.append({"system": system, "valid": valid, "used": max(used, default=None), "agencies": _agencies(system)})
    return desk_page(request, "desk/systems.html", {"rows": rows}, nav="settings")


def _agencies(system: Any) -> list[str]:
    today = timezone.localdate()
    posts = [post for post in system.posts.all() if post.role == PARTNER]
    return sorted({post.agency.label for post in posts if post.ends_on is None or post.ends_on >= today})


def _beyond(request: OfficerRequest, system: Any) -> list[str]:
    """Return the agencies that a token would open too, and that this officer does not administer."""
    mine = set(queries.agencies_where(request.acting, MAY).values_list("pk", flat=True))
    posts = [post for post in system.posts.all() if post.role == PARTNER and post.agency_id not in mine]
    return sorted({post.agency.label for post in posts})


@officer_required
@permission_required(MAY)
def add(request: OfficerRequest) -> HttpResponseBase:
    form = SystemForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            system = organisations.register_system(
                username=data["username"], name=data["name"], agencies=list(data["agencies"]), by=request.acting
            )
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            messages.success(request, "已登记。接下来签发令牌，对方凭令牌调用接口。")
            return redirect("desk-system", system.pk)
    status = 422 if request.method == "POST" else 200
    return desk_page(request, "desk/system_form.html", {"form": form}, nav="settings", status=status)


@never_cache
@officer_required
@permission_required(MAY)
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show a system; a token is issued here, and its secret stands in this one answer and nowhere else."""
    system, secret, status = _system(request, pk), "", 200
    form = TokenForm(request.POST or None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                secret, status = form.issued(system, _own_agency(request, system), request), 200
                system, form = _system(request, pk), TokenForm()
            except organisations.UnableToAppoint as error:
                form.add_error(None, str(error))
    context = {
        "system": system, "secret": secret, "form": form, "tokens": _tokens(system), "agencies": _agencies(system),
        "beyond": _beyond(request, system), "history": _history(system), "root": request.build_absolute_uri("/api/v1/").rstrip("/"),
    }  # fmt: skip
    return desk_page(request, "desk/system.html", context, nav="settings", status=status)


def _own_agency(request: OfficerRequest, system: Any) -> Any:
    mine = queries.agencies_where(request.acting, MAY)
    post = system.posts.filter(role=PARTNER, agency__in=mine).select_related("agency").order_by("pk").first()
    if post is None:
        raise Http404
    return post.agency


@officer_required
@require_POST
@permission_required(MAY)
def revoke(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    system = _system(request, pk)
    token = system.tokens.filter(pk=number).first()
    if token is None:
        raise Http404
    reason = str(request.POST.get("reason", "")).strip()[:200]
    if not reason:
        messages.error(request, "请写明停用的原因，停用记录要用。")
    else:
        organisations.revoke_token(token=token, agency=_own_agency(request, system), reason=reason, by=request.acting)
        messages.success(request, f"令牌“{token.name}”已停用，对方再用它调用接口会被拒绝。")
    return redirect("desk-system", system.pk)


def _history(system: Any) -> list[dict[str, Any]]:
    """Return what was done with the account and its tokens, and its latest calls, newest first."""
    found = list(events.events_of(Subject("person", str(system.pk))).order_by("-seq")[:HISTORY])
    for token in system.tokens.all():
        found += events.events_of(Subject("token", str(token.pk))).order_by("-seq")[:HISTORY]
    for tag in CALLS:
        found += events.events(tag=tag).filter(actor_key=f"person:{system.pk}")[:HISTORY]
    latest = sorted({one.seq: one for one in found}.values(), key=lambda one: one.seq, reverse=True)[:HISTORY]
    return [
        {
            "at": one.at,
            "who": f"{one.actor_name}　{one.actor_role}",
            "what": _what(one),
            "note": one.remark,
            "changes": [],
        }
        for one in latest
    ]


def _what(event: Any) -> str:
    about = event.subject_label if event.subject_type != "person" else ""
    return f"{label(event.tag)}{f'：{about}' if about else ''}"
