"""What is filled in: the text, table 二, a correction, where it was published, a file to be judged."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.queries.fees import fee_sentence
from gongkai.oversight.annual_report.rules.layout import show
from gongkai.oversight.annual_report.rules.second import COLUMNS, Spot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.oversight.annual_report.models import Report

SPOTS: list[Spot] = [(row, column) for row, columns in COLUMNS.items() for column in columns]
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
    """Table 二; a field a cell. An entered one left empty is 0, and comes back as 0; a counted one stands as counted.

    `counted` are the counted numbers: to set another, the field beside it wants a reason.
    """

    def __init__(self, *args: Any, counted: Mapping[Spot, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counted = counted
        self.names: dict[str, Spot] = {f"c{at}": spot for at, spot in enumerate(SPOTS)}
        for key, (row, column) in self.names.items():
            money = row == law.FEES
            self.fields[key] = forms.DecimalField(
                label=f"{row}：{column}{'（万元）' if money else ''}", required=False, min_value=0,
                max_digits=18, decimal_places=6 if money else 0,
            )  # fmt: skip
            if (row, column) in counted:
                self.fields[key].label = f"{row}{column}的核定数"
                self.fields[_reason(key)] = forms.CharField(
                    label=f"{row}{column}与台账不同的理由", required=False, max_length=300
                )

    @staticmethod
    def of(
        numbers: Mapping[Spot, Decimal | None], counted: Mapping[Spot, int], reasons: Mapping[Spot, str]
    ) -> dict[str, str]:
        """Return what stands: of counted places only what somebody set otherwise."""
        found = {
            f"c{at}": "" if spot not in numbers or (spot in counted and spot not in reasons) else show(numbers[spot])
            for at, spot in enumerate(SPOTS)
        }
        return found | {_reason(f"c{SPOTS.index(spot)}"): reason for spot, reason in reasons.items()}

    def reason_of(self, key: str) -> forms.BoundField | None:
        return self[_reason(key)] if _reason(key) in self.fields else None

    @property
    def numbers(self) -> dict[Spot, Decimal]:
        """Return what was filled in; a counted place is absent where its field was left empty."""
        return {
            spot: self.cleaned_data[key] or Decimal()
            for key, spot in self.names.items()
            if spot not in self.counted or self.cleaned_data[key] is not None
        }

    @property
    def reasons(self) -> dict[Spot, str]:
        return {spot: self.cleaned_data[_reason(key)] for key, spot in self.names.items() if spot in self.counted}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for key, spot in self.names.items():
            given, said = found.get(key), str(found.get(_reason(key), "")).strip()
            if spot in self.counted and given is not None and given != self.counted[spot] and not said:
                self.add_error(_reason(key), f"台账是{self.counted[spot]}，填的是{given:f}，请写明理由。")
        return found


def _reason(key: str) -> str:
    return f"r{key[1:]}"


MOST_AT_ONCE = 4  # what belongs together is rarely more: received, its result, what came over


class CorrectForm(forms.Form):
    """Several numbers at once, since one alone would leave the tables out of balance."""

    def __init__(self, *args: Any, places: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_AT_ONCE + 1):
            first, mark = number == 1, "" if number == 1 else str(number)
            self.fields[f"place{mark}"] = forms.ChoiceField(
                label=f"第{number}个数" if not first else "要更正的数", choices=[("", "请选择"), *places], required=first,
                help_text="总计随分项自动更正，不用填。" if first else "",
            )  # fmt: skip
            self.fields[f"value{mark}"] = forms.DecimalField(
                label="更正为", min_value=0, max_digits=18, decimal_places=6, required=first
            )
        self.fields["reason"] = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for mark in MARKS[1:]:
            place, value = found.get(f"place{mark}"), found.get(f"value{mark}")
            if place and value is None and f"value{mark}" not in self.errors:
                self.add_error(f"value{mark}", "请填写更正后的数。")
            if value is not None and not place and f"place{mark}" not in self.errors:
                self.add_error(f"place{mark}", "请选择要更正的是哪个数。")
        return found

    def changes(self) -> dict[tuple[str, str, str], Decimal]:
        """Return the numbers by their places, the last where one was named twice."""
        found = {}
        for mark in MARKS:
            if place := self.cleaned_data.get(f"place{mark}"):
                table, row, column = place.split("|")
                found[table, row, column] = self.cleaned_data[f"value{mark}"]
        return found


MARKS = ("", *(str(number) for number in range(2, MOST_AT_ONCE + 1)))


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
    alone = forms.BooleanField(label="只统计本机关", required=False)

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
