"""The register of superiors' themes: list, export, import of CSV and XLSX line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.urls import reverse
from django_filters import ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.ui.registers import Column, ImportPlan, Register
from gongkai.proactive.themes import queries
from gongkai.proactive.themes.desk.forms import SuperiorRow
from gongkai.proactive.themes.desk.receiving import REFUSALS, take
from gongkai.proactive.themes.desk.shared import NAV
from gongkai.proactive.themes.permissions import MANAGE, may_read
from gongkai.proactive.themes.rules import Origin

if TYPE_CHECKING:
    from django import forms
    from django.db.models import QuerySet
    from django.http import HttpRequest

Theme = queries.theme_model()


class ReceivedFilter(FilterSet):
    agency = ModelChoiceFilter(
        label="承接机关",
        field_name="item__agency",
        queryset=lambda request: queries.agencies_listed(acting_of(request)),
    )
    public = ChoiceFilter(label="公开", method="shown", choices=[("yes", "已公开"), ("no", "未公开")])

    class Meta:
        model = Theme
        fields = ("batch",)

    def shown(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        del name
        return rows.filter(item__release__isnull=value == "no")


def _import(request: HttpRequest, form: forms.Form) -> str:
    return take(cast("SuperiorRow", form), acting_of(request))


def _may(request: HttpRequest, verb: str, entry: Any) -> bool:
    del entry
    by = acting_of(request)
    return may_read(by) if verb in {"view", "export"} else by.may_anywhere(MANAGE)


RECEIVED = Register(
    name="received",
    title="上级部署的专题",
    noun="专题",
    intro="上级机关部署、由本机关归集和展示的政策专题，一个编号一个专题。也可以导入上级平台的 JSON 文件。",
    queryset=lambda request: queries.listed(acting_of(request)).filter(origin=Origin.SUPERIOR),
    columns=[
        Column("title", "名称", sortable=True),
        Column("slug", "地址名"),
        Column("superior_name", "部署机关", sortable=True),
        Column("superior_number", "上级专题编号", sortable=True),
        Column("batch", "批次", sortable=True),
        Column("item.agency.code", "机关代码"),
        Column("item.agency.label", "承接机关", sortable=True, order_by="item__agency__name"),
        Column("received_on", "接收日期", sortable=True),
        Column("due_on", "完成期限", sortable=True),
        Column("statement", "收录范围"),
        Column("words", "关键词", value=lambda theme: "、".join(theme.words)),
        Column("tags", "主题标签", value=lambda theme: "、".join(theme.tags)),
        Column("public", "公开", value=lambda theme: "已公开" if getattr(theme.item, "release", None) else "未公开"),
    ],
    search=["title", "superior_number", "superior_name"],
    filters=ReceivedFilter,
    ordering=("due_on", "pk"),
    importing=ImportPlan(form=SuperiorRow, save=_import, note="部署机关和编号都相同的会更新，其余新增。"),
    entry_url=lambda theme: reverse("themes:theme", args=[theme.pk]),
    may=_may,
    refusals=REFUSALS,
    context=lambda request: shell(request, NAV),
    crumbs=({"label": "政策专题", "url": "/desk/themes/"},),
    empty_text="从上级平台导出清单后导入，或者在“建立专题”里填写部署机关。",
)
