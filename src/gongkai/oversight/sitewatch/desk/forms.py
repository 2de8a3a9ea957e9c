"""Forms of the watch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.oversight.sitewatch.rules.checklist import POINTS, SEEN_NAMES
from gongkai.oversight.sitewatch.rules.indicators import DEDUCTIONS, RESULT_NAMES, VETOES, Result

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NoteForm(forms.Form):
    note = forms.CharField(label="说明", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MoveForm(forms.Form):
    to: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="移到", queryset=None, empty_label=None)

    def __init__(self, *args: Any, columns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = columns  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """One day's log: every point of the list has its answer."""

    day = forms.DateField(label="日期", widget=DAY)
    seen = forms.CharField(label="读网情况", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    found = forms.CharField(
        label="发现的问题", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明页面和问题，保存后自动成为修复任务。没有发现问题的不填。",
    )  # fmt: skip
    repaired = forms.CharField(
        label="修复情况", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in POINTS:
            self.fields[f"p_{point.key}"] = forms.ChoiceField(
                label=point.name, help_text=point.look, choices=[("", "请选择"), *SEEN_NAMES.items()],
                error_messages={"required": f"请选择“{point.name}”的情况。"},
            )  # fmt: skip

    @property
    def points(self) -> list[Any]:
        return [self[f"p_{point.key}"] for point in POINTS]

    @property
    def answers(self) -> dict[str, str]:
        return {point.key: str(self.cleaned_data[f"p_{point.key}"]) for point in POINTS}


class TurnForm(forms.Form):
    person: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="值班人", queryset=None)
    starts_on = forms.DateField(label="开始日期", widget=DAY)
    ends_on = forms.DateField(label="结束日期", widget=DAY)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class WatchForm(forms.Form):
    ask_outside = forms.BooleanField(
        label="核查外部链接", required=False,
        help_text="服务器能访问互联网时开启。遵守对方的 robots.txt，每个网站每秒不超过两次；不开启时只核查站内链接。",
    )  # fmt: skip
    probe_url = forms.CharField(
        label="访问测量地址", required=False, max_length=200,
        help_text="本站首页地址。填写后每半小时打开一次，用于判断“站点无法访问”。不填则由人工核查。",
    )  # fmt: skip


class AdoptForm(forms.Form):
    indicator = forms.ChoiceField(label="扣分项", choices=[(one.key, one.name) for one in DEDUCTIONS if not one.drives])
    source = forms.CharField(label="采用依据", max_length=200, help_text="本级主管部门的考核文件或者决定。")


class RecordForm(forms.Form):
    indicator = forms.ChoiceField(
        label="指标", choices=[(one.key, f"{one.key} {one.name}") for one in VETOES if not one.computed]
    )
    result = forms.ChoiceField(
        label="结论", choices=[(one.value, RESULT_NAMES[one]) for one in (Result.PASS, Result.VETO)]
    )
    note = forms.CharField(label="核查情况", max_length=300)
    on = forms.DateField(label="核查日期", widget=DAY, initial=timezone.localdate)


class ChannelForm(forms.Form):
    number = forms.CharField(label="索引号或文号", max_length=100)
    channel = forms.CharField(label="渠道", max_length=60, help_text="例如政务微信、新闻发布会、报纸。")
    at = forms.DateTimeField(
        label="在该渠道发布的时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
