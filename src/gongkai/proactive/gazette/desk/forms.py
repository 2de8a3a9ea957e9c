"""Forms of the gazette's desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.proactive.gazette.models import Gazette
from gongkai.proactive.gazette.rules import (
    ANSWER_NAMES,
    CHANNEL_NAMES,
    COLUMN_NAMES,
    PLACE_NAMES,
    VERDICT_NAMES,
    WHY_NAMES,
    Channel,
)

DAY = {"type": "date"}
BIG = 2_000_000  # characters of one text


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **more)


def _area(label: str, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class FoundForm(forms.Form):
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="主办机关", queryset=None, empty_label=None)
    name = forms.CharField(label="公报名称", max_length=60)
    english_name = forms.CharField(label="英文名称", max_length=100, required=False, help_text="编辑英文版时用。")
    founded_on = _day("创刊日期", required=False)
    about = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    gazette: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="公报", queryset=None, empty_label=None)
    year = forms.IntegerField(label="年份", min_value=1949, max_value=2100)
    number = forms.IntegerField(label="年内期号", min_value=1, max_value=9999)
    total = forms.IntegerField(label="总期号", min_value=1, max_value=99999, help_text="创刊以来的总第几期。")
    planned_on = _day("计划出版日期")

    def __init__(self, *args: Any, gazettes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gazette"].queryset = gazettes  # type: ignore[attr-defined]


def next_numbers(gazette: Gazette) -> dict[str, Any]:
    """Return the year and numbers that come next."""
    last = gazette.issues.order_by("-total").first()
    year = timezone.localdate().year
    in_year = gazette.issues.filter(year=year).order_by("-number").first()
    return {
        "gazette": gazette, "year": year, "number": in_year.number + 1 if in_year else 1,
        "total": last.total + 1 if last else 1, "planned_on": timezone.localdate(),
    }  # fmt: skip


class TextForm(forms.Form):
    """A text that is no document of the library."""

    column = forms.ChoiceField(label="栏目", choices=list(COLUMN_NAMES.items()))
    title = forms.CharField(label="标题", max_length=300)
    issuer = forms.CharField(label="发文机关", max_length=100, required=False)
    body = _area("正文", 12, max_length=BIG, help_text="一段一行。")


class ColumnForm(forms.Form):
    column = forms.ChoiceField(label="栏目", choices=list(COLUMN_NAMES.items()))


class FindingForm(forms.Form):
    quote = forms.CharField(label="摘录原文", max_length=200, required=False, help_text="从左边复制有问题的一句。")
    remark = forms.CharField(label="意见", max_length=300)


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(label="处理", choices=list(VERDICT_NAMES.items()))
    answer = forms.CharField(label="说明", max_length=300, required=False)


class OpinionForm(forms.Form):
    opinion = _area("意见", 3, required=False, max_length=500)


class ReasonForm(forms.Form):
    reason = _area("原因", 3, max_length=300)


class ChannelForm(forms.Form):
    channel = forms.ChoiceField(
        label="渠道", choices=[(key, name) for key, name in CHANNEL_NAMES.items() if key != Channel.PORTAL]
    )
    url = forms.CharField(
        label="本期在该渠道的地址", max_length=500, widget=forms.TextInput(attrs={"inputmode": "url"})
    )


class PrintRunForm(forms.Form):
    copies = forms.IntegerField(label="本期印数", min_value=0, max_value=1_000_000)


class RecipientForm(forms.Form):
    name = forms.CharField(label="名称", max_length=100)
    place = forms.ChoiceField(label="类别", choices=list(PLACE_NAMES.items()))
    address = forms.CharField(label="地址", max_length=200, required=False)
    hours = forms.CharField(label="开放时间", max_length=100, required=False)
    copies = forms.IntegerField(label="每期份数", min_value=1, max_value=100_000)
    is_point = forms.BooleanField(label="公共取阅点，保证供给", required=False)
    active = forms.BooleanField(label="在赠阅", required=False, initial=True)


class SupplyForm(forms.Form):
    """One delivery: what was sent, or what was acknowledged with a name."""

    copies = forms.IntegerField(label="份数", min_value=0, max_value=100_000)
    signer = forms.CharField(label="签收人", max_length=40, required=False)


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(label="处理", choices=list(ANSWER_NAMES.items()), widget=forms.RadioSelect)
    note_text = _area(
        "对读者的说明", 3, required=False, max_length=300, help_text="显示在文件页和公报页上；只是格式不同的不用写。"
    )


class OmissionForm(forms.Form):
    document = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.ChoiceField(label="理由", choices=list(WHY_NAMES.items()))
    note_text = forms.CharField(label="说明", max_length=200, required=False)


class HistoryForm(forms.Form):
    file = forms.FileField(label="期次清单", help_text="JSON Lines 或者 CSV，一行一篇。")
    scans = forms.FileField(label="原版文件", required=False, help_text="可以不选；文件名与清单中“文件”一栏相同。")
    source = forms.CharField(label="来源", max_length=100, initial="纸质公报", help_text="写明从哪里录入。")


class EnglishForm(forms.Form):
    """Title and preface; the texts stand beside, one pair of fields each."""

    title = forms.CharField(label="英文版名称", max_length=300)
    preface = _area("英文说明", 3, required=False, max_length=500)
    reason = forms.CharField(label="更新说明", max_length=300, required=False)
