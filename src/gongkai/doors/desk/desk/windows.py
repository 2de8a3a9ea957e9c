"""The registers of public sites and their columns; what a site states of itself is kept in the site register (doors.site)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations import queries
from gongkai.base.organisations.officer import acting_of
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers import Column, Register
from gongkai.doors.desk.desk.registers import REFUSALS, history_of, may_do, shell_of
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as publishing_queries
from gongkai.engine.publishing import rules as publishing_rules
from gongkai.oversight.sitewatch.rules import COLUMN_TYPES
from gongkai.proactive.documents.rules import CATEGORIES

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest

Site = queries.site_model()
PublishedColumn = publishing_queries.column_model()


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Site
        # The theme is chosen on the site's own page, where it can be seen (网站登记簿).
        fields = (
            "host", "name", "tagline", "agency", "whole_tree", "identification_code", "sponsor", "organiser",
            "address", "postal_code", "phone", "icp_number", "police_number", "copyright", "offline_help",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("host", "agency"):
                self.fields[name].disabled = True


def _save_site(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    data = dict(form.cleaned_data)
    by = acting_of(request)
    if form.instance.pk:
        data.pop("host"), data.pop("agency")
        changed = organisations.edit_site(site=form.instance, changes=data, by=by)
    else:
        changed = organisations.create_site(by=by, **data)
    publishing.void_pages()  # the footer stands on every page that was kept
    return changed


SITES = Register(
    name="sites",
    title="网站",
    noun="网站",
    queryset=lambda request: Site.objects.filter(
        agency__in=queries.visible_agencies(acting_of(request))
    ).select_related("agency"),
    columns=[
        Column("name", "名称", sortable=True),
        Column("host", "域名", sortable=True),
        Column("agency.label", "主办机关"),
        Column("identification_code", "网站标识码"),
        Column("is_default", "默认", value=lambda site: "默认" if site.is_default else ""),
    ],
    search=["name", "host"],
    ordering=("-is_default", "name"),
    form=SiteForm,
    save=_save_site,
    history=history_of("site"),
    may=may_do(Permission.ORGANISATIONS_AGENCIES, Permission.ORGANISATIONS_AGENCIES),
    refusals=REFUSALS,
    context=shell_of("settings"),
)


class ColumnForm(forms.ModelForm):  # type: ignore[type-arg]
    kinds = forms.MultipleChoiceField(
        label="只收这些内容", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="都不选就不限。规则用来找出放错栏目的内容。",
    )  # fmt: skip
    genres = forms.CharField(label="只收这些文种", required=False, help_text="用顿号隔开，如“公告、通告”。")
    categories = forms.CharField(label="只收这些公开类别", required=False, help_text="用顿号隔开，如“规划计划”。")
    own_agency = forms.BooleanField(label="只收负责机关自己公开的内容", required=False)

    class Meta:
        model = PublishedColumn
        fields = (
            "site", "slug", "name", "parent", "agency", "column_type", "description", "keywords", "update_duty",
            "update_days", "keeper", "scope", "block", "statutory", "order", "visible",
        )  # fmt: skip
        widgets = {"scope": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(key, kind.name) for key, kind in publishing_rules.KINDS.items() if kind.path("x")]
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        rule = publishing_queries.rule_of(self.instance)
        said = {
            "kinds": sorted(rule.kinds), "genres": "、".join(sorted(rule.genres)),
            "categories": "、".join(sorted(rule.categories)), "own_agency": rule.own_agency,
        }  # fmt: skip
        self.initial.update(said)
        if self.instance.pk:
            for name in ("site", "slug"):
                self.fields[name].disabled = True

        types = [*COLUMN_TYPES, *{self.instance.column_type} - set(COLUMN_TYPES)]
        self.fields["column_type"] = forms.ChoiceField(
            label="栏目类别", choices=[(one, one) for one in types], help_text="更新期限的国家指标按类别认定。"
        )

    def clean_categories(self) -> str:
        """Only categories that a document can have: another one would take nothing in."""
        typed: str = self.cleaned_data["categories"]
        unknown = [one for one in re.split(r"[、，,\s]+", typed) if one and one not in CATEGORIES]
        if unknown:
            raise forms.ValidationError(f"没有“{'、'.join(unknown)}”这种公开类别。可以填：{'、'.join(CATEGORIES)}。")
        return typed

    def takes(self) -> dict[str, Any]:
        """Return the rule as the column keeps it; what was left open is not in it."""
        data = self.cleaned_data
        found: dict[str, Any] = {"kinds": list(data["kinds"])}
        for name in ("genres", "categories"):
            found[name] = [word for word in re.split(r"[、，,\s]+", data[name]) if word]
        return {name: words for name, words in found.items() if words} | (
            {"own_agency": True} if data["own_agency"] else {}
        )


def _own_columns(request: HttpRequest, form: forms.ModelForm[Any]) -> None:
    """Offer the sites this person keeps and their columns, each with the name of its site."""
    by = acting_of(request)
    sites = Site.objects.filter(agency__in=queries.agencies_where(by, Permission.PUBLISHING_COLUMNS))
    fields: Any = form.fields
    above = PublishedColumn.objects.filter(site__in=sites).select_related("site")
    if form.instance.pk:
        above = above.filter(site=form.instance.site_id).exclude(pk=form.instance.pk)
    else:
        fields["site"].queryset = sites
    fields["parent"].queryset = above.order_by("site", "order", "slug")
    several = not form.instance.pk and sites.count() > 1
    fields["parent"].label_from_instance = lambda one: f"{one.name}（{one.site.name}）" if several else one.name
    fields["agency"].queryset = queries.visible_agencies(by).order_by("lineage")


def _save_column(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    assert isinstance(form, ColumnForm)
    data = {name: form.cleaned_data[name] for name in ColumnForm.Meta.fields} | {"takes": form.takes()}
    by = acting_of(request)
    site, slug = data.pop("site"), data.pop("slug")
    if form.instance.pk:
        standing = PublishedColumn.objects.select_related("site__agency").get(pk=form.instance.pk)
        return publishing.edit_column(column=standing, changes=data, by=by)
    name, agency = data.pop("name"), data.pop("agency")
    return publishing.create_column(site=site, slug=slug, name=name, agency=agency, by=by, **data)


COLUMNS = Register(
    name="columns",
    title="栏目",
    noun="栏目",
    queryset=lambda request: PublishedColumn.objects.filter(
        site__agency__in=queries.visible_agencies(acting_of(request))
    ).select_related("site", "agency", "parent"),
    columns=[
        Column("name", "名称", sortable=True),
        Column("slug", "地址名", sortable=True),
        Column("site.name", "网站"),
        Column("parent.name", "上级栏目"),
        Column("agency.label", "负责机关"),
        Column("column_type", "类别"),
        Column("keeper", "维护岗位"),
        Column("update_duty", "更新要求"),
        Column("scope", "收录范围", value=publishing_queries.rule_words),
        Column("visible", "显示", value=lambda column: "显示" if column.visible else "隐藏"),
    ],
    search=["name", "slug", "agency__name"],
    filters=["site", "column_type"],
    ordering=("site", "order"),
    form=ColumnForm,
    prepare=_own_columns,
    save=_save_column,
    history=history_of("column"),
    may=may_do(Permission.PUBLISHING_COLUMNS, Permission.PUBLISHING_COLUMNS),
    refusals=REFUSALS,
    context=shell_of("settings"),
)
