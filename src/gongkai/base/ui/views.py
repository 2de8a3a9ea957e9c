"""The gallery of components, and the links that change how pages look."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from gongkai.base.ui import specimens
from gongkai.base.ui.context import SIZE_COOKIE, SIZES, THEME_COOKIE, THEMES
from gongkai.base.ui.context import appearance as appearance_of

YEAR = 365 * 24 * 3600


class SpecimenForm(forms.Form):
    """Every kind of control once."""

    name = forms.CharField(
        label="信息的名称或内容", help_text="一次申请写一项，答复会更快。", widget=forms.Textarea(attrs={"rows": 2})
    )
    phone = forms.RegexField(
        r"^\d{11}$", label="联系电话", error_messages={"invalid": "手机号码应为11位数字，请检查。"}
    )
    number = forms.CharField(label="文号", required=False)
    agency = forms.ChoiceField(
        label="向哪个机关申请", choices=[("a", "云川市住房和城乡建设局"), ("", "不确定，请帮我判断")]
    )
    day = forms.DateField(label="形成日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    way = forms.ChoiceField(
        label="怎样提供给您",
        choices=[("web", "网上查看"), ("mail", "邮寄纸质件")],
        widget=forms.RadioSelect,
        help_text="网上查看最快。",
    )
    agree = forms.BooleanField(label="我确认以上内容真实", error_messages={"required": "请先确认内容真实。"})


@login_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    bad = SpecimenForm(
        {"name": "锦云里小区改造资金使用明细", "phone": "1990000432", "way": "web", "agency": "a"}, auto_id="bad_%s"
    )
    context = specimens.everything() | {
        "form": SpecimenForm(auto_id="good_%s"),
        "bad_form": bad,
        "page_name": "gallery",
        "desk_nav": [{"label": "组件", "url": request.path, "current": True}],
        "crumbs": [{"label": "工作台", "url": "/desk/"}, {"label": "组件一览"}],
        **appearance_of(request),
    }
    return render(request, "ui/gallery.html", context)


@require_safe
def appearance(request: HttpRequest) -> HttpResponse:
    """Remember ?theme= or ?size= in a cookie and go back to ?next= (an address of this site only)."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = redirect(target)
    for name, cookie, known in (("theme", THEME_COOKIE, THEMES), ("size", SIZE_COOKIE, SIZES)):
        if (value := request.GET.get(name)) in known:
            response.set_cookie(cookie, str(value), max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
