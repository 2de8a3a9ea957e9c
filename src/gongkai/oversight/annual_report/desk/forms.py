"""What is filled in: the text, table 二, a correction, where it was published, a file to be judged."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.queries.fees import fee_sentence
from gongkai.oversight.annual_report.queries.reports import NAMES2
from gongkai.oversight.annual_report.rules.layout import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.oversight.annual_report.models import Report

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PartsForm(forms.Form):
    part_one = forms.CharField(
        label=law.PARTS["1"], required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=f"包括{'、'.join(law.FACES)}五个方面；政府的报告另写工作考核、社会评议和责任追究结果。",
    )  # fmt: skip
    part_five = forms.CharField(
        label=law.PARTS["5"], required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 7})
    )
    part_six = forms.CharField(
        label=law.PARTS["6"], required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="收取信息处理费的，写明件数和总金额；没有收取的也写明。",
    )  # fmt: skip

    @staticmethod
    def of(report: Report) -> dict[str, str]:
        """What was written; part six begins with what the ledger of fees says."""
        six = report.part_six or fee_sentence(report.agency, report.year)
        return {"part_one": report.part_one, "part_five": report.part_five, "part_six": six}


class SecondForm(forms.Form):
    """Table 二; a field a cell. What is left empty is 0, and comes back as 0."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: dict[str, tuple[str, str]] = {}
        for row, columns in NAMES2.items():
            for column in columns:
                money = row == law.FEES
                key = f"c{len(self.names)}"
                self.names[key] = (row, column)
                self.fields[key] = forms.DecimalField(
                    label=f"{row}：{column}{'（万元）' if money else ''}", required=False, min_value=0,
                    max_digits=18, decimal_places=6 if money else 0,
                )  # fmt: skip

    @staticmethod
    def of(numbers: Mapping[tuple[str, str], Decimal | None]) -> dict[str, str]:
        places = [(row, column) for row, columns in NAMES2.items() for column in columns]
        return {f"c{at}": show(numbers.get(place)) for at, place in enumerate(places)}

    @property
    def numbers(self) -> dict[tuple[str, str], Decimal]:
        return {place: self.cleaned_data[key] or Decimal() for key, place in self.names.items()}


class CorrectForm(forms.Form):
    place = forms.ChoiceField(label="要更正的数")
    value = forms.DecimalField(label="更正为", min_value=0, max_digits=18, decimal_places=6)
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PublishForm(forms.Form):
    on = forms.DateField(label="公布日期", widget=DAY)
    url = forms.URLField(label="公布网址", max_length=400, assume_scheme="https")


class FileForm(forms.Form):
    file = forms.FileField(
        label="年度报告", help_text="网页（HTML）、Word、Excel、PDF、纯文本，或者按接口格式整理的 JSON。"
    )
    before = forms.FileField(label="上一年的报告", required=False, help_text="一起给出时核对跨年衔接。")


class PeriodForm(forms.Form):
    agency = forms.ChoiceField(label="机关", required=False)
    start = forms.DateField(label="自", required=False, widget=DAY)
    end = forms.DateField(label="至", required=False, widget=DAY)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = agencies

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("start") and found.get("end") and found["start"] > found["end"]:
            self.add_error("end", "结束日期早于开始日期，请核对。")
        return found
