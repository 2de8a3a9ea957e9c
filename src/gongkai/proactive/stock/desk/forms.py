"""Forms of rounds, judgements, the register and compilations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.tags import queries as tags
from gongkai.law.grounds import REASON_CATEGORIES
from gongkai.law.months import add_months
from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES
from gongkai.proactive.stock.rules import (
    DEFAULT_INTERVAL_MONTHS,
    INTERVAL_SOURCE,
    KIND_NAMES,
    LONGEST_INTERVAL_MONTHS,
    VERDICT_NAMES,
    VERDICTS,
)
from gongkai.proactive.stock.rules.clocks import ROUND_MONTHS

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.stock.models import Entry

DAY = {"type": "date"}


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **more)


def _grounds() -> list[tuple[str, str]]:
    return [
        ("", "不需要"),
        *((code, f"{one.name}（{one.source.brief}）") for code, one in REASON_CATEGORIES.items()),
    ]


class RoundForm(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=list(KIND_NAMES.items()), widget=forms.RadioSelect)
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="组织机关", queryset=None, empty_label=None, help_text="范围包括本机关和下级机关。"
    )
    title = forms.CharField(label="名称", max_length=100)
    source = forms.CharField(label="依据", max_length=300, help_text="写明通知、工作要点或者制度的名称和文号。")
    closes_on = _day("完成期限")
    years_from = forms.IntegerField(label="印发年份起", required=False, min_value=1949, max_value=2100)
    years_to = forms.IntegerField(label="印发年份止", required=False, min_value=1949, max_value=2100)
    attributes = forms.MultipleChoiceField(
        label="公开属性", choices=list(ATTRIBUTE_NAMES.items()), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="不选即为全部。",
    )  # fmt: skip
    categories = forms.MultipleChoiceField(
        label="公开类别", choices=lambda: [(one, one) for one in tags.names("category")], required=False,
        widget=forms.CheckboxSelectMultiple, help_text="不选即为全部。",
    )  # fmt: skip

    def __init__(self, *args: Any, by: Acting, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"closes_on": add_months(timezone.localdate(), ROUND_MONTHS), "kind": "inventory"})
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_where(by, Permission.STOCK_MANAGE)  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="机关", queryset=None, required=False, empty_label="全部"
    )
    year = forms.IntegerField(label="印发年份", required=False, min_value=1949, max_value=2100)
    attribute = forms.ChoiceField(label="原属性", choices=[("", "全部"), *ATTRIBUTE_NAMES.items()], required=False)
    free = forms.BooleanField(label="只分派还没有经办人的", required=False, initial=True)
    person: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="经办人", queryset=None)

    def __init__(self, *args: Any, agencies: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ProposalForm(forms.Form):
    verdict = forms.ChoiceField(label="结论", widget=forms.RadioSelect)
    to_attribute = forms.ChoiceField(label="调整为", required=False, choices=[("", "不调整"), *ATTRIBUTE_NAMES.items()])
    ground = forms.ChoiceField(label="理由种类", required=False, choices=_grounds())
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}))
    next_review_on = _day("下次复核日期", required=False)

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = entry.round.kind
        cast: Any = self.fields["verdict"]
        cast.choices = [(one.value, VERDICT_NAMES[one]) for one in VERDICTS[kind]]
        unused = {
            "inventory": ("next_review_on",),
            "reexamination": ("to_attribute",),
            "cleanup": ("to_attribute", "ground", "next_review_on"),
        }
        for name in unused[kind]:
            del self.fields[name]


class OpinionForm(forms.Form):
    opinion = forms.CharField(label="意见", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class IntervalForm(forms.Form):
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="机关", queryset=None, empty_label=None)
    months = forms.IntegerField(
        label="间隔（月）", min_value=1, max_value=LONGEST_INTERVAL_MONTHS, initial=DEFAULT_INTERVAL_MONTHS
    )
    source = forms.CharField(
        label="依据", max_length=300, initial=INTERVAL_SOURCE, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, by: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_where(by, Permission.STOCK_MANAGE)  # type: ignore[attr-defined]


class CompilationForm(forms.Form):
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="编制机关", queryset=None, empty_label=None)
    title = forms.CharField(label="汇编名称", max_length=200)
    theme = forms.ChoiceField(
        label="主题", required=False, choices=lambda: [("", "不限"), *((one, one) for one in tags.names("theme"))]
    )
    words = forms.CharField(label="标题中的词", required=False, max_length=60)
    years_from = forms.IntegerField(label="印发年份起", required=False, min_value=1949, max_value=2100)
    years_to = forms.IntegerField(label="印发年份止", required=False, min_value=1949, max_value=2100)
    in_force = forms.BooleanField(label="只收现行有效的", required=False, initial=True)
    foreword = forms.CharField(label="编者的话", required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, by: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_where(by, Permission.DOCUMENTS_DRAFT)  # type: ignore[attr-defined]

    def rule(self) -> str:
        """Return the choice as readers will see it."""
        data = self.cleaned_data
        parts = [data["theme"], f"标题含“{data['words']}”" if data["words"] else ""]
        if data["years_from"] or data["years_to"]:
            parts.append(f"{data['years_from'] or '最早'}—{data['years_to'] or '最近'}年印发")
        parts.append("现行有效" if data["in_force"] else "")
        return "，".join(part for part in parts if part) or "全部已公开文件"


class MembersForm(forms.Form):
    members = forms.CharField(
        label="篇目", required=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="每行一篇：章，索引号。没有章的只写索引号。行的先后就是篇目的先后。",
    )  # fmt: skip

    def lines(self) -> list[tuple[str, str]]:
        found = []
        for raw in self.cleaned_data["members"].splitlines():
            chapter, _, key = raw.replace("，", ",").rpartition(",")
            if key.strip():
                found.append((chapter.strip(), key.strip()))
        return found
