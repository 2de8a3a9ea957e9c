"""The texts behind a counted number, the decisions that are published, and the numbers that agencies handed in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import include, path, reverse
from django.utils import timezone
from django_filters import ChoiceFilter, DateFilter, NumberFilter
from django_filters.filterset import FilterSet

from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.ui.registers import Column, ImportPlan, Register
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES, validity
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import actions
from gongkai.oversight.annual_report.desk.forms import DAY
from gongkai.oversight.annual_report.permissions import MANAGE, agencies_managed, agencies_read, may_read
from gongkai.oversight.annual_report.queries import holdings
from gongkai.oversight.annual_report.queries.second import cell_model, entered_cells
from gongkai.oversight.annual_report.rules.layout import show
from gongkai.oversight.annual_report.rules.second import (
    COLUMNS,
    DECISION_TITLES,
    ENTERED_ROWS,
    FAR_SOURCE,
    PART_NAMES,
    ROW_KEYS,
)

CRUMBS = ({"label": "年度报告和统计", "url": "/desk/reports/"},)
FIRST_YEAR, LAST_YEAR = law.FIRST_YEARS[0][0], 2100
ONE_LINE = "annual_report/desk/_one_line.html"  # numbers and days: broken in two they cannot be compared


def _agencies(request: HttpRequest) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in agencies_read(acting_of(request)).order_by("lineage")]


def _day(text: str, instead: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return instead


def _period(request: HttpRequest) -> tuple[dt.date, dt.date]:
    today = timezone.localdate()
    start = _day(request.GET.get("start", ""), dt.date(today.year, 1, 1))
    return start, max(start, _day(request.GET.get("end", ""), today))


def _top(request: HttpRequest) -> Any:
    """Return the agency asked for, else the highest in sight; what is out of sight is not there."""
    sight = agencies_read(acting_of(request))
    code = request.GET.get("agency", "")
    found = sight.filter(code=code).first() if code else sight.order_by("lineage").first()
    if found is None:
        raise Http404
    return found


def _texts(request: HttpRequest) -> QuerySet[Any]:
    start, end = _period(request)
    row = ROW_KEYS.get(request.GET.get("row", ""), law.NORMATIVE)
    part = request.GET.get("part", "")
    rows = holdings.behind(
        _top(request), row, part if part in PART_NAMES else "valid", start, end,
        subtree=request.GET.get("alone") not in {"yes", "true", "on"},
    )  # fmt: skip
    own = Q(item__agency__in=agencies_read(acting_of(request)).values("pk"))
    # What is public may be seen by everybody, so the list of a superior is as long as its number.
    seen = rows.filter(own | Q(item__release__isnull=False))
    return seen.select_related("item__agency", "item__release", "item__normative_entry")


class PeriodFilter(FilterSet):
    """The words above a list; its query reads them, so that the period and the agency hold for the count as well."""

    agency = ChoiceFilter(label="机关", method="given", choices=[])
    start = DateFilter(label="自", method="given", widget=DAY)
    end = DateFilter(label="至", method="given", widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # the package has no types
        choices = self.form.fields["agency"]
        assert isinstance(choices, forms.ChoiceField)
        choices.choices = [("", "全部"), *_agencies(self.request)]

    def given(self, rows: QuerySet[Any], name: str, value: object) -> QuerySet[Any]:
        del name, value
        return rows


class TextFilter(PeriodFilter):
    alone = ChoiceFilter(label="范围", method="given", choices=[("yes", "只看本机关")])
    row = ChoiceFilter(label="信息内容", method="given", choices=list(ROW_KEYS.items()))
    part = ChoiceFilter(label="项目", method="given", choices=list(PART_NAMES.items()))


def _state(document: Any) -> str:
    return VALIDITY_NAMES[
        validity(
            timezone.localdate(), effective_on=document.begins, expires_on=document.last,
            repealed_on=document.ended, amended=document.item.amended_on is not None,
        )
    ]  # fmt: skip


def _release(document: Any) -> Any:
    return getattr(document.item, "release", None)


def _text_url(document: Any) -> str:
    """Lead to what everybody may read; to the desk where nothing is public."""
    release = _release(document)
    return KINDS[release.kind].path(release.key) if release else f"/desk/documents/{document.pk}/"


def _number(document: Any) -> str:
    entry = getattr(document.item, "normative_entry", None)
    return entry.number if entry else ""


def _may(request: HttpRequest, verb: str, entry: Any) -> bool:
    del entry
    return verb in {"view", "export"} and may_read(acting_of(request))


TEXTS = Register(
    name="texts",
    title="规章和行政规范性文件清单",
    noun="文件",
    intro="表二每一个按台账计数的数，由这里列出的文件组成。期末指所选日期，本年未结束的按今天。所属机关没有公开的文件，有查看岗位的才列出。",
    queryset=_texts,
    columns=[
        Column("text_title", "标题", sortable=True),
        Column("doc_number", "文号", sortable=True, template=ONE_LINE),
        Column("item.agency.label", "机关", sortable=True, order_by="item__agency__name"),
        Column("joint", "联合发文", value=lambda document: "、".join(document.joint_issuers)),
        Column("born", "印发", sortable=True, template=ONE_LINE),
        Column("begins", "施行", sortable=True, template=ONE_LINE),
        Column("last", "有效期至", sortable=True, template=ONE_LINE),
        Column("ended", "废止或失效", sortable=True, template=ONE_LINE),
        Column("state", "今日效力", value=_state),
        Column("number", "统一登记号", value=_number, template=ONE_LINE),
        Column("public", "公开", value=lambda document: "已公开" if _release(document) else "未公开"),
    ],
    search=["text_title", "doc_number"],
    filters=TextFilter,
    ordering=("-born", "pk"),
    entry_url=_text_url,
    may=_may,
    context=lambda request: shell(request, "reports"),
    crumbs=CRUMBS,
    empty_text="所选机关和期间没有这样的文件。",
)


def _decisions(request: HttpRequest) -> QuerySet[Any]:
    row = request.GET.get("row", "")
    rows = holdings.decisions(_top(request), row if row in DECISION_TITLES else "行政处罚", *_period(request))
    return rows


class DecisionFilter(PeriodFilter):
    row = ChoiceFilter(label="种类", method="given", choices=[(row, row) for row in DECISION_TITLES])


DECISIONS = Register(
    name="decisions",
    title="已公开的处理决定",
    noun="决定",
    intro="按标题或者栏目识别，供填报表二时核对。表二填全部决定，包括依法不公开的。",
    queryset=_decisions,
    columns=[
        Column("title", "标题", sortable=True),
        Column("doc_number", "文号", sortable=True, template=ONE_LINE),
        Column("agency.label", "机关", sortable=True, order_by="agency__name"),
        Column("first_published_at", "公开时间", sortable=True),
    ],
    search=["title", "doc_number"],
    filters=DecisionFilter,
    ordering=("-first_published_at", "-item_id"),
    entry_url=lambda release: KINDS[release.kind].path(release.key),
    may=_may,
    context=lambda request: shell(request, "reports"),
    crumbs=CRUMBS,
    empty_text="所选机关和期间没有公开这样的决定。",
)


class EnteredFilter(FilterSet):
    year = NumberFilter(label="统计年度", field_name="report__year")
    row = ChoiceFilter(label="信息内容", choices=[(row, row) for row in ENTERED_ROWS])

    class Meta:
        model = cell_model()
        fields: list[str] = []


class EnteredRow(forms.Form):
    """One line of a file; what an export adds besides is read over."""

    year = forms.IntegerField(label="统计年度", min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="例如 2025")
    agency = forms.CharField(label="机关代码", help_text="本平台的机关代码，例如 yc-zjj")
    row = forms.CharField(label="信息内容", help_text="、".join(ENTERED_ROWS))
    column = forms.CharField(
        label="项目", required=False,
        help_text=f"{COLUMNS['行政许可'][0]}；行政事业性收费为{COLUMNS[law.FEES][0]}。可以不填",
    )  # fmt: skip
    value = forms.DecimalField(
        label="数", min_value=0, max_digits=18, decimal_places=6, help_text="没有的填0；收费金额单位为万元"
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        row = str(found.get("row", "")).strip()
        if row and row not in COLUMNS:
            self.add_error("row", f"没有“{row}”这一行，应为{'、'.join(ENTERED_ROWS)}。")
        value = found.get("value")
        if isinstance(value, Decimal) and row in COLUMNS and row != law.FEES and value != value.to_integral_value():
            self.add_error("value", "件数应为整数。")
        found["row"] = row
        found["column"] = str(found.get("column", "")).strip() or (COLUMNS[row][0] if row in ENTERED_ROWS else "")
        return found


def _import(request: HttpRequest, form: forms.Form) -> str:
    """Take one line; the word says what was there, and what last year's was where the number looks odd beside it."""
    data, by = form.cleaned_data, acting_of(request)
    agency = agencies_managed(by).filter(code=data["agency"]).first()
    if agency is None:
        raise actions.Refused(f"没有代码为“{data['agency']}”的机关，或者您没有为它编制年度报告的权限。")
    _once(request, (data["year"], agency.pk, data["row"]))
    done = actions.bring(
        agency=agency, year=data["year"], row=data["row"], column=data["column"], value=data["value"], by=by
    )
    word = "未变" if done.old == data["value"] else f"更新，原{show(done.old)}"
    word = "新增" if done.old is None else word
    return f"{word}；上年{show(done.last)}，相差较大，请核对" if done.far else word


def _once(request: HttpRequest, mark: tuple[int, int, str]) -> None:
    """Raise Refused for a second line about the same number: which of the two is meant is not ours to say."""
    seen: set[tuple[int, int, str]] = getattr(request, "second_lines", set())
    if mark in seen:
        raise actions.Refused(f"同一机关的“{mark[2]}”在文件中出现了两次，请只留一行。")
    setattr(request, "second_lines", seen | {mark})  # noqa: B010 - a request carries what its lines have said so far


def _may_enter(request: HttpRequest, verb: str, entry: Any) -> bool:
    del entry
    by = acting_of(request)
    return may_read(by) if verb in {"view", "export"} else by.may_anywhere(MANAGE)


ENTERED = Register(
    name="entered",
    title="表二填报的数",
    noun="填报数",
    intro="行政许可、行政处罚、行政强制的处理决定数量和行政事业性收费金额，由各机关填报，也可以用表格导入。",
    queryset=lambda request: entered_cells(acting_of(request)),
    columns=[
        Column("report.agency.label", "机关", sortable=True, order_by="report__agency__name"),
        Column("report.year", "统计年度", sortable=True),
        Column("report.agency.code", "机关代码", sortable=True, order_by="report__agency__code", template=ONE_LINE),
        Column("row", "信息内容", sortable=True),
        Column("column", "项目"),
        Column("value", "数", right=True, value=lambda cell: Decimal(show(cell.value))),
        Column("source", "来源", sortable=True),
        Column("person_name", "填报人"),
        Column("at", "填报时间", sortable=True),
    ],
    search=["report__agency__name", "report__agency__code"],
    filters=EnteredFilter,
    ordering=("-report__year", "report__agency__lineage", "pk"),
    importing=ImportPlan(
        form=EnteredRow, save=_import,
        note=f"同一机关同一项已有数的会更新；还没有建立年度报告的自动建立；已冻结的不能导入。{FAR_SOURCE}。",
    ),
    entry_url=lambda cell: reverse("annual_report:report", args=[cell.report.year, cell.report.agency.code]),
    may=_may_enter,
    refusals=(actions.Refused, NotAllowed, OutOfSight),
    context=lambda request: shell(request, "reports"),
    crumbs=CRUMBS,
    empty_text="各机关填报或者导入以后出现在这里。",
)  # fmt: skip

PATTERNS = [
    path("texts/", include(TEXTS.urls())),
    path("decisions/", include(DECISIONS.urls())),
    path("entered/", include(ENTERED.urls())),
]
