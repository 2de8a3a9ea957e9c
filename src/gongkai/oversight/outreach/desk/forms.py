"""Forms of the registers. A policy is named by its index number or document number, as it stands in a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from gongkai.oversight.outreach.models import (
    Appearance,
    Guest,
    Leader,
    Product,
    Spread,
    Supplier,
    Survey,
    Watch,
)

DAY = {"type": "date"}
POLICY_HELP = "已经公开的文件的索引号或者文号"


def _days(*names: str) -> dict[str, forms.DateInput]:
    return {name: forms.DateInput(attrs=DAY, format="%Y-%m-%d") for name in names}


def _https(field: models.Field[Any, Any], **kwargs: Any) -> Any:
    """Make the form field of a model's field; an address without a scheme is one of https."""
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


class EntryMeta:
    formfield_callback = staticmethod(_https)


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """The model's own checks run when the entry is kept; here only what was typed is read."""

    def _post_clean(self) -> None:
        """Put the values on the instance without the model's checks: the agency is not known yet."""
        from django.forms.models import construct_instance

        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)


class PolicyForm(EntryForm):
    policy_number = forms.CharField(label="政策文件", max_length=60, help_text=POLICY_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = getattr(self.instance, "policy", None) if self.instance.policy_id else None
        if policy is not None:
            release = getattr(policy, "release", None)
            self.initial["policy_number"] = (release.doc_number if release else "") or policy.key
        self.order_fields(["policy_number"])


class SpreadForm(PolicyForm):
    class Meta(EntryMeta):
        model = Spread
        fields = ("kind", "outlet", "on", "url", "reach", "note")
        widgets = _days("on")


class SurveyForm(PolicyForm):
    class Meta(EntryMeta):
        model = Survey
        fields = ("held_on", "method", "sample", "reached", "aware")
        widgets = _days("held_on")


class WatchForm(PolicyForm):
    class Meta(EntryMeta):
        model = Watch
        fields = ("looked_on", "place", "misread", "url", "response", "responded_on")
        widgets = _days("looked_on", "responded_on")


class GuestForm(PolicyForm):
    class Meta(EntryMeta):
        model = Guest
        fields = ("event", "on", "name", "kind", "unit", "part")
        widgets = _days("on")


class LeaderForm(EntryForm):
    class Meta(EntryMeta):
        model = Leader
        fields = ("agency", "name", "title", "tier", "starts_on", "ends_on")
        widgets = _days("starts_on", "ends_on")


class AppearanceForm(PolicyForm):
    class Meta(EntryMeta):
        model = Appearance
        fields = ("leader", "on", "kind", "event", "url")
        widgets = _days("on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy_number"].required = False
        self.order_fields(["leader", "on", "kind", "event", "policy_number", "url"])


class SupplierForm(EntryForm):
    class Meta(EntryMeta):
        model = Supplier
        fields = ("agency", "name", "credit_code", "contract", "scope", "starts_on", "ends_on", "note")
        widgets = _days("starts_on", "ends_on")


class ProductForm(PolicyForm):
    interpretation_key = forms.CharField(
        label="用于哪份解读", max_length=60, required=False, help_text="解读的索引号；还没有用于解读的，留空。"
    )

    class Meta(EntryMeta):
        model = Product
        fields = ("supplier", "name", "form", "delivered_on", "note")
        widgets = _days("delivered_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy_number"].required = False
        if self.instance.interpretation_id:
            self.initial["interpretation_key"] = self.instance.interpretation.item.key
        self.order_fields(["supplier", "name", "form", "delivered_on", "policy_number", "interpretation_key", "note"])


class ContestForm(forms.Form):
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="组织机关", queryset=None, empty_label=None)
    title = forms.CharField(label="名称", max_length=100)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    opens_on = forms.DateField(label="征集开始日期", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    closes_on = forms.DateField(label="征集截止日期", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    awarded = forms.IntegerField(label="评出名额", min_value=1, max_value=100, initial=3)
    criteria = forms.CharField(
        label="评分标准",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        help_text="每行一项：名称，空格，权重。权重合计100。",
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean_criteria(self) -> list[dict[str, Any]]:
        found = []
        for place, line in enumerate(self.cleaned_data["criteria"].splitlines(), 1):
            if not line.strip():
                continue
            name, _, weight = line.strip().rpartition(" ")
            if not name or not weight.isascii() or not weight.isdigit():
                raise forms.ValidationError(f"第{place}行应为“名称 权重”，例如：通俗易懂 30")
            found.append({"name": name.strip(), "weight": int(weight)})
        return found
