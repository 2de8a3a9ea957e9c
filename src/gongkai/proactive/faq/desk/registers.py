"""The register of question lists: search, filters, order, export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django_filters import ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers import Column, Register
from gongkai.proactive.faq import queries
from gongkai.proactive.faq.desk.shared import NAV, REFUSALS
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.rules import STATUS_NAMES


class ListFilter(FilterSet):
    status = ChoiceFilter(label="状态", choices=list(STATUS_NAMES.items()))
    agency = ModelChoiceFilter(
        label="机关",
        field_name="item__agency",
        queryset=lambda request: agencies_where(acting_of(request), Permission.DOCUMENTS_READ),
    )
    recheck = ChoiceFilter(label="待核对", method="waits", choices=[("yes", "文件有新版本，待核对")])

    class Meta:
        model = QuestionList
        fields: list[str] = []

    def waits(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        del name, value
        return rows.filter(recheck_since__isnull=False)


def _rows(request: HttpRequest) -> QuerySet[QuestionList]:
    return queries.visible(acting_of(request)).select_related("policy__release")


def _policy(one: QuestionList) -> str:
    release = getattr(one.policy, "release", None)
    return release.title if release else f"{one.policy.key}（已不公开）"


class ChosenForm(forms.ModelForm):  # type: ignore[type-arg]
    """Stands for the page on which a document is chosen (desk.editing.new), so that the register offers its button."""

    class Meta:
        model = QuestionList
        fields: tuple[str, ...] = ()


def _may(request: HttpRequest, verb: str, entry: Any) -> bool:
    del entry
    by = acting_of(request)
    if verb == "add":
        return by.may_anywhere(Permission.INTERPRETATION_DRAFT)
    return verb in {"view", "export"} and by.may_anywhere(Permission.DOCUMENTS_READ)


LISTS = Register(
    name="lists",
    title="常见问题",
    noun="问题清单",
    intro="一份政策文件一份问题清单。问题来自起草中的疑问、群众来信和站内检索；答复经审核和保密审查后公开，并用于“问一问”。",
    queryset=_rows,
    columns=[
        Column("title", "名称", sortable=True),
        Column("policy", "政策文件", sortable=True, order_by="policy__release__title", value=_policy),
        Column("item.agency.label", "机关", sortable=True, order_by="item__agency__name"),
        Column("count", "问题数", right=True),
        Column("status", "状态", sortable=True),
        Column("recheck", "核对", value=lambda one: "待核对" if one.recheck_since else ""),
        Column("status_since", "进入本状态时间", sortable=True),
        Column("drafter.name", "编写人"),
    ],
    search=["title", "policy__release__title", "policy__release__doc_number", "item__key"],
    filters=ListFilter,
    ordering=("-status_since",),
    entry_url=lambda entry: reverse("faq:list", args=[entry.pk]),
    form=ChosenForm,
    may=_may,
    refusals=REFUSALS,
    context=lambda request: shell(request, NAV),
    empty_text="从一份已经公开的文件开始建立清单。",
)
