"""Forms of themes: what one is about, what is decided on it, one line of a file from a superior."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone

from gongkai.engine.tags import queries as tags
from gongkai.proactive.themes import actions, queries, rules

if TYPE_CHECKING:
    from gongkai.proactive.themes.models import Theme

ANSWERS = [("none", "未发现"), ("found", "发现")]
DAY = {"type": "date"}


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ThemeForm(forms.Form):
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="维护机关", queryset=None)
    title = forms.CharField(label="专题名称", max_length=100)
    slug = forms.CharField(
        label="地址名", max_length=40, help_text="小写字母、数字和短横，例如 zhufang-baozhang。建立后不能修改。"
    )
    lede = forms.CharField(
        label="导语", max_length=300, required=False, widget=lines(2), help_text="一两句话告诉读者这里有什么。"
    )
    statement = forms.CharField(
        label="收录范围", max_length=500, widget=lines(3), help_text="哪些政策属于这个专题，读者会看到。"
    )
    words = forms.CharField(
        label="关键词", required=False, widget=lines(2), help_text="用顿号隔开。标题、正文里出现的列为候选。"
    )
    tags = forms.MultipleChoiceField(label="主题标签", required=False, widget=forms.CheckboxSelectMultiple)
    without = forms.CharField(label="不收录的词", required=False, help_text="标题含这些词的不列为候选，用顿号隔开。")
    integrated = forms.BooleanField(
        label="集成式发布", required=False, help_text="政策、指南、解读、常见问题齐全才能发布。"
    )
    superior_name = forms.CharField(
        label="部署机关", max_length=100, required=False, help_text="上级部署的专题填写；自建的不填。"
    )
    superior_number = forms.CharField(label="上级专题编号", max_length=60, required=False)
    batch = forms.CharField(label="批次", max_length=30, required=False, help_text="例如：第二批")
    received_on = forms.DateField(
        label="接收日期", required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    due_on = forms.DateField(label="完成期限", required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    ORDER = ("superior_name", "superior_number", "batch", "received_on", "due_on")

    def __init__(self, *args: Any, theme: Theme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theme = theme
        cast("forms.ModelChoiceField[Any]", self.fields["agency"]).queryset = queries.agency_choices()
        held = theme.tags if theme else []
        names = list(dict.fromkeys([*tags.names("theme"), *held]))
        cast("forms.MultipleChoiceField", self.fields["tags"]).choices = [(name, name) for name in names]
        if theme is not None:
            for name in ("agency", "slug", *self.ORDER):
                del self.fields[name]
            self.fields["reason"] = forms.CharField(
                label="更新说明",
                required=False,
                max_length=200,
                help_text="修改已公开的名称、导语、收录范围时填写，公众会看到。",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            slug = self.theme.slug if self.theme else data["slug"]
            for sentence in rules.defects(data["title"], slug, self.facts().scope):
                self.add_error(None, sentence)
        if self.theme is None and not data.get("superior_name") and any(data.get(name) for name in self.ORDER):
            self.add_error("superior_name", "填写了上级专题的信息，请写明部署机关。")
        return data

    def facts(self) -> actions.Facts:
        data = self.cleaned_data
        return actions.Facts(
            title=data["title"].strip(), statement=data["statement"].strip(), lede=data["lede"].strip(),
            words=rules.split_words(data["words"]), tags=tuple(data["tags"]), without=rules.split_words(data["without"]),
            integrated=data["integrated"],
        )  # fmt: skip

    def received(self) -> actions.Received | None:
        data = self.cleaned_data
        if not data["superior_name"].strip():
            return None
        return actions.Received(
            superior_name=data["superior_name"].strip(), received_on=data["received_on"] or timezone.localdate(),
            superior_number=data["superior_number"].strip(), batch=data["batch"].strip(), due_on=data["due_on"],
        )  # fmt: skip


def initial_of(theme: Theme) -> dict[str, Any]:
    return {
        "title": theme.title, "lede": theme.lede, "statement": theme.statement, "words": "、".join(theme.words),
        "tags": theme.tags, "without": "、".join(theme.without), "integrated": theme.integrated,
    }  # fmt: skip


class SuperiorRow(forms.Form):
    """One line of a file from a superior, or one object of its JSON."""

    agency = forms.CharField(label="机关代码", help_text="由哪个机关承接，填本平台的机关代码")
    superior_name = forms.CharField(label="部署机关", max_length=100)
    superior_number = forms.CharField(label="上级专题编号", max_length=60, help_text="同一编号再次导入即更新")
    batch = forms.CharField(label="批次", max_length=30, required=False)
    title = forms.CharField(label="名称", max_length=100)
    slug = forms.CharField(label="地址名", max_length=40)
    lede = forms.CharField(label="导语", max_length=300, required=False)
    statement = forms.CharField(label="收录范围", max_length=500)
    words = forms.CharField(label="关键词", required=False, help_text="用顿号隔开")
    tags = forms.CharField(label="主题标签", required=False, help_text="用顿号隔开")
    without = forms.CharField(label="不收录的词", required=False)
    integrated = forms.ChoiceField(label="集成式发布", required=False, choices=[("", ""), ("是", "是"), ("否", "否")])
    received_on = forms.DateField(label="接收日期", required=False)
    due_on = forms.DateField(label="完成期限", required=False)

    def clean_tags(self) -> tuple[str, ...]:
        said = rules.split_words(self.cleaned_data["tags"])
        if problems := tags.problems("theme", said):
            raise forms.ValidationError(problems)
        return said

    def facts(self) -> actions.Facts:
        data = self.cleaned_data
        return actions.Facts(
            title=data["title"], statement=data["statement"], lede=data["lede"], words=rules.split_words(data["words"]),
            tags=data["tags"], without=rules.split_words(data["without"]), integrated=data["integrated"] == "是",
        )  # fmt: skip

    def received(self) -> actions.Received:
        data = self.cleaned_data
        return actions.Received(
            superior_name=data["superior_name"], received_on=data["received_on"] or timezone.localdate(),
            superior_number=data["superior_number"], batch=data["batch"], due_on=data["due_on"],
        )  # fmt: skip


class ClearForm(forms.Form):
    state_secret = forms.ChoiceField(label="国家秘密", choices=ANSWERS, widget=forms.RadioSelect)
    work_secret = forms.ChoiceField(label="工作秘密", choices=ANSWERS, widget=forms.RadioSelect)
    sensitive = forms.ChoiceField(label="敏感信息", choices=ANSWERS, widget=forms.RadioSelect)
    opinion = forms.CharField(label="意见", required=False, max_length=300)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=300, widget=lines(2))


class NothingForm(forms.Form):
    """Nothing to fill in: releasing or gathering is one decision."""
