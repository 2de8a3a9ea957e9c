"""订阅者、合作方、线下点位、政社合作 as registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.ui.registers import BulkAction, Column, Register
from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.desk.shared import HOME, NAV, tabs
from gongkai.doors.subscriptions.models import Cooperation, OfflinePoint, Partner, Subscriber
from gongkai.doors.subscriptions.permissions import (
    MANAGE,
    Refused,
    agencies_managed,
    agencies_seen,
    may_manage,
    may_read,
)
from gongkai.doors.subscriptions.queries.links import origin
from gongkai.doors.subscriptions.rules import FREQUENCY_NAMES, SUBSCRIBER_KINDS, Criteria, CriteriaRefused
from gongkai.doors.subscriptions.rules.adapters import masked
from gongkai.doors.subscriptions.rules.criteria import typed_words
from gongkai.engine.tags import queries as tags

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

REFUSALS = (Refused, NotAllowed, OutOfSight)
CRUMBS = (HOME,)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _may(request: HttpRequest, verb: str, entry: Any) -> bool:
    """Whoever reads sees lists and entries; keys are shown, and anything is changed, by who manages them only."""
    by = acting_of(request)
    if verb in {"view", "export"}:
        return may_read(by)
    return by.may(MANAGE, entry.agency) if entry is not None else may_manage(by)


def _may_but_not_change(request: HttpRequest, verb: str, _entry: Any) -> bool:
    """Whoever subscribed changes it himself; the desk may stop it."""
    return verb != "change" and may_manage(acting_of(request))


def _context(tab: str) -> Callable[[HttpRequest], dict[str, Any]]:
    return lambda request: shell(request, NAV) | {"tabs": tabs(tab, acting_of(request)), "tabs_label": "订阅与推送"}


def _history(kind: str) -> Callable[[Any], list[dict[str, Any]]]:
    def history(entry: Any) -> list[dict[str, Any]]:
        found = events.events_of(Subject(f"subscriptions.{kind}", str(entry.pk))).order_by("-seq")[:50]
        return [
            {
                "at": event.at, "who": f"{event.actor_name}　{event.actor_role}", "what": label(event.tag),
                "changes": [{"label": name, "old": None, "new": value} for name, value in (event.new or {}).items()],
            }
            for event in found
        ]  # fmt: skip

    return history


class _Own(forms.ModelForm):  # type: ignore[type-arg]
    """Only agencies of whoever sits here (the register gives no request to forms, so the verb checks the agency)."""

    def validate_unique(self) -> None:
        """The verb says it in a sentence of its own."""

    def validate_constraints(self) -> None:
        """The verb says it in a sentence of its own."""


class PartnerForm(_Own):
    class Meta:
        model = Partner
        fields = ("agency", "kind", "name", "keeper", "email", "webhook_url", "active")
        widgets = {"email": forms.EmailInput()}


class PointForm(_Own):
    class Meta:
        model = OfflinePoint
        fields = ("agency", "kind", "name", "address", "keeper", "is_open")


class CooperationForm(_Own):
    class Meta:
        model = Cooperation
        fields = ("agency", "kind", "partner", "on", "ends_on", "title", "text", "people", "result", "item_key")
        widgets = {"on": DAY, "ends_on": DAY, "text": forms.Textarea(attrs={"rows": 4})}


class SubscriberForm(_Own):
    """An enterprise or person who agreed on paper; what they want is written here once."""

    to = forms.CharField(label="地址", max_length=200, help_text="邮箱、手机号码或者微信号，加密保存。")
    consent_note = forms.CharField(label="书面同意的凭据", max_length=200, help_text="例如登记表编号和日期。")
    words = forms.CharField(label="词语", max_length=400, required=False, help_text="用空格隔开，全部出现才通知。")
    themes = forms.MultipleChoiceField(label="主题", required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Subscriber
        fields = ("agency", "channel", "kind", "frequency")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = [(name, name) for name in tags.names("theme")]  # type: ignore[attr-defined]
        self.fields["agency"].required = True
        self.fields["kind"].choices = list(SUBSCRIBER_KINDS.items())  # type: ignore[attr-defined]
        self.fields["frequency"].choices = list(FREQUENCY_NAMES.items())  # type: ignore[attr-defined]


def _save_subscriber(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    data = form.cleaned_data
    wanted, unwanted = typed_words(data["words"])
    try:
        criteria = Criteria.of(wanted, unwanted, {"theme": data["themes"]})
    except CriteriaRefused as error:
        raise Refused(str(error)) from error
    return actions.register(
        agency=data["agency"], channel=data["channel"], address=data["to"], kind=data["kind"],
        consent_note=data["consent_note"], criteria=criteria, name="代为登记的订阅", by=acting_of(request),
        frequency=data["frequency"],
    )  # fmt: skip


def _save_partner(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    standing = Partner.objects.select_related("agency").get(pk=form.instance.pk) if form.instance.pk else None
    return actions.save_partner(partner=standing, by=acting_of(request), **form.cleaned_data)


def _save_point(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    standing = OfflinePoint.objects.select_related("agency").get(pk=form.instance.pk) if form.instance.pk else None
    return actions.save_point(point=standing, by=acting_of(request), **form.cleaned_data)


def _save_cooperation(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    standing = Cooperation.objects.select_related("agency").get(pk=form.instance.pk) if form.instance.pk else None
    return actions.save_cooperation(record=standing, by=acting_of(request), **form.cleaned_data)


def _stop(request: HttpRequest, chosen: QuerySet[Any]) -> str:
    stopped = sum(actions.stop(subscriber=one, reason="desk", by=acting_of(request)) for one in chosen)
    return f"已停止{stopped}个订阅者的通知。"


def _show(request: HttpRequest, chosen: QuerySet[Any]) -> str:
    """Say what the partner needs, once and on the record: it does not stand open in a list."""
    told = []
    for one in chosen.select_related("agency"):
        actions.show_keys(partner=one, by=acting_of(request))
        secret = f"签名密钥 {one.secret}，" if one.secret else ""
        told.append(f"{one.name}：{secret}订阅源 {origin()}/subscriptions/feeds/{one.feed_token}.atom")
    return "请交给合作方，不要转给别人。" + "；".join(told)


def _renew(request: HttpRequest, chosen: QuerySet[Any]) -> str:
    for one in chosen.select_related("agency"):
        actions.renew_keys(partner=one, by=acting_of(request))
    return "密钥和订阅源地址已经更换，请通知合作方。"


SUBSCRIBERS = Register(
    name="push-subscribers", title="订阅者", noun="订阅者",
    intro="这里列出本机关代为登记的订阅者。公众在网站上自己订阅的，只有总数，不列名单。地址加密保存，这里只显示一部分。",
    queryset=lambda request: Subscriber.objects.filter(agency__in=agencies_managed(acting_of(request))),
    columns=[
        Column("address", "地址", value=lambda row: masked(row.address)), Column("channel", "渠道", sortable=True),
        Column("kind", "订阅者"), Column("state", "状态", sortable=True), Column("stop_reason", "停止原因"),
        Column("frequency", "频率"), Column("created_at", "登记时间", sortable=True),
    ],
    filters=["channel", "kind", "state"], form=SubscriberForm, save=_save_subscriber, may=_may_but_not_change,
    bulk=[BulkAction("stop", "停止通知", _stop, confirm="停止后由本人在通知邮件的管理页恢复。", danger=True)],
    history=_history("subscriber"), refusals=REFUSALS, crumbs=CRUMBS, context=_context("subscribers"),
)  # fmt: skip
PARTNERS = Register(
    name="push-partners", title="合作方", noun="合作方",
    intro="协会、商会、园区、居村委会和第三方平台。政策公开的同时收到原文、解读和问答：对方系统接口、邮件或者订阅源。",
    queryset=lambda request: Partner.objects.filter(agency__in=agencies_seen(acting_of(request))).select_related(
        "agency"
    ),
    columns=[
        Column("name", "名称", sortable=True), Column("kind", "类别", sortable=True), Column("agency.label", "机关"),
        Column("keeper", "联系岗位"), Column("webhook_url", "推送地址"),
        Column("email", "接收邮箱", value=lambda row: masked(row.email) if row.email else ""),
        Column("secret", "签名密钥", value=lambda row: "已生成" if row.secret else "", export=False),
        Column("active", "在用", value=lambda row: "在用" if row.active else "停用"),
    ],
    search=["name"], filters=["kind", "active"], ordering=("kind", "name"), form=PartnerForm, save=_save_partner,
    bulk=[BulkAction("show", "显示密钥和订阅源", _show), BulkAction("renew", "更换密钥", _renew, confirm="旧的密钥和订阅源地址立即失效，确定更换吗？", danger=True)],
    may=_may, history=_history("partner"), refusals=REFUSALS, crumbs=CRUMBS, context=_context("partners"),
)  # fmt: skip
POINTS = Register(
    name="push-points", title="线下点位", noun="点位",
    intro="办事窗口、协会、商会、园区、居村委会。推送审核通过后，在推送页登记发放和签收。",
    queryset=lambda request: OfflinePoint.objects.filter(
        agency__in=agencies_seen(acting_of(request))
    ).select_related("agency"),
    columns=[
        Column("name", "名称", sortable=True), Column("kind", "类别", sortable=True), Column("agency.label", "机关"),
        Column("address", "地址"), Column("keeper", "联系岗位"),
        Column("is_open", "在用", value=lambda row: "在用" if row.is_open else "停用"),
    ],
    search=["name", "address"], filters=["kind", "is_open"], ordering=("kind", "name"), form=PointForm,
    save=_save_point, may=_may, history=_history("point"), refusals=REFUSALS, crumbs=CRUMBS, context=_context("points"),
)  # fmt: skip
COOPERATION = Register(
    name="push-cooperation", title="政社合作", noun="合作记录",
    intro="政策辅导、收集到的政策需求、收到的政策评价，以及与协会、商会、园区的试点合作协议。",
    queryset=lambda request: Cooperation.objects.filter(
        agency__in=agencies_seen(acting_of(request))
    ).select_related("agency", "partner"),
    columns=[
        Column("on", "日期", sortable=True), Column("kind", "种类", sortable=True), Column("title", "题目"),
        Column("partner.name", "合作方", sortable=True), Column("agency.label", "机关"),
        Column("people", "人数", right=True), Column("ends_on", "截止日期"), Column("result", "结果和处理"),
        Column("text", "内容"),
    ],
    search=["title", "text", "partner__name"], filters=["kind"], ordering=("-on", "-pk"), form=CooperationForm,
    save=_save_cooperation, may=_may, history=_history("cooperation"), refusals=REFUSALS, crumbs=CRUMBS,
    context=_context("cooperation"),
)  # fmt: skip
