"""The list of all entries with filters, views, export and import of proposals; and the list of plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from django_filters import ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.asked import YearFilter
from gongkai.base.ui.registers import BulkAction, Column, ImportPlan, Register
from gongkai.law.grounds import REASON_CATEGORIES
from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES
from gongkai.proactive.stock import actions, queries
from gongkai.proactive.stock.actions.plans import edit_plan
from gongkai.proactive.stock.queries.library import plan_model, plans_for
from gongkai.proactive.stock.rules import KIND_NAMES, STATE_NAMES, VERDICT_NAMES

CRUMBS = ({"label": "存量文件", "url": "/desk/stock/"},)
REFUSALS = (actions.Refused, NotAllowed, OutOfSight)
Entry, PlanEntry = queries.entry_model(), plan_model()


class EntryFilter(FilterSet):
    round = ModelChoiceFilter(label="梳理", queryset=lambda request: queries.rounds(acting_of(request)))
    agency = ModelChoiceFilter(label="机关", queryset=lambda request: queries.agencies_listed(acting_of(request)))
    kind = ChoiceFilter(label="种类", field_name="round__kind", choices=list(KIND_NAMES.items()))
    state = ChoiceFilter(label="进度", choices=list(STATE_NAMES.items()))
    verdict = ChoiceFilter(label="结论", choices=list(VERDICT_NAMES.items()))
    was_attribute = ChoiceFilter(label="原属性", choices=list(ATTRIBUTE_NAMES.items()))
    year = YearFilter(label="印发年份", field_name="document__issued_on")
    mine = ChoiceFilter(label="经办", method="own", choices=[("yes", "分给我的"), ("legal", "待我作合法性审核")])

    class Meta:
        model = Entry
        fields: list[str] = []

    def own(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        del name
        if value == "legal":
            return rows.filter(pk__in=queries.awaiting_legal(acting_of(self.request)).order_by().values("pk"))
        return rows.filter(assigned_to=self.request.user.pk)


def _may(request: HttpRequest, verb: str, entry: Any) -> bool:
    del entry
    by = acting_of(request)
    if verb in {"view", "export"}:
        return by.may_anywhere(Permission.DOCUMENTS_READ)
    return by.may_anywhere(Permission.STOCK_JUDGE) or by.may_anywhere(Permission.DOCUMENTS_DRAFT)


def _take(request: HttpRequest, rows: QuerySet[Any]) -> str:
    """Take open entries upon oneself: handing out is no decision, so it may be done for many."""
    by, count = acting_of(request), 0
    for round_pk in sorted(set(rows.values_list("round", flat=True))):
        found = queries.round_(round_pk, by)
        count += actions.take(round_=found, entries=rows.filter(round=round_pk), by=by)
    return f"已认领{count}件。"


class ProposalRow(forms.Form):
    """One line of a file of proposals; columns that are exported besides are read over."""

    pk = forms.IntegerField(label="条目编号")
    verdict = forms.ChoiceField(label="结论", choices=[(name, name) for name in VERDICT_NAMES.values()])
    to_attribute = forms.ChoiceField(
        label="调整为", required=False, choices=[("", ""), *((name, name) for name in ATTRIBUTE_NAMES.values())]
    )
    ground = forms.ChoiceField(
        label="理由种类", required=False, choices=[("", ""), *((code, code) for code in REASON_CATEGORIES)]
    )
    reason = forms.CharField(label="理由")
    next_review_on = forms.DateField(label="下次复核日期", required=False)


def _import(request: HttpRequest, form: forms.Form) -> str:
    """Store one line as one proposal of the person who brings the file; approval stays line by line at the desk."""
    data, by = form.cleaned_data, acting_of(request)
    entry = queries.visible_entries(by).filter(pk=data["pk"]).first()
    if entry is None:
        raise actions.Refused(f"没有编号为{data['pk']}的条目，请用导出的表格填写。")
    verdicts = {name: key for key, name in VERDICT_NAMES.items()}
    attributes = {name: key for key, name in ATTRIBUTE_NAMES.items()}
    actions.propose(
        entry=entry, verdict=verdicts[data["verdict"]], to_attribute=attributes.get(data["to_attribute"], ""),
        ground=data["ground"], reason=data["reason"], next_review_on=data["next_review_on"], by=by,
    )  # fmt: skip
    return "提出"


ONE_LINE = "stock/desk/_one_line.html"  # numbers and days: broken in two they cannot be compared down the column
ENTRIES = Register(
    name="entries",
    title="清单条目",
    noun="条目",
    intro="逐件判断，逐件批准。可以筛选后导出表格填写结论，再导入；导入的每一行都是您本人提出的一件判断，仍须由其他同志逐件批准。",
    queryset=lambda request: queries.listed(acting_of(request)),
    columns=[
        Column("title", "标题", sortable=True, value=lambda entry: entry.title or entry.document.item.key),
        Column("pk", "条目编号", sortable=True),
        Column("document.doc_number", "发文字号", sortable=True, template=ONE_LINE),
        Column("agency.label", "机关", sortable=True, order_by="agency__name"),
        Column("document.issued_on", "印发日期", sortable=True, template=ONE_LINE),
        Column("was_attribute", "原属性", sortable=True),
        Column("state", "进度", sortable=True),
        Column("verdict", "结论", sortable=True),
        Column("to_attribute", "调整为"),
        Column("ground", "理由种类"),
        Column("reason", "理由"),
        Column("next_review_on", "下次复核日期", sortable=True, template=ONE_LINE),
        Column("assigned_to.name", "经办人", sortable=True),
        Column("proposer.name", "提出人"),
        Column("approver.name", "批准人"),
    ],
    search=["title", "document__doc_number", "document__item__key"],
    filters=EntryFilter,
    ordering=("pk",),
    bulk=[BulkAction("take", "由我办理", run=_take)],
    importing=ImportPlan(form=ProposalRow, save=_import),
    entry_url=lambda entry: reverse("stock:judge", args=[entry.pk]),
    may=_may,
    refusals=REFUSALS,
    context=lambda request: shell(request, "stock"),
    crumbs=CRUMBS,
    empty_text="开始一轮梳理并抽取清单后，条目出现在这里。",
)


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PlanEntry
        fields = ("period", "first_year", "last_year", "level", "note")


def _save_plan(request: HttpRequest, form: forms.ModelForm[Any]) -> Any:
    standing = PlanEntry._default_manager.select_related("item__agency").get(pk=form.instance.pk)
    return edit_plan(entry=standing, changes=dict(form.cleaned_data), by=acting_of(request))


def _may_plan(request: HttpRequest, verb: str, entry: Any) -> bool:
    by = acting_of(request)
    if verb in {"view", "export"}:
        return by.may_anywhere(Permission.DOCUMENTS_READ)
    return entry is not None and by.may(Permission.STOCK_MANAGE, entry.item.agency)


PLANS = Register(
    name="plans",
    title="规划库",
    noun="规划",
    intro="已公开的规划计划自动收入，规划期和类别按标题识别，可以修改。历史规划用“接管已公开公文”补录后，同样自动收入。",
    queryset=lambda request: plans_for(acting_of(request)),
    columns=[
        Column("title", "名称", sortable=True),
        Column("period", "规划期", sortable=True, template=ONE_LINE),
        Column("first_year", "起始年", sortable=True),
        Column("last_year", "终止年", sortable=True),
        Column("level", "类别", sortable=True),
        Column("item.agency.label", "机关", sortable=True, order_by="item__agency__name"),
        Column("checked_by.name", "著录人"),
    ],
    search=["title", "period"],
    filters=["level"],
    ordering=("-first_year", "pk"),
    crumbs=CRUMBS,
    form=PlanForm,
    save=_save_plan,
    may=_may_plan,
    refusals=REFUSALS,
    context=lambda request: shell(request, "stock"),
    empty_text="公开类别为“规划计划”的公文发布后自动收入。",
)

PATTERNS = [path("entries/", include(ENTRIES.urls())), path("plans/", include(PLANS.urls()))]
