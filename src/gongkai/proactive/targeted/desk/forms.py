"""Forms of targeted disclosure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model as people_model
from django.utils import timezone

from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.rules import CHECK_NAMES, DEFAULT_DAYS, Channel, Line, read_lines

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.targeted.models import Delivery


class DeliveryForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="机关", queryset=None, empty_label=None)
    title = forms.CharField(label="标题", max_length=300)
    text = forms.CharField(
        label="正文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="每段一行。只有附件的可以不填。",
    )
    why = forms.CharField(
        label="定向公开的理由", max_length=300, help_text="说明内容为什么只涉及特定对象、不需要社会公众广泛知晓。"
    )
    expires_on = forms.DateField(
        label="查阅截止日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="过了这一天，链接不再打开。",
    )  # fmt: skip
    people = forms.CharField(
        label="接收对象", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一个：姓名，单位，联系方式。后两项可以不填；联系方式写邮箱的，送达后可以用邮件发送链接。",
    )  # fmt: skip
    places = forms.CharField(
        label="现场地点", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="每行一处，如“临江区明德社区公告栏”。由工作人员登记放置和签收。",
    )  # fmt: skip
    file = forms.FileField(label="附件", required=False)

    def __init__(self, *args: Any, by: Acting, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        day = timezone.localdate() + dt.timedelta(days=DEFAULT_DAYS)
        kwargs["initial"] = {"expires_on": day} | kwargs["initial"]
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_where(by, Permission.TARGETED_DISCLOSE)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        lines: list[Line] = []
        for name, channel in (("people", Channel.LINK), ("places", Channel.PLACE)):
            found, problems = read_lines(str(data.get(name) or ""), channel)
            for problem in problems:
                self.add_error(name, problem)
            lines += found
        if not lines and not self.errors:
            self.add_error("people", "请至少填写一个接收对象或者现场地点。")
        data["lines"] = lines
        return data

    def verb_facts(self) -> dict[str, Any]:
        """Return what `actions.draft` and `actions.edit` take besides agency and version."""
        data = self.cleaned_data
        end = dt.datetime.combine(data["expires_on"], dt.time(23, 59, 59))
        return {
            "title": data["title"], "text": data["text"], "why": data["why"],
            "expires_at": timezone.make_aware(end), "lines": data["lines"],
        }  # fmt: skip


class ReviewForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    opinion = forms.CharField(
        label="意见", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="退回时必须填写。"
    )


class SecrecyForm(ReviewForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in CHECK_NAMES.items():
            self.fields[key] = forms.ChoiceField(
                label=name, choices=[("none", "未发现"), ("found", "发现")], widget=forms.RadioSelect, required=False,
                help_text="同意时必须选择。",
            )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="撤回原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text="收件人打开链接时会看到。"
    )


class WidenForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="说明情况发生了什么变化，为什么现在可以向社会公开。",
    )  # fmt: skip
    drafter: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="由谁拟稿", queryset=None, empty_label="请选择",
        help_text="按送达的内容生成公文稿，由拟稿人补充要素后送审。拟稿人不能审查自己的稿件。",
    )  # fmt: skip

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"seen": delivery.state})
        super().__init__(*args, **kwargs)
        if delivery.document_id is not None:
            del self.fields["drafter"]
            return
        people = [one.pk for one in queries.drafters(delivery)]
        self.fields["drafter"].queryset = people_model().objects.filter(pk__in=people).order_by("name")  # type: ignore[attr-defined]


class KeepForm(forms.Form):
    reason = forms.CharField(label="仍定向公开的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ReaddressForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    address = forms.CharField(label="正确的邮箱", max_length=100, widget=forms.TextInput(attrs={"inputmode": "email"}))
    reason = forms.CharField(label="更正的理由", max_length=300)


class ReceiptForm(forms.Form):
    name = forms.CharField(label="签收人", max_length=60)
    address = forms.CharField(label="签收地点", max_length=100, required=False)
