"""复议、诉讼、投诉: the register, filing, one case with its hearing, its result and the report upwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import check
from gongkai.base.vault import actions as vault
from gongkai.engine.duties import queries as duties
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.challenging import MANAGE, subject_of_challenge
from gongkai.responsive.applications.desk.after_forms import EditForm, EndForm, FileForm, OrderForm, ReportForm
from gongkai.responsive.applications.desk.after_shared import (
    agencies_of,
    agency_asked,
    below,
    csv_of,
    office_required,
    query_of,
)
from gongkai.responsive.applications.desk.shared import GET_POST, PER_PAGE, attempt, page, seen_of
from gongkai.responsive.applications.desk.verb_forms import LookForm
from gongkai.responsive.applications.permissions import IDENTITY, Refused
from gongkai.responsive.applications.queries.challenges import challenge_of, challenges
from gongkai.responsive.applications.queries.lists import readable
from gongkai.responsive.applications.rules.challenges import KIND_NAMES, RESULT_NAMES, Result
from gongkai.responsive.applications.rules.watch import CHALLENGE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application, Challenge

PILLS = {"": "info", Result.UPHELD: "ok", Result.CORRECTED: "bad", Result.OTHER: "pause"}
HEAD = (
    "案号", "种类", "被申请机关", "复议机关、法院或者受理机关", "所涉申请", "提出日期", "开庭、听证日期", "结果", "结案日期", "结果说明",
    "纠错原因", "整改措施", "报备日期", "报备机关",
)  # fmt: skip


def _asked(request: OfficerRequest) -> tuple[QuerySet[Challenge], dict[str, str]]:
    get = request.GET
    asked = {
        "kind": get.get("kind", "") if get.get("kind") in KIND_NAMES else "",
        "result": get.get("result", "") if get.get("result") in {"open", *RESULT_NAMES} else "",
        "words": get.get("q", "").strip()[:100],
    }
    rows = challenges(request.acting, **asked)
    if agency := agency_asked(request, agencies_of(request.acting)):
        rows, asked = rows.filter(agency=agency), asked | {"agency": agency.code}
    if get.get("unreported") == "1":
        rows, asked = rows.filter(reported_on__isnull=True), asked | {"unreported": "1"}
    return rows, {key: value for key, value in asked.items() if value}


@officer_required
@office_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    rows, asked = _asked(request)
    found = Paginator(rows.defer("who"), PER_PAGE).get_page(request.GET.get("page"))
    agencies = agencies_of(request.acting)
    clocks = _hearings(list(found.object_list))
    context = {
        "page": found,
        "rows": [{"one": one, "pill": PILLS[one.result], "clock": clocks.get(one.pk)} for one in found.object_list],
        "asked": asked,
        "kinds": KIND_NAMES.items(),
        "results": [("open", "尚未审结"), *RESULT_NAMES.items()],
        "agencies": agencies if len(agencies) > 1 else [],
        "unreported": challenges(request.acting).filter(reported_on__isnull=True).count(),
        "query": query_of(request),
        "total_word": f"共{found.paginator.count}件",
        "may_file": request.acting.may_anywhere(MANAGE),
    }
    return page(request, "after/challenges", context, tab="challenges")


def _hearings(rows: list[Challenge]) -> dict[int, Any]:
    """Return the clock of each open hearing; one query for any number of rows."""
    from gongkai.base.organisations.queries import the_system

    wanted = [str(one.pk) for one in rows if one.is_open and one.hearing_on]
    if not wanted:
        return {}
    book, today = duties.current_book(), timezone.localdate()
    running = duties.open_duties(the_system("applications")).filter(subject_type=CHALLENGE, subject_id__in=wanted)
    return {int(duty.subject_id): duties.clock(duty, today, book=book) for duty in running}


def _lines(rows: QuerySet[Challenge]) -> Iterator[tuple[object, ...]]:
    yield HEAD
    for one in rows.defer("who").iterator(chunk_size=500):
        yield (
            str(one), KIND_NAMES[one.kind], one.agency.name, one.body,
            (one.application.number if one.application else ""), one.filed_on, one.hearing_on,
            RESULT_NAMES.get(one.result, "尚未审结"), one.result_on, one.result_text,
            one.get_cause_display() if one.cause else "", one.measures, one.reported_on, one.reported_to,
        )  # fmt: skip


@officer_required
@office_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    """What the filters show, without those who brought the cases."""
    return csv_of("复议诉讼登记簿", _lines(_asked(request)[0]))


@officer_required
@office_required
@require_http_methods(GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    by = request.acting
    if not by.may_anywhere(MANAGE):
        return redirect("applications:challenges")
    about = _application(request, request.GET.get("application", ""))
    initial = {"agency": about.agency_id, "application": about.number} if about else {}
    form = FileForm(request.POST or None, by=by, initial=initial)
    status = 200
    if request.method == "POST":
        made: list[Challenge] = []
        status = attempt(form, lambda: made.append(_filed(request, form)))
        if not status:
            messages.success(request, "已登记。")
            return redirect("applications:challenge", made[0].pk)
    context = {"form": form, "about": about, "crumbs": below("复议诉讼", "challenges", "登记案件")}
    return page(request, "after/challenge_new", context, status=status)


def _application(request: OfficerRequest, pk: str) -> Application | None:
    rows = readable(request.acting).select_related("agency", "submission")
    return rows.filter(pk=int(pk)).first() if pk.isdecimal() else None


def _filed(request: OfficerRequest, form: FileForm) -> Challenge:
    data = dict(form.cleaned_data)
    number, application = data.pop("application").strip(), None
    if number:
        application = readable(request.acting).filter(agency=data["agency"], number=number).first()
        if application is None:
            raise Refused(f"这个机关的登记簿中没有“{number}”，请核对登记编号。")
    return actions.file_challenge(application=application, by=request.acting, **data)


@officer_required
@office_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _shown(request, challenge_of(pk, request.acting))


def _shown(
    request: OfficerRequest, one: Challenge, *, verb: str = "", form: forms.Form | None = None,
    look: LookForm | None = None, opened: str | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    by, today, book = request.acting, timezone.localdate(), duties.current_book()
    rows = [row for row in duties.of_subject(subject_of_challenge(one)) if row.status in {"open", "paused", "done"}]
    offers = _offers(one) if by.may(MANAGE, one.agency) else []
    for offer in offers:
        if offer["verb"] == verb:
            offer |= {"form": form, "open": True}
    context = {
        "one": one,
        "pill": PILLS[one.result],
        "order": getattr(one, "order", None),
        "clocks": [{"clock": duties.clock(row, today, book=book)} for row in rows[-1:]],
        "offers": offers,
        "may_look": bool(one.who) and by.may(IDENTITY, one.agency),
        "look": look or LookForm(prefix="look"),
        "opened": opened,
        "crumbs": below("复议诉讼", "challenges", str(one)),
    }
    return page(request, "after/challenge", context, status=status)


def _offers(one: Challenge) -> list[dict[str, Any]]:
    """Return the verbs that the case is ready for, the next one first."""
    offers = []
    if one.is_open:
        end = EndForm(prefix="decide", challenge=one)
        offers.append({"verb": "decide", "heading": "登记结果", "button": "登记结果", "form": end})
    elif one.result == Result.CORRECTED and not hasattr(one, "order"):
        order = OrderForm(prefix="order", challenge=one)
        offers.append({"verb": "order", "heading": "登记责令答复", "button": "登记责令答复", "form": order})
    if one.reported_on is None:
        report = ReportForm(prefix="report")
        offers.append({"verb": "report", "heading": "向上报备", "button": "登记报备", "form": report})
    edit = EditForm(prefix="edit", initial=EditForm.of(one))
    offers.append({"verb": "edit", "heading": "修改登记", "button": "保存", "form": edit})
    offers[0]["open"] = len(offers) > 1
    return offers


def _decide(one: Challenge, data: dict[str, Any], *, by: Acting, seen: int | None) -> object:
    about = _of_agency(one, data.pop("application", ""), by)
    return actions.decide_challenge(challenge=one, **data, application=about, by=by, seen=seen)


def _order(one: Challenge, data: dict[str, Any], *, by: Acting, seen: int | None) -> object:
    del seen  # one order a case: the action refuses a second
    about = _of_agency(one, data.get("application", ""), by)
    return actions.order_answer(challenge=one, due_on=data["answer_by"], terms=data["terms"], application=about, by=by)


def _of_agency(one: Challenge, number: str, by: Acting) -> Application | None:
    """Return the application of this number. Raises Refused where the agency has none."""
    if not number.strip():
        return None
    found = readable(by).filter(agency=one.agency_id, number=number.strip()).first()
    if found is None:
        raise Refused(f"这个机关的登记簿中没有“{number.strip()}”，请核对登记编号。")
    return found


def _edit(one: Challenge, data: dict[str, Any], **who: Any) -> object:
    kept = {key: value for key, value in data.items() if key != "who" or value}
    return actions.edit_challenge(challenge=one, **kept, **who)


VERBS: dict[str, tuple[Any, Callable[..., object], str]] = {
    "decide": (EndForm, _decide, "已登记结果。"),
    "order": (OrderForm, _order, "已登记责令答复，申请重新办理，时限已经开始。"),
    "report": (ReportForm, lambda one, data, **who: actions.report_challenge(challenge=one, **data, **who), "已登记报备。"),
    "edit": (EditForm, _edit, "已保存。"),
}  # fmt: skip


@officer_required
@office_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    one = challenge_of(pk, request.acting)
    if verb not in VERBS:
        raise Http404
    kind, run, said = VERBS[verb]
    about = {"challenge": one} if verb in {"decide", "order"} else {}
    form = kind(request.POST, prefix=verb, **about)
    status = attempt(form, lambda: run(one, form.cleaned_data, by=request.acting, seen=seen_of(request)))
    if not status:
        messages.success(request, said)
        return redirect("applications:challenge", pk)
    return _shown(request, challenge_of(pk, request.acting), verb=verb, form=form, status=status)


@officer_required
@office_required
@require_POST
def look(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show who brought the case, once, after a reason; the look is on record first."""
    one = challenge_of(pk, request.acting)
    check(request.acting, IDENTITY, one.agency)
    form = LookForm(request.POST, prefix="look")
    if not form.is_valid():
        return _shown(request, one, look=form, status=422)
    why = form.cleaned_data["why"]
    vault.look(subject=subject_of_challenge(one), fields=("申请人或者原告",), by=request.acting, why=why)
    return _shown(request, one, opened=one.who)
