"""Sign-in with lock-out and a second factor, one's own account, and appointing a stand-in."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as otp_login
from django_otp import match_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.base.organisations import actions
from gongkai.base.organisations.desk.forms import CodeForm, PasswordForm, SignInForm, StandInForm
from gongkai.base.organisations.models import Person, Post, StandIn
from gongkai.base.organisations.officer import OfficerRequest, acting_of, address_of, desk_page, officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase
    from django.http.response import HttpResponseRedirectBase


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/desk/"


@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """First step: name and password. Whoever set up a second factor is asked for it before anything else."""
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.get_user()
        if TOTPDevice.objects.filter(user=person, confirmed=True).exists():
            request.session["half_signed_in"] = person.pk
            request.session["half_backend"] = person.backend
            request.session["half_next"] = _next(request)
            request.session.set_expiry(600)
            return redirect("organisations:code")
        return _let_in(request, person)
    if getattr(request, "axes_locked_out", False):
        return render(request, "organisations/desk/locked_out.html", status=429)
    return render(request, "organisations/desk/sign_in.html", {"form": form, "next": _next(request)})


def _let_in(request: HttpRequest, person: Person, target: str = "") -> HttpResponseRedirectBase:
    where = target or _next(request)
    login(request, person, backend=getattr(person, "backend", "django.contrib.auth.backends.ModelBackend"))
    request.session.set_expiry(0)
    actions.note_session(person=person, address=address_of(request), act="sign_in")
    if person.must_change_password:
        return redirect("organisations:password")
    return redirect(where)


@never_cache
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponseBase:
    """Second step: the one-time code. Wrong codes are slowed down by the device itself (throttling)."""
    person = Person.objects.filter(pk=request.session.get("half_signed_in") or 0, is_active=True).first()
    if person is None:
        return redirect("organisations:sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(person, form.cleaned_data["code"])
        if device is not None:
            target = str(request.session.pop("half_next", "/desk/"))
            person.backend = request.session.pop("half_backend")
            del request.session["half_signed_in"]
            response = _let_in(request, person, target)
            otp_login(request, device)
            return response
        form.add_error("code", "动态口令不对或已过期，请等下一组数字再试；连续输错会逐次延长等待时间。")
    return render(request, "organisations/desk/code.html", {"form": form})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:
        actions.note_session(person=request.user, address=address_of(request), act="sign_out")
    logout(request)
    return redirect("organisations:sign-in")


@officer_required
def account(request: OfficerRequest) -> HttpResponse:
    person = request.user
    return desk_page(
        request,
        "organisations/desk/account.html",
        {
            "posts": Post.objects.filter(person=person).select_related("agency", "division"),
            "stand_ins": StandIn.objects.filter(absent=person).select_related("substitute")[:20],
            "standing_in": StandIn.objects.filter(substitute=person).select_related("absent")[:20],
            "has_second_factor": TOTPDevice.objects.filter(user=person, confirmed=True).exists(),
        },
    )


@sensitive_post_parameters()
@officer_required
def password(request: OfficerRequest) -> HttpResponseBase:
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.change_password(
            person=request.user, password=form.cleaned_data["new_password1"], by=request.acting
        )
        update_session_auth_hash(request, person)
        messages.success(request, "密码已修改。")
        return redirect("organisations:account")
    return desk_page(request, "organisations/desk/password.html", {"form": form})


def _uri(device: TOTPDevice) -> tuple[str, str]:
    return device.config_url, base64.b32encode(device.bin_key).decode()


def second_factor(request: HttpRequest) -> HttpResponseBase:
    """Set up a one-time-code app: scan, type one code, done. Also reached by those who must before going on."""
    if not request.user.is_authenticated:
        return redirect("organisations:sign-in")
    acting_of(request)
    return _second_factor(cast("OfficerRequest", request))


def _second_factor(request: OfficerRequest) -> HttpResponseBase:
    device = TOTPDevice.objects.filter(user=request.user, confirmed=True).first()
    if device is not None:
        return redirect("organisations:account")
    pending, _ = TOTPDevice.objects.get_or_create(user=request.user, confirmed=False, defaults={"name": "手机"})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if pending.verify_token(form.cleaned_data["code"]):
            actions.confirm_second_factor(device=pending, person=request.user, by=request.acting)
            otp_login(request, pending)
            messages.success(request, "动态口令已启用，以后登录须同时输入。")
            return redirect("organisations:account")
        form.add_error("code", "口令不对。请确认手机时间准确，再输入应用当前显示的六位数字。")
    uri, secret = _uri(pending)
    context: dict[str, Any] = {"form": form, "uri": uri, "secret": secret}
    return desk_page(request, "organisations/desk/second_factor.html", context)


@officer_required
def stand_in(request: OfficerRequest) -> HttpResponseBase:
    """An officer going away lets a colleague act in their posts."""
    form = StandInForm(request.POST or None, person=request.user)
    post = Post.objects.filter(person=request.user).select_related("agency").order_by("-starts_on").first()
    if request.method == "POST" and form.is_valid() and post is not None:
        try:
            actions.appoint_stand_in(absent=request.user, agency=post.agency, by=request.acting, **form.cleaned_data)
        except actions.UnableToAppoint as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已请{form.cleaned_data['substitute']}代理。")
            return redirect("organisations:account")
    return desk_page(request, "organisations/desk/stand_in.html", {"form": form})


@officer_required
@require_POST
def end_stand_in(request: OfficerRequest, pk: int) -> HttpResponseBase:
    actions.end_stand_in(stand_in=pk, by=request.acting)
    messages.success(request, "代理已结束。")
    return redirect("organisations:account")
