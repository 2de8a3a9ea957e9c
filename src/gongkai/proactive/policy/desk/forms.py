"""Forms of the desk: the fields of an item, one condition, a package, a reason."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.proactive.policy.rules.extraction.proposals import BENEFIT_KINDS
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES, AUDIENCE_SHORT, FACTS, Sort
from gongkai.proactive.policy.rules.items import FIGURE_NAMES
from gongkai.proactive.policy.rules.periods import DayRefused, said_day
from gongkai.proactive.policy.rules.tiers import Tier, TierRefused, as_lines, from_lines
from gongkai.proactive.policy.rules.trees import ConditionRefused, from_json, to_json

FREE = "free"
OPS = [("ge", "不低于"), ("gt", "高于"), ("le", "不超过"), ("lt", "低于")]
DAYS = {"valid_from": "施行日期", "valid_until": "有效期至", "opens": "申请开始", "closes": "申请截止"}
DAY_HELP = "写作2026-03-01；每年都在同一天的，写作03-01。"
SMALL = forms.Textarea(attrs={"rows": 2})


def _numbers(text: str, name: str) -> list[float | int]:
    found: list[float | int] = []
    for part in text.replace("，", "、").replace(",", "、").split("、"):
        if not part.strip():
            continue
        try:
            value = float(part)
        except ValueError:
            raise forms.ValidationError(f"“{name}”请只填数字，几个数之间用顿号分开。") from None
        if not 0 <= value < 1e12:
            raise forms.ValidationError(f"“{name}”的数不合理，请核对。")
        found.append(int(value) if value == int(value) else value)
    return found


class ItemForm(forms.Form):
    """Everything of an item but its conditions."""

    use_required_attribute = False
    steps: list[Tier]
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="事项名称", max_length=200)
    audiences = forms.MultipleChoiceField(
        label="对象", required=False, choices=list(AUDIENCE_NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    benefit_kind = forms.ChoiceField(label="种类", choices=list(BENEFIT_KINDS.items()))
    who = forms.CharField(label="谁可以享受", required=False, max_length=300, widget=SMALL)
    benefit = forms.CharField(
        label="内容和标准", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    amounts = forms.CharField(
        label=FIGURE_NAMES["amounts"], required=False, max_length=200, help_text="几档的用顿号分开。"
    )
    caps = forms.CharField(label=FIGURE_NAMES["caps"], required=False, max_length=200)
    floors = forms.CharField(label=FIGURE_NAMES["floors"], required=False, max_length=200)
    percents = forms.CharField(label=FIGURE_NAMES["percents"], required=False, max_length=200)
    tiers = forms.CharField(
        label="分档标准", required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="分几档的，每行写一档，写作“小微企业：10%，最高50万元”。不分档的不填。",
    )  # fmt: skip
    notes = forms.CharField(
        label="另有规定", required=False, max_length=1500, widget=SMALL, help_text="读者要知道、但不是条件的，例如不重复享受。每行一条。"
    )  # fmt: skip
    unconditional = forms.BooleanField(label="没有限制条件，人人可以享受", required=False)
    apply = forms.CharField(label="怎样申请", required=False, max_length=500, widget=SMALL)
    apply_url = forms.URLField(label="办理网址", required=False, max_length=300, assume_scheme="https")
    materials = forms.CharField(label="材料", required=False, max_length=1000, widget=SMALL, help_text="用顿号分开。")
    department = forms.CharField(label="责任部门", required=False, max_length=100)
    valid_from = forms.CharField(label="施行日期", required=False, max_length=12, help_text="写作2026-03-01。")
    valid_until = forms.CharField(label="有效期至", required=False, max_length=12)
    opens = forms.CharField(label="申请开始", required=False, max_length=12, help_text=DAY_HELP)
    closes = forms.CharField(label="申请截止", required=False, max_length=12)
    quote = forms.CharField(
        label="依据原文", required=False, max_length=1500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="从原文复制，一字不改。",
    )  # fmt: skip

    @staticmethod
    def initial_of(title: str, facts: dict[str, Any], version: int) -> dict[str, Any]:
        figures = {name: "、".join(f"{one:.12g}" for one in facts["figures"].get(name, [])) for name in FIGURE_NAMES}
        lines = {"tiers": as_lines(facts.get("tiers", [])), "notes": "\n".join(facts.get("notes", []))}
        materials = "、".join(facts["materials"])
        return {**facts, **figures, **lines, "title": title, "version": version, "materials": materials}

    def clean(self) -> dict[str, Any]:
        for name, label in DAYS.items():
            try:
                self.cleaned_data[name] = said_day(self.cleaned_data.get(name, ""), label)
            except DayRefused as refusal:
                self.add_error(name, str(refusal))
        for name in ("valid_from", "valid_until"):
            if 0 < len(self.cleaned_data.get(name, "")) < len("2026-03-01"):
                self.add_error(name, "请写明年份，写作2026-03-01。")
        for name, label in FIGURE_NAMES.items():
            try:
                self.cleaned_data[name] = _numbers(self.cleaned_data.get(name, ""), label)
            except forms.ValidationError as refusal:
                self.add_error(name, refusal)
        try:
            self.steps = from_lines(self.cleaned_data.get("tiers", ""))
        except TierRefused as refusal:
            self.add_error("tiers", str(refusal))
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        kept = {
            name: data[name] for name in (*DAYS, "audiences", "benefit_kind", "who", "apply", "apply_url", "department")
        }
        materials = [one.strip() for one in data["materials"].replace("；", "、").split("、") if one.strip()]
        return kept | {
            "benefit": data["benefit"], "figures": {name: data[name] for name in FIGURE_NAMES}, "materials": materials,
            "unconditional": data["unconditional"], "quote": data["quote"].replace("\r\n", "\n").strip(),
            "tiers": self.steps, "notes": [one.strip() for one in data["notes"].splitlines() if one.strip()],
        }  # fmt: skip


def fact_choices(audiences: list[str]) -> list[tuple[str, Any]]:
    """Return what may be asked, by audience; the item's own audience first."""
    shown = audiences or list(AUDIENCE_NAMES)
    groups: list[tuple[str, Any]] = [("", "请选择"), (FREE, "文字条件（由办理部门认定）")]
    for audience in shown:
        groups.append(
            (AUDIENCE_SHORT[audience], [(one.key, one.name) for one in FACTS.values() if one.audience == audience])
        )
    return groups


class ConditionForm(forms.Form):
    """One condition on one fact, or one in words; `node` after `is_valid` is its JSON."""

    use_required_attribute = False

    def __init__(self, key: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        self.node: dict[str, Any] = {}
        if key == FREE:
            self.fields["text"] = forms.CharField(label="条件的原话", max_length=300, widget=SMALL)
            return
        fact = FACTS[key]
        if fact.sort is Sort.NUMBER:
            self.fields["op"] = forms.ChoiceField(label=fact.name, choices=OPS)
            self.fields["number"] = forms.FloatField(
                label=f"数值（{fact.unit}）", min_value=fact.low, max_value=fact.high
            )
        elif fact.sort is Sort.FLAG:
            self.fields["flag"] = forms.ChoiceField(label=fact.name, choices=[("yes", fact.yes), ("no", fact.no)])
        else:
            self.fields["values"] = forms.MultipleChoiceField(
                label=f"{fact.name}（其中任意一项）",
                choices=list(fact.choices.items()),
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.errors:
            return data
        made: dict[str, Any] = {"fact": self.key, "op": data.get("op", "in")}
        if self.key == FREE:
            made = {"free": data["text"]}
        elif "number" in data:
            made["value"] = data["number"]
        elif "flag" in data:
            made["value"] = data["flag"] == "yes"
        else:
            made["value"] = data["values"]
        try:
            self.node = to_json(from_json(made))
        except ConditionRefused as refusal:
            self.add_error(None, str(refusal))
        return data


class NewItemForm(forms.Form):
    use_required_attribute = False
    title = forms.CharField(label="事项名称", max_length=200)
    quote = forms.CharField(
        label="依据原文", max_length=1500, widget=forms.Textarea(attrs={"rows": 3}), help_text="从原文复制，一字不改。"
    )


class PackageForm(forms.Form):
    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="服务包名称", max_length=100)
    audience = forms.ChoiceField(label="对象", choices=list(AUDIENCE_NAMES.items()))
    intro = forms.CharField(
        label="说明", required=False, max_length=500, widget=SMALL, help_text="告诉读者这个服务包适合谁。"
    )
    members = forms.MultipleChoiceField(
        label="事项", widget=forms.CheckboxSelectMultiple, required=False, help_text="只列出已经公开、没有结束的事项。"
    )

    def __init__(self, items: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = items
