"""Forms of sign-in, account and stand-ins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from gongkai.base.organisations.models import Agency, Person
from gongkai.base.organisations.queries import officers_of


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "登录名或密码不对。请检查后重试；忘记密码请联系本单位系统管理员重置。",
        "inactive": "这个账户已停用，请联系本单位系统管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        self.fields["password"].label = "密码"


class CodeForm(forms.Form):
    code = forms.CharField(
        label="动态口令",
        max_length=8,
        help_text="打开手机上的动态口令应用，填写六位数字。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).replace(" ", "")
        if not code.isdigit():
            raise forms.ValidationError("动态口令是六位数字。")
        return code


class PasswordForm(PasswordChangeForm):
    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "现在的密码不对，请重新输入。",
        "password_mismatch": "两次输入的新密码不一致。",
    }


class StandInForm(forms.Form):
    substitute = forms.ModelChoiceField(label="代理人", queryset=Person.objects.none())
    starts_on = forms.DateField(label="开始日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(label="结束日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label="事由", max_length=200, help_text="如：出差、休假、学习。")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(pk__in=person.posts.values("agency"))
        self.fields["substitute"].queryset = officers_of(agencies).exclude(pk=person.pk)  # type: ignore[attr-defined]
