"""One person's posts: appoint, end, reset the password, switch the account off and on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations import queries
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import ROLES, Permission

if TYPE_CHECKING:
    from django.http import HttpResponseBase


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class PostForm(forms.Form):
    agency: Any = forms.ModelChoiceField(label="机关", queryset=None)
    division: Any = forms.ModelChoiceField(label="内设机构", queryset=None, required=False)
    role = forms.ChoiceField(label="角色", choices=[(role.key, role.name) for role in ROLES.values()])
    starts_on = _day("开始日期")
    ends_on = _day("结束日期", required=False)

    def __init__(self, *args: Any, request: OfficerRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = queries.agencies_where(request.acting, Permission.ORGANISATIONS_PEOPLE)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["division"].queryset = queries.divisions_of(agencies)  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    password = forms.CharField(label="新的初始密码", min_length=10, help_text="至少10个字符；本人登录后须修改。")


def _person(request: OfficerRequest, pk: int) -> Any:
    found = queries.people_of(queries.agencies_where(request.acting, Permission.ORGANISATIONS_PEOPLE)).filter(pk=pk)
    person = found.first()
    if person is None:
        raise Http404
    return person


def _posts(request: OfficerRequest, person: Any) -> Any:
    agencies = queries.agencies_where(request.acting, Permission.ORGANISATIONS_PEOPLE)
    return person.posts.filter(agency__in=agencies).select_related("agency", "division")


@officer_required
@permission_required(Permission.ORGANISATIONS_PEOPLE)
def posts(request: OfficerRequest, pk: int) -> HttpResponseBase:
    person = _person(request, pk)
    wanted = str(request.POST.get("do", ""))
    initial = {"starts_on": timezone.localdate()}
    post_form = PostForm(request.POST if wanted == "appoint" else None, request=request, initial=initial)
    password_form = PasswordForm(request.POST if wanted == "password" else None)
    if request.method == "POST":
        form: forms.Form | None = {"appoint": post_form, "password": password_form}.get(wanted)
        if form is None or form.is_valid():
            try:
                messages.success(request, _do(request, person, wanted, form.cleaned_data if form else {}))
                return redirect("desk-person", person.pk)
            except (organisations.UnableToAppoint, ValidationError) as error:
                sentence = "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
                if form is None:
                    messages.error(request, sentence)
                else:
                    form.add_error(None, sentence)
    context = {
        "person_shown": person,
        "posts": _posts(request, person),
        "post_form": post_form,
        "password_form": password_form,
        "today": timezone.localdate(),
    }
    return desk_page(request, "desk/person.html", context, nav="settings")


def _do(request: OfficerRequest, person: Any, wanted: str, data: dict[str, Any]) -> str:
    """Do what the pressed button says and return the sentence of success."""
    by = request.acting
    first = _posts(request, person).first()
    agency = first.agency if first else None
    if wanted == "appoint":
        organisations.appoint(person=person, by=by, **data)
        return "已任命。"
    if wanted == "password":
        organisations.change_password(person=person, password=data["password"], agency=agency, by=by)
        return "密码已重置，请当面告知本人。"
    if wanted == "end":
        chosen = _posts(request, person).filter(pk=int(request.POST.get("post") or 0)).first()
        if chosen is None:
            raise Http404
        organisations.end_post(post=chosen, on=timezone.localdate(), by=by)
        return "岗位已于今天结束。"
    if wanted in {"activate", "deactivate"} and agency is not None:
        organisations.set_active(person=person, active=wanted == "activate", agency=agency, by=by)
        return "账户已启用。" if wanted == "activate" else "账户已停用。"
    raise Http404
