"""The register of service items: search, filters, export, import line by line, form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.urls import reverse
from django_filters import ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, agencies_where
from gongkai.base.ui.registers import Column, ImportPlan, Register
from gongkai.proactive.services import actions, queries, rules
from gongkai.proactive.services.desk.shared import NAV, tabs
from gongkai.proactive.services.permissions import MANAGE, may_read

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

REFUSALS = (actions.Refused, NotAllowed, OutOfSight)
Item = queries.item_model()
CHANNELS = list(rules.CHANNEL_NAMES.items())


class ItemFilter(FilterSet):
    agency = ModelChoiceFilter(
        label="机关", field_name="item__agency", queryset=lambda request: queries.agencies_listed(acting_of(request))
    )
    audience = ChoiceFilter(label="服务对象", choices=list(rules.AUDIENCE_NAMES.items()))
    state = ChoiceFilter(label="办理状态", choices=list(rules.STATE_NAMES.items()))
    link_standing = ChoiceFilter(label="链接", choices=list(rules.STANDING_NAMES.items()))
    public = ChoiceFilter(
        label="公开", method="shown", choices=[("yes", "已公开"), ("no", "未公开"), ("work", "待核对或发布")]
    )

    class Meta:
        model = Item
        fields: list[str] = []

    def shown(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        del name
        if value == "work":
            return rows.filter(in_work__isnull=False)
        return rows.filter(item__release__isnull=value == "no")


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="办理机关", queryset=None)
    names = forms.CharField(
        label="又称", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="文件里常见的其他写法，用顿号或者换行隔开。识别文件提到的事项时一并使用。",
    )  # fmt: skip
    ways = forms.MultipleChoiceField(label="办理渠道", choices=CHANNELS, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label="更新说明", required=False, max_length=200, help_text="修改已公开的事项时填写，公众会看到。"
    )

    class Meta:
        model = Item
        fields = ("code", "name", "summary", "one_stop", "link", "place", "phone", "audience")
        help_texts = {
            "code": "与一网通办平台一致。登记后不能修改。",
            "name": "与一网通办平台一致。",
            "link": "点开就是这个事项的办理页面，不要填平台首页。",
        }

    field_order = (
        "agency", "code", "name", "names", "summary", "audience", "ways", "one_stop", "link", "place", "phone", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["agency"]).queryset = queries.agency_choices()
        if self.instance.pk:
            for name in ("agency", "code"):
                self.fields[name].disabled = True
            self.initial["agency"] = self.instance.item.agency_id
            self.initial["names"] = "、".join(self.instance.other_names)
            self.initial["ways"] = self.instance.channels
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            for sentence in rules.defects(self.facts()):
                self.add_error(None, sentence)
        return data

    def facts(self) -> rules.Facts:
        data = self.cleaned_data
        said = data | {"other_names": rules.split_names(data["names"]), "channels": tuple(data["ways"])}
        return rules.facts_of(said)


def _save(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    by, own = acting_of(request), cast("ItemForm", form)
    facts = own.facts()
    if own.instance.pk:
        standing = queries.find(own.instance.pk, by)
        changes = {name: getattr(facts, name) for name in rules.Facts.__dataclass_fields__ if name != "code"}
        actions.edit(row=standing, changes=changes, reason=own.cleaned_data["reason"], by=by)
        return queries.find(standing.pk, by)
    return actions.register_item(agency=own.cleaned_data["agency"], facts=facts, by=by)


class ItemRow(forms.Form):
    """One line of a file; what an export adds besides is read over."""

    agency = forms.CharField(label="机关代码", help_text="本平台的机关代码，例如 yc-zjj")
    code = forms.CharField(label="事项编码")
    name = forms.CharField(label="名称")
    other_names = forms.CharField(label="又称", required=False, help_text="用顿号隔开")
    summary = forms.CharField(label="说明", required=False, max_length=300)
    audience = forms.ChoiceField(label="服务对象", choices=[(name, name) for name in rules.AUDIENCE_NAMES.values()])
    channels = forms.CharField(label="办理渠道", help_text="网上、窗口、电话，用顿号隔开")
    one_stop = forms.ChoiceField(label="一网通办", choices=[("是", "是"), ("否", "否")])
    link = forms.CharField(label="链接", required=False, max_length=500)
    place = forms.CharField(label="办理地点", required=False, max_length=200)
    phone = forms.CharField(label="咨询电话", required=False, max_length=60)

    def clean_channels(self) -> tuple[str, ...]:
        known = {name: key for key, name in rules.CHANNEL_NAMES.items()}
        said = rules.split_names(self.cleaned_data["channels"])
        if wrong := [one for one in said if one not in known]:
            raise forms.ValidationError(f"没有“{'、'.join(wrong)}”这种渠道，只能是网上、窗口、电话。")
        return tuple(known[one] for one in said)


def _import(request: HttpRequest, form: forms.Form) -> str:
    data, by = form.cleaned_data, acting_of(request)
    agency = agencies_where(by, MANAGE).filter(code=data["agency"]).first()
    if agency is None:
        raise actions.Refused(f"没有代码为“{data['agency']}”的机关，或者您没有为它登记办事事项的权限。")
    audiences = {name: key for key, name in rules.AUDIENCE_NAMES.items()}
    facts = rules.facts_of(
        data
        | {
            "other_names": rules.split_names(data["other_names"]), "audience": audiences[data["audience"]],
            "one_stop": data["one_stop"] == "是",
        }
    )  # fmt: skip
    standing = queries.listed(by).filter(code=facts.code).first()
    if standing is None:
        actions.register_item(agency=agency, facts=facts, by=by)
        return "新增"
    if standing.item.agency_id != agency.pk:
        raise actions.Refused(f"事项编码“{facts.code}”已经由{standing.item.agency.label}登记。")
    changes = {name: getattr(facts, name) for name in rules.Facts.__dataclass_fields__ if name != "code"}
    return "更新" if actions.edit(row=standing, changes=changes, by=by) else "未变"


def _may(request: HttpRequest, verb: str, entry: Any) -> bool:
    by = acting_of(request)
    if verb in {"view", "export"}:
        return may_read(by)
    return by.may_anywhere(MANAGE) if entry is None else by.may(MANAGE, entry.item.agency)


def _public(entry: Any) -> str:
    word = "已公开" if getattr(entry.item, "release", None) else "未公开"
    return f"{word}，有修改待发布" if word == "已公开" and entry.in_work else word


SHORT = "services/desk/_short.html"  # one line each: the whole of it stands on the page of the item and in exports
ITEMS = Register(
    name="items",
    title="办事事项",
    noun="事项",
    intro="与一网通办平台对应的办事事项。登记后由保密审查员核对，再发布；发布后新文件里提到的，自动列为待绑定。",
    queryset=lambda request: queries.listed(acting_of(request)),
    columns=[
        Column("name", "名称", sortable=True),
        Column("code", "事项编码", sortable=True, template=SHORT),
        Column("other_names", "又称", template=SHORT, value=lambda entry: "、".join(entry.other_names)),
        Column("item.agency.code", "机关代码", order_by="item__agency__code"),
        Column("item.agency.label", "机关", sortable=True, order_by="item__agency__name"),
        Column("audience", "服务对象", sortable=True),
        Column(
            "channels", "办理渠道", value=lambda entry: "、".join(rules.CHANNEL_NAMES[one] for one in entry.channels)
        ),
        Column("one_stop", "一网通办", sortable=True, value=lambda entry: "是" if entry.one_stop else "否"),
        Column("link", "链接", template="services/desk/_link.html"),
        Column("place", "办理地点", template=SHORT),
        Column("phone", "咨询电话", template=SHORT),
        Column("summary", "说明", template=SHORT),
        Column("state", "办理状态", sortable=True),
        Column("link_standing", "链接状态", sortable=True),
        Column("link_since", "自", sortable=True, value=lambda entry: entry.link_since),
        Column("public", "公开", value=_public),
    ],
    search=["name", "code", "summary"],
    filters=ItemFilter,
    ordering=("code",),
    form=ItemForm,
    save=_save,
    importing=ImportPlan(form=ItemRow, save=_import, note="事项编码相同的会更新，其余新增。导入后仍要逐个核对、发布。"),
    entry_url=lambda entry: reverse("services:item", args=[entry.pk]),
    may=_may,
    refusals=REFUSALS,
    context=lambda request: shell(request, NAV) | {"tabs": tabs("items"), "tabs_label": "阅办联动"},
    crumbs=({"label": "阅办联动", "url": "/desk/services/"},),
    empty_text="逐个登记，或者从一网通办平台导出清单后导入。",
)
