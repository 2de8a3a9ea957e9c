"""The registers: spread, surveys, watching, leaders, appearances, suppliers, products, guests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from django_filters import ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet, filterset_factory

from gongkai.base.events import queries as events
from gongkai.base.events.rules import label
from gongkai.base.organisations.officer import acting_of
from gongkai.base.ui.registers import Column, Register
from gongkai.engine.publishing.actions import Refused
from gongkai.oversight.outreach import actions
from gongkai.oversight.outreach.desk import forms as entry_forms
from gongkai.oversight.outreach.desk.shared import HOME, REFUSALS, register_shell
from gongkai.oversight.outreach.models import (
    Appearance,
    Guest,
    Kept,
    Leader,
    Product,
    Spread,
    Supplier,
    Survey,
    Watch,
)
from gongkai.oversight.outreach.permissions import MANAGE, agencies_read, may_read
from gongkai.proactive.interpretation.queries import visible as visible_interpretations


class ByAgency(FilterSet):
    agency = ModelChoiceFilter(label="机关", queryset=lambda request: agencies_read(acting_of(request)))


def _rows(model: type[Kept], *related: str) -> Callable[[HttpRequest], QuerySet[Any]]:
    def rows(request: HttpRequest) -> QuerySet[Any]:
        seen = agencies_read(acting_of(request)).values("pk")
        return model._default_manager.select_related("agency", "recorded_by", *related).filter(agency__in=seen)

    return rows


def _may(request: HttpRequest, verb: str, entry: Any) -> bool:
    by = acting_of(request)
    if verb in {"view", "export"}:
        return may_read(by)
    return by.may(MANAGE, entry.agency) if entry is not None else by.may_anywhere(MANAGE)


def _history(entry: Kept) -> list[dict[str, Any]]:
    rows = events.events_of(actions.subject_of(entry)).order_by("-seq")
    return [
        {"at": row.at, "who": row.actor_name, "what": label(row.tag), "changes": [], "note": row.remark} for row in rows
    ]


def _save(request: HttpRequest, form: forms.ModelForm[Any]) -> Kept:
    """Keep what was typed: the agency is that of the policy, of the leader or of the supplier where the form asks none."""
    by, entry, typed = acting_of(request), form.instance, form.cleaned_data
    if "policy_number" in form.fields:
        number = typed["policy_number"].strip()
        entry.policy = actions.policy_named(number, by) if number else None
    if isinstance(entry, Product):
        entry.interpretation = _interpretation(typed["interpretation_key"], by)
    for name in ("leader", "supplier"):
        if name in form.fields:
            entry.agency = getattr(entry, name).agency
    if "agency" not in form.fields and not hasattr(entry, "leader") and not hasattr(entry, "supplier"):
        entry.agency = entry.policy.agency
    return actions.keep(entry=entry, by=by)


def _interpretation(key: str, by: Any) -> Any:
    if not key.strip():
        return None
    found = visible_interpretations(by).filter(item__key=key.strip()).first()
    if found is None:
        raise Refused("没有查到这份解读。请填写解读的索引号，或者留空。")
    return found


def _policy(entry: Any) -> str:
    release = getattr(entry.policy, "release", None) if entry.policy_id else None
    return release.title if release else (entry.policy.key if entry.policy_id else "")


POLICY = Column("policy", "政策文件", value=_policy)
AGENCY = Column("agency.label", "机关", sortable=True, order_by="agency__name")
WHO = Column("recorded_by.name", "登记人")


def register(
    name: str, title: str, noun: str, model: type[Kept], form: type[forms.ModelForm[Any]], columns: Sequence[Column], *,
    search: Sequence[str], filters: Sequence[str] = (), related: Sequence[str] = (), ordering: Sequence[str] = ("-pk",),
    intro: str = "", **more: Any,
) -> Register:  # fmt: skip
    """Declare one register with what all of them share."""
    made = cast(Any, filterset_factory)(model, filterset=ByAgency, fields=list(filters))
    return Register(
        name=name, title=title, noun=noun, intro=intro, queryset=_rows(model, *related), columns=[*columns, AGENCY, WHO],
        search=search, filters=more.pop("filters_class", made), ordering=ordering, form=form, save=_save, may=_may,
        history=_history, refusals=REFUSALS, crumbs=(HOME,), context=register_shell, **more,
    )  # fmt: skip


SPREADS = register(
    "spreads", "传播记录", "传播", Spread, entry_forms.SpreadForm,
    [Column("outlet", "媒体或者账号", sortable=True), Column("kind", "渠道", sortable=True), Column("on", "日期", sortable=True),
     POLICY, Column("reach", "人次", sortable=True, right=True), Column("url", "链接")],
    search=["outlet", "policy__release__title", "policy__release__doc_number"], filters=["kind"],
    related=["policy__release"], ordering=("-on", "-pk"),
    intro="政策和解读在新闻媒体、微信公众号和其他渠道的传播情况。",
)  # fmt: skip
SURVEYS = register(
    "surveys", "知晓度调查", "调查", Survey, entry_forms.SurveyForm,
    [Column("method", "调查方式", sortable=True), Column("held_on", "日期", sortable=True), POLICY,
     Column("sample", "有效样本", right=True, sortable=True), Column("reach_rate", "到达率", right=True),
     Column("aware_rate", "知晓度", right=True)],
    search=["method", "policy__release__title", "policy__release__doc_number"], related=["policy__release"],
    ordering=("-held_on", "-pk"), intro="到达率：听说过的人占有效样本的比例。知晓度：知道主要内容的人占有效样本的比例。",
)  # fmt: skip
WATCHES = register(
    "watches", "舆情跟踪", "跟踪情况", Watch, entry_forms.WatchForm,
    [Column("place", "范围或者出处", sortable=True), Column("looked_on", "查看日期", sortable=True), POLICY,
     Column("misread", "误读内容"), Column("state", "回应"), Column("responded_on", "回应日期", sortable=True)],
    search=["place", "misread", "policy__release__title"], related=["policy__release"], ordering=("-looked_on", "-pk"),
    intro="容易造成误解误读的政策，发布后定期查看并登记；没有发现误读的也要登记一次。",
)  # fmt: skip
LEADERS = register(
    "posts", "领导名册", "任职", Leader, entry_forms.LeaderForm,
    [Column("name", "姓名", sortable=True), Column("title", "职务"), Column("tier", "类别", sortable=True),
     Column("starts_on", "任职日期", sortable=True), Column("ends_on", "离任日期", sortable=True)],
    search=["name", "title"], filters=["tier"], ordering=("agency__name", "name"),
    intro="须出席新闻发布会或者发布解读政策的领导。离任的填写离任日期，不删除。",
)  # fmt: skip
APPEARANCES = register(
    "appearances", "领导发布解读台账", "场次", Appearance, entry_forms.AppearanceForm,
    [Column("event", "场次名称", sortable=True), Column("leader", "领导", sortable=True, order_by="leader__name"),
     Column("on", "日期", sortable=True), Column("kind", "方式", sortable=True), POLICY, Column("url", "链接")],
    search=["event", "leader__name"], filters=["kind", "leader"], related=["leader", "policy__release"],
    ordering=("-on", "-pk"),
)  # fmt: skip
SUPPLIERS = register(
    "suppliers", "供应商", "供应商", Supplier, entry_forms.SupplierForm,
    [Column("name", "名称", sortable=True), Column("scope", "服务内容"), Column("contract", "合同编号"),
     Column("starts_on", "开始", sortable=True), Column("ends_on", "结束", sortable=True)],
    search=["name", "scope", "contract"], ordering=("name",),
    intro="购买第三方服务制作解读材料的单位。制作的每一件产品另行登记和审核。",
)  # fmt: skip


class ProductFilter(ByAgency):
    standing = ChoiceFilter(
        label="审核", method="stands", choices=[("waiting", "待审核"), ("unused", "还没有用于解读")]
    )

    class Meta:
        model = Product
        fields: tuple[str, ...] = ("supplier", "form")

    def stands(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        del name
        return rows.filter(reviews__isnull=True) if value == "waiting" else rows.filter(interpretation__isnull=True)


PRODUCTS = register(
    "products", "第三方制作的产品", "产品", Product, entry_forms.ProductForm,
    [Column("name", "名称", sortable=True), Column("supplier", "供应商", sortable=True, order_by="supplier__name"),
     Column("form", "形式", sortable=True), Column("delivered_on", "交付日期", sortable=True), POLICY,
     Column("standing", "审核")],
    search=["name", "supplier__name"], filters_class=ProductFilter, related=["supplier", "policy__release"],
    ordering=("-delivered_on", "-pk"), entry_url=lambda entry: reverse("outreach:product", args=[entry.pk]),
    intro="每件产品都要单独审核，审核通过以后才能用于解读。",
)  # fmt: skip
GUESTS = register(
    "guests", "邀请人员", "邀请", Guest, entry_forms.GuestForm,
    [Column("event", "活动", sortable=True), Column("on", "日期", sortable=True), Column("name", "姓名", sortable=True),
     Column("kind", "身份", sortable=True), Column("unit", "单位和职务"), POLICY, Column("part", "参加方式")],
    search=["event", "name", "unit"], filters=["kind"], related=["policy__release"], ordering=("-on", "-pk"),
    intro="邀请专家学者、人大代表等参加政策解读活动的记录。",
)  # fmt: skip
ALL = (SPREADS, SURVEYS, WATCHES, LEADERS, APPEARANCES, SUPPLIERS, PRODUCTS, GUESTS)
PATTERNS = [path(f"{one.name}/", include(one.urls())) for one in ALL]
