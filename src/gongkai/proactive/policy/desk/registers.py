"""The list of all items: search, filters, order, saved views, export."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from django_filters import ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, visible_agencies
from gongkai.base.ui.registers import Column, Register
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.desk.shared import CRUMBS, NAV, READERS, state_of, tabs
from gongkai.proactive.policy.rules.amounts import amount_words
from gongkai.proactive.policy.rules.extraction.proposals import BENEFIT_KINDS
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES, AUDIENCE_SHORT
from gongkai.proactive.policy.rules.periods import period_words

Item = queries.item_model()
STATES = {"draft": "编辑中", "waiting": "待核对发布", "public": "已发布", "ended": "已撤下"}


class ItemFilter(FilterSet):
    agency = ModelChoiceFilter(
        label="机关", field_name="item__agency", queryset=lambda request: visible_agencies(acting_of(request))
    )
    state = ChoiceFilter(label="进度", method="in_state", choices=list(STATES.items()))
    kind = ChoiceFilter(label="种类", field_name="facts__benefit_kind", choices=list(BENEFIT_KINDS.items()))
    audience = ChoiceFilter(label="对象", method="for_audience", choices=list(AUDIENCE_NAMES.items()))

    class Meta:
        model = Item
        fields: list[str] = []

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        del name
        return {
            "draft": rows.filter(submitted=False, item__release__isnull=True, item__withdrawn_at__isnull=True),
            "waiting": rows.filter(submitted=True),
            "public": rows.filter(item__release__isnull=False),
            "ended": rows.filter(item__withdrawn_at__isnull=False),
        }[value]

    def for_audience(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        del name  # two places at most: an item is for companies, for residents, or for both
        return rows.filter(Q(facts__audiences__0=value) | Q(facts__audiences__1=value))


def _may(request: HttpRequest, verb: str, entry: Any) -> bool:
    del entry
    return verb in {"view", "export"} and any(acting_of(request).may_anywhere(one) for one in READERS)


ITEMS = Register(
    name="items",
    title="政策事项",
    noun="事项",
    queryset=lambda request: queries.policy_items(acting_of(request)),
    columns=[
        Column("title", "名称", value=lambda row: queries.working_edition(row).title),
        Column("item.agency.label", "机关", sortable=True, order_by="item__agency__name"),
        Column("state", "进度", value=lambda row: state_of(row)["label"]),
        Column("audiences", "对象", value=lambda row: "、".join(AUDIENCE_SHORT[one] for one in row.facts["audiences"])),
        Column("kind", "种类", value=lambda row: BENEFIT_KINDS.get(row.facts["benefit_kind"], "")),
        Column("figures", "数额", value=lambda row: amount_words(row.facts)),
        Column("period", "申请时间", value=lambda row: period_words(row.facts)),
        Column("item.key", "索引号", sortable=True, order_by="item__key"),
    ],
    search=["item__release__title", "facts__who", "facts__benefit", "item__key"],
    filters=ItemFilter,
    ordering=("-item_id",),
    entry_url=lambda row: reverse("policy:item", args=[row.pk]),
    may=_may,
    refusals=(actions.Refused, NotAllowed, OutOfSight),
    context=lambda request: shell(request, NAV) | {"tabs": tabs("items"), "tabs_label": "政策事项"},
    crumbs=CRUMBS,
    empty_text="在“应拆文件”里提取事项后，事项出现在这里。",
)

PATTERNS = [path("items/", include(ITEMS.urls()))]
