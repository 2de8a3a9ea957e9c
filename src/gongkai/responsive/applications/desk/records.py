"""更正政府信息 (条例第四十一条): the register, entering a request, one request with its letter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight, agencies_where
from gongkai.base.ui.text import cn_date
from gongkai.base.vault import actions as vault
from gongkai.base.vault.queries import read_file
from gongkai.base.vault.rules import VaultError
from gongkai.engine.casework import queries as casework
from gongkai.engine.casework.rules import KINDS
from gongkai.engine.duties import queries as duties
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.records import letters_of_record, subject_of_record
from gongkai.responsive.applications.desk.after_shared import named, office_required
from gongkai.responsive.applications.desk.fields import choice, day, text, working_days_on
from gongkai.responsive.applications.desk.shared import GET_POST, PER_PAGE, attempt, page, sealed_of, seen_of
from gongkai.responsive.applications.desk.verb_forms import LookForm
from gongkai.responsive.applications.permissions import APPROVE, HANDLE, IDENTITY
from gongkai.responsive.applications.queries.lists import readable
from gongkai.responsive.applications.queries.records import papers_of, record_counts, record_request, record_requests
from gongkai.responsive.applications.queries.service import returned_letter
from gongkai.responsive.applications.rules import DESK_DOORS, DOOR_NAMES, Door
from gongkai.responsive.applications.rules.records import (
    DAYS,
    DAYS_SOURCE,
    OUTCOME_NAMES,
    STATE_NAMES,
    UNCOUNTED,
    Material,
    RecordState,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application, RecordRequest

PILLS = {RecordState.OPEN: "info", RecordState.DECIDING: "warn", RecordState.CLOSED: "ok"}
SCAN = "更正申请材料"
LOOKED = ("申请人", "证件号码", "联系方式", "要求更正的记录", "证据", "处理情况")


class RecordForm(forms.Form):
    agency: Any = forms.ModelChoiceField(label="受理机关", queryset=None, empty_label="请选择")
    door = choice(
        "提交渠道", [(one.value, DOOR_NAMES[one]) for one in DESK_DOORS], required=False, initial=Door.COUNTER
    )
    who = forms.CharField(label="申请人姓名或者名称", max_length=100, help_text="加密保存。记录是关于谁的，由谁提出。")
    identity_number = forms.CharField(label="证件号码", max_length=40, required=False, help_text="加密保存。")
    contact = text("联系方式和地址", rows=2, help_text="加密保存。处理结果按此告知。")
    record = text("要求更正的记录", rows=3, help_text="哪一份记录、哪一处。加密保存。")
    evidence = text("不准确的地方和证据", rows=4, help_text="应当怎样写、有什么证据。加密保存。")
    received_on = day("收到日期")
    due_on = day("办理期限", help_text=DAYS_SOURCE, initial=lambda: working_days_on(DAYS))

    def __init__(self, *args: Any, by: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = agencies_where(by, HANDLE).order_by("lineage")
        if field.queryset.count() == 1:
            field.initial, field.empty_label = field.queryset.first(), None


class SettleForm(forms.Form):
    outcome = choice("处理结果", OUTCOME_NAMES.items())
    reason = text(
        "处理情况",
        rows=5,
        required=False,
        help_text="已更正的，写更正前后的内容；不予更正的，写事实和理由。写入告知书。",
    )
    other = forms.CharField(label="有权更正的机关", max_length=100, required=False, help_text="转送、告知的填写。")
    other_contact = forms.CharField(label="该机关的联系方式", max_length=200, required=False)


@officer_required
@office_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    get, by = request.GET, request.acting
    state = get.get("state", "") if get.get("state") in STATE_NAMES else ""
    outcome = get.get("outcome", "") if get.get("outcome") in OUTCOME_NAMES else ""
    sealed = ("who", "identity_number", "contact", "record", "evidence", "reason")
    door = get.get("door", "") if get.get("door") in DOOR_NAMES else ""
    rows = record_requests(by, state=state, outcome=outcome, door=door).defer(*sealed)
    found = Paginator(rows, PER_PAGE).get_page(get.get("page"))
    today = timezone.localdate()
    counts = record_counts(by, dt.date(today.year, 1, 1), today)
    context = {
        "page": found,
        "rows": [{"one": one, "pill": PILLS[RecordState(one.state)]} for one in found.object_list],
        "states": STATE_NAMES.items(),
        "outcomes": OUTCOME_NAMES.items(),
        "doors": DOOR_NAMES.items(),
        "asked": {"state": state, "outcome": outcome, "door": door},
        "counts": [(name, counts.get(key, 0)) for key, name in (("", "办理中"), *OUTCOME_NAMES.items())],
        "year": today.year,
        "total": sum(counts.values()),
        "uncounted": UNCOUNTED,
        "today": today,
        "may_enter": by.may_anywhere(HANDLE),
    }
    return page(request, "after/records", context, tab="records")


@officer_required
@office_required
@require_http_methods(GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    """Enter one; `?application=` says which application turned out to be one."""
    by = request.acting
    if not by.may_anywhere(HANDLE):
        raise OutOfSight
    about = _about(request)
    posted = request.method == "POST"
    initial = {"agency": about.agency_id, "record": about.title} if about else {}
    form = RecordForm(request.POST if posted else None, by=by, initial=initial)
    made: list[RecordRequest] = []
    kept, status = [], 200
    if posted:
        try:
            kept = sealed_of(request, "scan", SCAN)
        except (FileRefused, VaultError) as error:
            form.is_valid()
            form.add_error(None, str(error))
        materials = [(Material.EVIDENCE.value, one.file) for one in kept]
        status = attempt(
            form,
            lambda: made.append(
                actions.receive_record_request(by=by, application=about, materials=materials, **form.cleaned_data)
            ),
        )
        if not status:
            messages.success(request, f"已登记，编号{made[0].number}。")
            return redirect("applications:record", made[0].pk)
    context = {"form": form, "about": about, "kept": kept}
    return page(request, "after/record_new", context, last="登记更正申请", status=status)


def _about(request: OfficerRequest) -> Application | None:
    pk = request.GET.get("application", "")
    return (
        readable(request.acting).select_related("submission", "agency").filter(pk=pk).first()
        if pk.isdecimal()
        else None
    )


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _shown(request, record_request(pk, request.acting))


def _shown(
    request: OfficerRequest, one: RecordRequest, *, form: forms.Form | None = None, look: forms.Form | None = None,
    opened: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    by, today = request.acting, timezone.localdate()
    rows = list(duties.of_subject(subject_of_record(one)))
    book = duties.current_book()
    running = [row for row in rows if row.status in {"open", "paused"}] or rows[-1:]
    letters = letters_of_record(one)
    context = {
        "one": one,
        "pill": PILLS[RecordState(one.state)],
        "opened": opened,
        "look": look or LookForm(prefix="look"),
        "may_look": by.may(IDENTITY, one.agency),
        "papers": [what for what, _ in papers_of(one)],
        "clocks": [duties.clock(row, today, book=book) for row in running],
        "waits": _waits(one, letters),
        "letters": [{"letter": letter, "name": KINDS[letter.kind].name} for letter in letters],
        "card": _card(request, one, letters),
        "form": form or SettleForm(),
        "may_settle": one.state == RecordState.OPEN and by.may(HANDLE, one.agency),
        "may_sign": one.state == RecordState.DECIDING and by.may(APPROVE, one.agency),
        "uncounted": UNCOUNTED,
    }
    return page(request, "after/record", context, last=str(one), status=status)


def _waits(one: RecordRequest, letters: list[Any]) -> list[dict[str, Any]]:
    """Return what is left to do for the letters to arrive: each sentence with its letter."""
    found = []
    back = returned_letter(letters)
    if back is not None and back.returned_on is not None:
        name, day = KINDS[back.letter.kind].name, cn_date(back.returned_on)
        found.append({"letter": back.letter_id, "said": f"{day}{name}被退回，请另行送达：打开文书，安排另一种方式。"})
    how = f"申请人选择“{one.get_method_display()}”，" if one.method else ""
    found += [
        {"letter": letter.pk, "said": f"{KINDS[letter.kind].name}还没有安排送达：{how}打开文书安排发送。"}
        for letter in letters
        if letter.state == "issued" and not letter.dispatches.exists()
    ]
    return found


def _card(request: OfficerRequest, one: RecordRequest, letters: list[Any]) -> dict[str, Any] | None:
    """Return the chosen letter, else the one that waits for a signature; opening it is a look."""
    wanted = request.GET.get("letter", "")
    found = next((row for row in letters if str(row.pk) == wanted), None)
    if found is None:
        return None
    vault.look(subject=subject_of_record(one), fields=("文书内容",), by=request.acting, why="办理更正申请")
    card = casework.card(found, request.acting)
    card["back"] = f"{reverse('applications:record', args=[one.pk])}?letter={found.pk}"
    return card


@officer_required
@require_POST
def settle(request: OfficerRequest, pk: int) -> HttpResponseBase:
    one = record_request(pk, request.acting)
    form = SettleForm(request.POST)
    made: list[Any] = []
    status = attempt(
        form,
        lambda: made.append(
            actions.settle_record_request(request=one, by=request.acting, seen=seen_of(request), **form.cleaned_data)
        ),
    )
    if status:
        return _shown(request, record_request(pk, request.acting), form=form, status=status)
    messages.success(request, "告知书已送签，由另一位负责人批准以后签发。")
    return redirect(f"{reverse('applications:record', args=[pk])}?letter={made[0].pk}")


@officer_required
@require_POST
def look(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show once who asks and about what, after a reason was given."""
    one = record_request(pk, request.acting)
    if not request.acting.may(IDENTITY, one.agency):
        raise OutOfSight
    form = LookForm(request.POST, prefix="look")
    if not form.is_valid():
        return _shown(request, one, look=form, status=422)
    vault.look(subject=subject_of_record(one), fields=LOOKED, by=request.acting, why=form.cleaned_data["why"])
    return _shown(request, one, opened=True)


@officer_required
@require_POST
def paper(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    """Hand out the paper of that number, sealed until now, after a reason was given."""
    one = record_request(pk, request.acting)
    if not request.acting.may(IDENTITY, one.agency):
        raise OutOfSight
    papers = papers_of(one)
    if not 0 < number <= len(papers):
        raise Http404
    form = LookForm(request.POST, prefix="look")
    if not form.is_valid():
        return _shown(request, one, look=form, status=422)
    file = papers[number - 1][1]
    try:
        data = read_file(file, by=request.acting, why=form.cleaned_data["why"], subject=subject_of_record(one))
    except VaultError as error:
        form.add_error(None, str(error))
        return _shown(request, one, look=form, status=422)
    response = HttpResponse(data, content_type=file.media_type or "application/octet-stream")
    return named(response, file.name or "材料")
