"""Rounds at the desk: list, new, one round with its progress, results by year, the interval."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import officers_of, subtree
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES
from gongkai.proactive.stock import actions, queries
from gongkai.proactive.stock.actions.results import draft_result
from gongkai.proactive.stock.actions.rounds import closing_defects, scope_words
from gongkai.proactive.stock.desk.forms import AssignForm, IntervalForm, RoundForm
from gongkai.proactive.stock.models import ReviewInterval, Round
from gongkai.proactive.stock.queries.rounds import round_history
from gongkai.proactive.stock.rules import VERDICT_NAMES, VERDICTS, Kind

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

PER_PAGE = 30


def tabs(current: str) -> list[dict[str, Any]]:
    words = (
        ("rounds", "各轮梳理", reverse("stock:list")),
        ("entries", "清单条目", reverse("stock:entries:list")),
        ("results", "复审结果", reverse("stock:results")),
        ("interval", "复审周期", reverse("stock:interval")),
        ("normative", "规范性文件", reverse("stock:normative")),
        ("plans", "规划库", reverse("stock:plans:list")),
        ("compilations", "文件汇编", reverse("stock:compilations")),
    )
    return [{"label": label, "url": url, "current": key == current} for key, label, url in words]


class _Echo:
    """What csv.writer writes into: it hands each line back, so that the table streams."""

    def write(self, value: str) -> str:
        return value


def as_csv(name: str, lines: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """Return a table that spreadsheets open in Chinese and never compute; it leaves line by line."""
    writer = csv.writer(_Echo())
    body: Iterator[str] = (writer.writerow([safe_cell(cell) for cell in line]) for line in lines)
    response = StreamingHttpResponse(chain(["\ufeff"], body), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def show_list(request: OfficerRequest) -> HttpResponseBase:
    rows = queries.rounds(request.acting)
    kind = request.GET.get("kind", "")
    if kind:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    figures = queries.figures_of(list(page.object_list), request.acting)
    context = {
        "tabs": tabs("rounds"),
        "page": page,
        "rows": [{"round": one, "figures": figures[one.pk]} for one in page.object_list],
        "may_manage": request.acting.may_anywhere(Permission.STOCK_MANAGE),
    }
    return desk_page(request, "stock/desk/rounds.html", context, nav="stock")


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.STOCK_MANAGE)
def new(request: OfficerRequest) -> HttpResponseBase:
    form = RoundForm(request.POST or None, by=request.acting)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_round(by=request.acting, **form.cleaned_data)
            count = actions.draw(round_=made, by=request.acting)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已开始，抽取{count}件。")
            return redirect("stock:round", made.pk)
    context = {"form": form, "word": "开始一轮梳理", "back": reverse("stock:list"), "submit": "开始并抽取清单"}
    return desk_page(request, "stock/desk/form.html", context, nav="stock", status=422 if form.errors else 200)


def _assign_form(round_: Round, data: Any = None) -> AssignForm:
    agencies = subtree(round_.agency)
    return AssignForm(data, agencies=agencies, people=officers_of(agencies))


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return detail_page(request, queries.round_(pk, request.acting))


def detail_page(
    request: OfficerRequest, round_: Round, *, refused: str = "", assign: AssignForm | None = None, status: int = 200
) -> HttpResponse:
    by = request.acting
    figures, progress = queries.overview(round_, by)
    manage = by.may(Permission.STOCK_MANAGE, round_.agency)
    listed = f"{reverse('stock:entries:list')}?round={round_.pk}"
    strip = [
        {"label": "合计", "value": figures["total"], "unit": "件", "url": listed},
        {"label": "待判断", "value": figures["open"], "unit": "件", "url": f"{listed}&state=open"},
        {"label": "待批准", "value": figures["waiting"], "unit": "件", "url": f"{listed}&state=proposed"},
        {"label": "已批准", "value": figures["done"], "unit": "件", "url": f"{listed}&state=done"},
    ]
    strip += [
        {"label": VERDICT_NAMES[one], "value": figures[one.value], "unit": "件", "url": f"{listed}&verdict={one.value}"}
        for one in VERDICTS[round_.kind]
    ]
    context = {
        "round": round_,
        "figures": figures,
        "strip": strip,
        "progress": progress,
        "scope": scope_words(round_),
        "listed": listed,
        "manage": manage and round_.finished_at is None,
        "missing": closing_defects(round_) if manage and round_.finished_at is None else [],
        "assign": assign or _assign_form(round_),
        "may_draft": round_.kind == Kind.CLEANUP
        and round_.result_id is None
        and by.may(Permission.DOCUMENTS_DRAFT, round_.agency),
        "result": round_.result,
        "refused": refused,
        "history": round_history(round_),
        "legal": queries.awaiting_legal(by).filter(round=round_).count() if round_.kind == Kind.CLEANUP else 0,
        "percent": round(100 * figures["done"] / figures["total"]) if figures["total"] else 0,
    }
    return desk_page(request, "stock/desk/round.html", context, nav="stock", status=status)


def _draw(request: OfficerRequest, round_: Round) -> str:
    return f"新抽取{actions.draw(round_=round_, by=request.acting)}件。"


def _finish(request: OfficerRequest, round_: Round) -> str:
    actions.finish(round_=round_, by=request.acting)
    return "已办结，报告已保存。"


def _assign(request: OfficerRequest, round_: Round) -> str:
    form = _assign_form(round_, request.POST)
    if not form.is_valid():
        raise actions.Refused("请选择经办人，并检查筛选条件。")
    data = form.cleaned_data
    rows = round_.entries.select_related("agency", "document__drafting_agency")
    if data["agency"]:
        rows = rows.filter(agency=data["agency"])
    if data["year"]:
        rows = rows.filter(document__issued_on__year=data["year"])
    if data["attribute"]:
        rows = rows.filter(was_attribute=data["attribute"])
    if data["free"]:
        rows = rows.filter(assigned_to__isnull=True)
    count = actions.assign(round_=round_, entries=rows, person=data["person"], by=request.acting)
    return f"已分派{count}件给{data['person'].name}。"


def _result(request: OfficerRequest, round_: Round) -> str:
    draft_result(round_=round_, by=request.acting)
    return "清理结果已起草，请在公文中送审。"


VERBS: dict[str, Callable[[OfficerRequest, Round], str]] = {
    "draw": _draw,
    "finish": _finish,
    "assign": _assign,
    "result": _result,
}


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    round_ = queries.round_(pk, request.acting)
    if verb not in VERBS:
        raise Http404
    try:
        sentence = VERBS[verb](request, round_)
    except actions.Refused as error:
        return detail_page(request, queries.round_(pk, request.acting), refused=str(error), status=409)
    messages.success(request, sentence)
    return redirect("stock:round", pk)


@officer_required
@require_GET
def report(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The report of a round: counts, then agency by agency, then every entry."""
    round_ = queries.round_(pk, request.acting)
    return as_csv(f"round-{pk}", chain(_report_head(round_, request.acting), _report_entries(round_, request.acting)))


def _report_head(round_: Round, by: Acting) -> list[list[object]]:
    figures, progress = queries.overview(round_, by)
    lines: list[list[object]] = [
        ["名称", round_.title], ["种类", round_.get_kind_display()], ["依据", round_.source],
        ["范围", scope_words(round_)], ["完成期限", round_.closes_on],
        ["办结时间", round_.finished_at or "未办结"], ["合计", figures["total"]], ["未判断", figures["open"]],
    ]  # fmt: skip
    lines += [[VERDICT_NAMES[one], figures[one.value]] for one in VERDICTS[round_.kind]]
    lines += [[], ["机关", "科室", "合计", "待判断", "待批准", "已批准"]]
    lines += [
        [row["agency__name"], row["division__name"], row["total"], row["open"], row["waiting"], row["done"]]
        for row in progress
    ]
    head: list[object] = [
        "标题",
        "发文字号",
        "原属性",
        "结论",
        "调整为",
        "理由",
        "下次复核",
        "提出人",
        "批准人",
        "批准时间",
    ]
    return [*lines, [], head]


def _report_entries(round_: Round, by: Acting) -> Iterator[list[object]]:
    for title, number, was, verdict, to, *rest in queries.reported(round_, by):
        yield [
            title,
            number,
            ATTRIBUTE_NAMES.get(was, ""),
            VERDICT_NAMES.get(verdict, ""),
            ATTRIBUTE_NAMES.get(to, ""),
            *rest,
        ]


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def results(request: OfficerRequest) -> HttpResponseBase:
    context = {"tabs": tabs("results"), "rows": queries.yearly(request.acting)}
    return desk_page(request, "stock/desk/results.html", context, nav="stock")


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def results_csv(request: OfficerRequest) -> HttpResponseBase:
    head: list[object] = ["年份", "机关", "复审", "转为公开", "继续不公开"]
    rows = queries.yearly(request.acting)
    lines = [[row[key] for key in ("year", "agency__name", "reviewed", "converted", "kept")] for row in rows]
    return as_csv("reexamination", [head, *lines])


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.STOCK_MANAGE)
def interval(request: OfficerRequest) -> HttpResponseBase:
    form = IntervalForm(request.POST or None, by=request.acting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_interval(by=request.acting, **form.cleaned_data)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存，到期自动开始新一轮复审。")
            return redirect("stock:interval")
    agencies = form.fields["agency"].queryset  # type: ignore[attr-defined]
    context = {
        "tabs": tabs("interval"),
        "form": form,
        "standing": ReviewInterval.objects.filter(agency__in=agencies).select_related("agency", "set_by"),
    }
    return desk_page(request, "stock/desk/interval.html", context, nav="stock", status=422 if form.errors else 200)
