"""Forms of incidents, backups, plans and drills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from gongkai.oversight.safety.rules import KIND_NAMES, LEVEL_NAMES, ROLE_NAMES
from gongkai.oversight.safety.rules.incidents import LONGEST_HOURS, level_rules

if TYPE_CHECKING:
    from collections.abc import Mapping


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _moment(label: str, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def _text(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=5000, **more)


def _now() -> Any:
    return timezone.localtime()


class IncidentForm(forms.Form):
    title = forms.CharField(label="标题", max_length=200, help_text="例如：首页轮播图被替换")
    kind = forms.ChoiceField(label="种类", choices=list(KIND_NAMES.items()))
    level = forms.ChoiceField(label="级别", choices=list(LEVEL_NAMES.items()), initial="4")
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="责任机关", queryset=None, empty_label=None)
    site: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="网站", queryset=None, required=False, empty_label="不涉及网站"
    )
    account = forms.CharField(
        label="新媒体账号", max_length=120, required=False, help_text="写明平台和账号名称，例如：政务微信“云川发布”"
    )
    detected_at = _moment("发现时间", initial=_now)
    detail = _text("情况", 4, help_text="发现了什么、影响到哪里。个人信息不写在这里。")

    def __init__(self, *args: Any, agencies: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("site") is None and not data.get("account"):
            self.add_error("site", "请选择网站，或者写明新媒体账号。")
        return data


class StepForm(forms.Form):
    at = _moment("时间", initial=_now)
    text = _text("说明")


class ReportForm(forms.Form):
    at = _moment("上报时间", initial=_now)
    to = forms.CharField(label="上报对象", max_length=200, help_text="例如：市人民政府办公室、网信部门")
    text = _text("上报内容", 2, required=False)


class ReviewForm(forms.Form):
    happened = _text("事件经过")
    cause = _text("原因")
    changes = _text("改进", help_text="有期限的措施，另在“整改措施”中逐项登记。")


class ReasonForm(forms.Form):
    text = _text("理由", 2)


class RegradeForm(forms.Form):
    level = forms.ChoiceField(label="级别", choices=list(LEVEL_NAMES.items()))
    text = _text("理由", 2)


class RelateForm(forms.Form):
    number = forms.CharField(label="索引号或者文号", max_length=60)
    remark = forms.CharField(label="受到的影响", max_length=300, required=False)


class MeasureForm(forms.Form):
    what = forms.CharField(label="措施", max_length=300)
    owner = forms.CharField(label="责任人", max_length=60)
    due_on = _day("完成期限")


class RestoreTestForm(forms.Form):
    at = _moment("测试时间", initial=_now)
    archive = forms.CharField(label="备份文件", max_length=300, help_text="写明是哪一份备份")
    good = forms.TypedChoiceField(
        label="结果", choices=[("1", "恢复成功"), ("0", "恢复不成功")], coerce=lambda text: text == "1", initial="1"
    )
    text = _text("经过和核对情况", help_text="在哪里恢复、用时多少、核对了哪些内容。")


class PlanForm(forms.Form):
    """A version of a plan, with the levels it sets."""

    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="机关", queryset=None, empty_label=None)
    title = forms.CharField(label="名称", max_length=120)
    issued_on = _day("印发日期")
    approved_by = forms.CharField(label="批准", max_length=100, help_text="批准的领导或者会议")
    review_on = _day("下次复核日期")
    change_note = forms.CharField(label="修订说明", max_length=300, required=False)
    summary = _text("主要内容", 8, help_text="组织体系、监测预警、处置流程、恢复和上报。全文可以作为文件上传。")

    def __init__(self, *args: Any, agencies: Any, levels: Mapping[str, Any], first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        if first:
            del self.fields["change_note"]
        else:
            del self.fields["agency"], self.fields["title"]
            self.fields["change_note"].required = True
        for rule in level_rules(levels):
            name = LEVEL_NAMES[rule.level]
            self.fields[f"criteria_{rule.level.value}"] = forms.CharField(
                label=f"{name}：认定标准", max_length=200, initial=rule.criteria
            )
            self.fields[f"hours_{rule.level.value}"] = forms.IntegerField(
                label=f"{name}：几小时内上报", min_value=1, max_value=LONGEST_HOURS, initial=rule.report_hours
            )

    @property
    def main(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith(("criteria_", "hours_"))]

    @property
    def level_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"criteria_{key}"], self[f"hours_{key}"]) for key in LEVEL_NAMES]

    @property
    def levels(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {key: {"criteria": data[f"criteria_{key}"], "hours": data[f"hours_{key}"]} for key in LEVEL_NAMES}


class ConfirmForm(forms.Form):
    review_on = _day("下次复核日期")
    text = _text("复核结论", 2)


class ContactForm(forms.Form):
    role = forms.ChoiceField(label="职责", choices=list(ROLE_NAMES.items()))
    name = forms.CharField(label="姓名或者单位", max_length=60)
    post = forms.CharField(label="职务", max_length=60, required=False)
    phone = forms.CharField(label="电话", max_length=60)
    above: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="上级", queryset=None, required=False, empty_label="最上一级"
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["above"].queryset = others  # type: ignore[attr-defined]


class DrillForm(forms.Form):
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="组织机关", queryset=None, empty_label=None)
    title = forms.CharField(label="名称", max_length=120)
    plan: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="依据的预案", queryset=None, required=False, empty_label="没有"
    )
    planned_on = _day("计划日期")
    scenario = _text("演练情景", 4, help_text="假设发生了什么，检验哪些环节。")

    def __init__(self, *args: Any, agencies: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class HoldForm(forms.Form):
    held_on = _day("举行日期")
    participants = _text("参加人员", 2)
    course = _text("演练过程", 4)
    findings = _text("发现的问题", 3, help_text="没有发现问题的，写“无”。")


class MoveDrillForm(forms.Form):
    planned_on = _day("新的日期")
    reason = forms.CharField(label="原因", max_length=300)


class CancelDrillForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=300)
