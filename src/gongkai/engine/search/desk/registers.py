"""同义词 and 置顶结果 as registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.ui.registers import BulkAction, Column, ImportPlan, Register
from gongkai.engine.search import actions
from gongkai.engine.search.models import Promotion, SynonymGroup
from gongkai.engine.search.permissions import may_manage
from gongkai.engine.search.rules.keeping import SIDES, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

REFUSALS = (actions.Refused, NotAllowed)


def _may(request: HttpRequest, _verb: str, _entry: Any) -> bool:
    return may_manage(acting_of(request))


def _history(kind: str) -> Callable[[Any], list[dict[str, Any]]]:
    def history(entry: Any) -> list[dict[str, Any]]:
        found = events.events_of(Subject(kind, str(entry.pk))).order_by("-seq")[:50]
        return [
            {
                "at": event.at,
                "who": f"{event.actor_name}　{event.actor_role}",
                "what": label(event.tag),
                "changes": [
                    {"label": name, "old": (event.old or {}).get(name), "new": value}
                    for name, value in (event.new or {}).items()
                ],
            }
            for event in found
        ]

    return history


class SynonymForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SynonymGroup
        fields = ("words", "side", "note", "is_active")

    def validate_unique(self) -> None:
        """The verb says it in a sentence of its own, whatever the order of the words."""


def _save_synonyms(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    group = SynonymGroup.objects.get(pk=form.instance.pk) if form.instance.pk else None
    return actions.save_synonyms(group=group, by=acting_of(request), **form.cleaned_data)


class SynonymRow(forms.Form):
    words = forms.CharField(label="词")
    side = forms.ChoiceField(label="用在", choices=[(name, name) for name in SIDES.values()], required=False)
    note = forms.CharField(label="说明", required=False, max_length=200)


def _import_synonyms(request: HttpRequest, form: forms.Form) -> str:
    data = form.cleaned_data
    sides = {name: key for key, name in SIDES.items()}
    side = sides.get(data["side"], "both")
    standing = SynonymGroup.objects.filter(words="、".join(words_of(data["words"]))).first()
    if standing and (standing.side, standing.note, standing.is_active) == (side, data["note"], True):
        return "未变"
    actions.save_synonyms(words=data["words"], side=side, note=data["note"], group=standing, by=acting_of(request))
    return "更新" if standing else "新增"


def _stop_synonyms(request: HttpRequest, chosen: QuerySet[Any]) -> str:
    for group in chosen:
        actions.stop_synonyms(group=group, by=acting_of(request))
    return f"已停用{len(chosen)}组。"


SYNONYMS = Register(
    name="synonyms",
    title="同义词",
    noun="同义词",
    intro="“互相替代”和“只在检索时”改完就生效；“只在建库时”在检索库重建后生效。机关的简称和曾用名在机关登记中维护，这里不必重复。",
    queryset=lambda _request: SynonymGroup.objects.all(),
    columns=[
        Column("words", "词", sortable=True),
        Column("side", "用在", sortable=True),
        Column("note", "说明"),
        Column("is_active", "启用", value=lambda row: "启用" if row.is_active else "停用"),
    ],
    search=["words", "note"],
    filters=["side", "is_active"],
    ordering=("words",),
    form=SynonymForm,
    save=_save_synonyms,
    importing=ImportPlan(form=SynonymRow, save=_import_synonyms, note="词用顿号隔开；已有的同一组词会更新。"),
    bulk=[BulkAction("stop", "停用", _stop_synonyms, confirm="停用后，检索不再把这些词当作一个意思。")],
    history=_history("search-synonyms"),
    may=_may,
    refusals=REFUSALS,
    context=lambda request: shell(request, "search"),
    page_size=100,
)


class PromotionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Promotion
        fields = (
            "patterns", "kind", "title", "text", "item_key", "column_slug", "starts_on", "ends_on", "order", "is_active",
        )  # fmt: skip
        widgets = {
            "patterns": forms.Textarea(attrs={"rows": 4}),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def _post_clean(self) -> None:
        """The verb checks what belongs together and says it in sentences; the constraints of the table stand behind it."""


def _save_promotion(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    standing = Promotion.objects.get(pk=form.instance.pk) if form.instance.pk else None
    return actions.save_promotion(promotion=standing, by=acting_of(request), **form.cleaned_data)


def _stop_promotions(request: HttpRequest, chosen: QuerySet[Any]) -> str:
    for one in chosen:
        actions.stop_promotion(promotion=one, by=acting_of(request))
    return f"已停用{len(chosen)}条。"


PROMOTIONS = Register(
    name="promotions",
    title="置顶结果和主题卡片",
    noun="置顶结果",
    intro="有人检索这些词时，在结果上方显示一件内容或一个栏目。所指内容撤下后自动不再显示。",
    queryset=lambda _request: Promotion.objects.all(),
    columns=[
        Column("title", "标题", sortable=True),
        Column("kind", "形式"),
        Column("patterns", "检索词", value=lambda row: "、".join(row.patterns.split("\n"))),
        Column("item_key", "索引号", value=lambda row: row.item_key or row.column_slug),
        Column("starts_on", "开始", sortable=True),
        Column("ends_on", "结束", sortable=True),
        Column("is_active", "启用", value=lambda row: "启用" if row.is_active else "停用"),
    ],
    search=["title", "patterns"],
    filters=["kind", "is_active"],
    ordering=("order", "pk"),
    form=PromotionForm,
    save=_save_promotion,
    bulk=[BulkAction("stop", "停用", _stop_promotions)],
    history=_history("search-promotion"),
    may=_may,
    refusals=REFUSALS,
    context=lambda request: shell(request, "search"),
)
