"""Reading and deciding: the list, the one page with everything needed for a decision, history, comparison, slip."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.files import queries as file_queries
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import queries as duties
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import Result, State, difference
from gongkai.engine.screening import queries as screening
from gongkai.law.grounds import REASON_CATEGORIES
from gongkai.law.numbers import number_key
from gongkai.proactive.documents import actions, queries, rules
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.desk import forms as desk_forms
from gongkai.proactive.documents.desk.annotate import paragraphs
from gongkai.proactive.documents.desk.listing import DocumentFilter
from gongkai.proactive.documents.models import Document, SecretStub
from gongkai.proactive.documents.permissions import can_move
from gongkai.proactive.documents.rules import OWNERS, STATIONS, STATUS_NAMES, TRANSITIONS, Status

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition

PAGE = 30
# verb in the address -> form, and the status it leads to where there are several
DECISION_FORMS: dict[str, type[forms.Form]] = {
    "approve-head": desk_forms.SeenForm,
    "check": desk_forms.CheckForm,
    "clear": desk_forms.ClearForm,
    "agree-attribute": desk_forms.SeenForm,
    "sign": desk_forms.SeenForm,
    "return": desk_forms.ReturnForm,
    "issue": desk_forms.IssueForm,
    "schedule": desk_forms.ScheduleForm,
    "correct": desk_forms.CorrectForm,
    "withdraw": desk_forms.WithdrawForm,
    "reattribute": desk_forms.ReattributeForm,
    "abandon": desk_forms.AbandonForm,
    "seal": desk_forms.SealForm,
}


def load(request: OfficerRequest, pk: int) -> Document:
    found = queries.visible_to(request.acting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@officer_required
@permission_required(Permission.DOCUMENTS_READ)
def listing(request: OfficerRequest) -> HttpResponseBase:
    """All documents this person may read: mine to act on first, then everything, filtered, sorted, paged."""
    visible = queries.visible_to(request.acting)
    typed = str(request.GET.get("q", "")).strip()
    key = number_key(typed) if typed else None
    if key and (exact := visible.filter(doc_number_key=key).first()):
        return redirect("documents:detail", exact.pk)
    tab = str(request.GET.get("tab") or "mine")
    waiting = queries.waiting_for(request.acting)
    rows = waiting if tab == "mine" and not typed else visible
    chosen = DocumentFilter(request.GET, queryset=rows.prefetch_related("item__editions"))
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    tabs = [
        {"label": "由我办", "url": "?tab=mine", "current": tab == "mine" and not typed, "count": waiting.count()},
        {"label": "全部", "url": "?tab=all", "current": tab == "all" or bool(typed), "count": visible.count()},
    ]
    context = {
        "page": page,
        "total_word": f"共{page.paginator.count}件",
        "rows": [_row(document) for document in page],
        "filter": chosen,
        "tabs": tabs,
        "tab": tab,
        "query": typed,
        "may_draft": request.acting.may_anywhere(Permission.DOCUMENTS_DRAFT),
    }
    return desk_page(request, "documents/desk/list.html", context, nav="documents")


def _latest(document: Document) -> Edition:
    return max(document.item.editions.all(), key=lambda edition: edition.number)


def _row(document: Document) -> dict[str, Any]:
    status = Status(document.status)
    return {
        "document": document,
        "title": _latest(document).title,
        "number": document.doc_number or document.item.key,
        "status": STATUS_NAMES[status],
        "kind": {"returned": "bad", "published": "ok", "withdrawn": "bad"}.get(status, "info"),
        "owner": OWNERS[status],
    }


@officer_required
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return decision_page(request, load(request, pk))


def decision_page(
    request: OfficerRequest, document: Document, *, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Everything for a decision on one screen; `bound` holds the form that was refused, with what was typed."""
    edition = queries.working_edition(document)
    screened = screening.findings_for_screen(html=edition.html, title=edition.title)
    context = {
        "document": document,
        "edition": edition,
        "attached": edition.files.select_related("file"),
        "stations": _stations(document, edition),
        "moves": _moves(request, document, edition, bound or {}),
        "refused": next((form for form in (bound or {}).values() if form.errors), None),
        "waiting_for": OWNERS[Status(document.status)],
        "reviews": publishing.reviews_of(edition),
        "screened": screened,
        "paragraphs": paragraphs(screened),
        "hidden": [
            (attached.name, file_queries.hidden_in(extracted))
            for attached in edition.files.select_related("file")
            if (extracted := file_queries.extracted_of(attached.file)) is not None
        ],
        "facts": _facts(document, edition),
        "clock": _clock(document),
        "official": _official(document, edition),
        "secrecy_answers": {"none": "未发现", "found": "发现"},
        "returns": document.returns.all()[:5],
        "editions": document.item.editions.order_by("-number"),
        "public_url": f"/documents/{document.item.key}" if document.status == Status.PUBLISHED else "",
        "may_edit": can_move(document, Status.HEAD_REVIEW, request.acting)
        if document.status in {Status.DRAFT, Status.RETURNED}
        else False,
    }
    return desk_page(request, "documents/desk/detail.html", context, nav="documents", status=status)


def _clock(document: Document) -> Any:
    duty = duties.of_subject(subject_of(document)).first()
    return duties.clock(duty, timezone.localdate()) if duty else None


def _stations(document: Document, edition: Edition) -> list[dict[str, str]]:
    status = Status(document.status)
    full = rules.is_full_disclosure(document.attribute, edition.mode)
    stations = [s for s in STATIONS if s is not Status.AUTHORITY_REVIEW or not full]
    shown = Status.DRAFT if status is Status.RETURNED else status
    if status in {Status.FILED, Status.ISSUED}:
        shown = Status.PUBLISHED
    place = stations.index(shown) if shown in stations else len(stations)
    states = ["done" if i < place else "now" if i == place else "next" for i in range(len(stations))]
    if status in {Status.PUBLISHED, Status.FILED}:
        states[-1] = "done"
    last = "已印发" if status is Status.FILED else "公开"
    names = {**STATUS_NAMES, Status.SIGNING: "签发", Status.SIGNED: "编号印发", Status.PUBLISHED: last}
    return [{"label": names[s], "state": state} for s, state in zip(stations, states, strict=True)]


def _moves(
    request: OfficerRequest, document: Document, edition: Edition, bound: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the decisions this person may take now, the main one first, each with its form."""
    seen = publishing.review_digest(edition)
    found: dict[str, dict[str, Any]] = {}
    for to, move in TRANSITIONS[Status(document.status)].items():
        if not can_move(document, to, request.acting):
            continue
        verb = move.verb.replace("_", "-")
        for name in _verbs_of(verb, edition):
            form_class = DECISION_FORMS.get(name)
            form = bound.get(name) or (
                form_class(initial=_initial(name, document, edition, seen)) if form_class else None
            )
            found[name] = {
                "verb": name,
                "name": {"schedule": "定时发布", "unschedule": "取消定时"}.get(name, move.name),
                "form": form,
                "url": reverse("documents:decide", args=[document.pk, name]),
                "grave": name in {"withdraw", "seal", "abandon", "reattribute"},
                "main": name not in {"return", "abandon", "seal", "withdraw", "reattribute", "schedule"},
            }
    own_review = Status(document.status) in {
        Status.HEAD_REVIEW, Status.OFFICE_REVIEW, Status.SECRECY_REVIEW, Status.AUTHORITY_REVIEW, Status.SIGNING,
    } and edition.author_id == request.user.pk  # fmt: skip
    if own_review:
        return []
    return sorted(found.values(), key=lambda move: (not move["main"], move["grave"]))


def _verbs_of(verb: str, edition: Edition) -> list[str]:
    if verb == "publish":
        return ["unschedule"] if edition.state == State.SCHEDULED else ["publish", "schedule"]
    return [verb]


def _initial(verb: str, document: Document, edition: Edition, seen: str) -> dict[str, Any]:
    if verb == "issue":
        prefixes = document.item.agency.number_prefixes
        today = timezone.localdate()
        number = queries.next_number(prefixes[0], today.year) if prefixes else ""
        return {"number": number, "issued_on": today, "formed_on": document.formed_on}
    if verb == "check":
        return {"mode": edition.mode, "seen": seen}
    return {"seen": seen}


def _facts(document: Document, edition: Edition) -> list[dict[str, Any]]:
    ground = REASON_CATEGORIES.get(document.ground)
    pairs: list[tuple[str, Any]] = [
        ("公开属性", document.get_attribute_display()),
        ("公开方式", rules.MODE_NAMES.get(edition.mode, "未定")),
        ("理由种类", f"{ground.name}（{ground.source.brief}）" if ground else ""),
        ("理由", document.reason),
        ("下次复核", document.next_review_on),
        ("解读方案", document.interpretation_plan),
        ("发布要求", "，".join(part for part in (document.release_channel, document.release_audience) if part)),
        ("希望发布", document.release_wanted_on),
        ("五公开", "、".join(rules.FIVE_NAMES.get(tag, tag) for tag in document.five)),
        ("时度效评估", document.timing_assessment),
        ("文种", document.genre),
        ("公开类别", document.category),
        ("主题分类", "、".join(document.themes)),
        ("发文机关", "、".join(queries.issuers(document))),
        ("主送单位", document.addressees),
        ("抄送单位", document.copied_to),
        ("审议会议", document.approving_meeting),
        ("发文字号", document.doc_number),
        ("成文日期", document.formed_on),
        ("印发日期", document.issued_on),
        ("施行日期", document.effective_on),
        ("有效期至", document.expires_on),
        ("索引号", document.item.key),
        ("保存位置", document.item.kept_at or "本平台公文库"),
        (
            "形成方式",
            {"drafted": "本机关制作", "oa": "办公系统送入", "import": "导入接管"}.get(document.item.origin, "获取"),
        ),
    ]
    return [{"label": label, "value": _words(value)} for label, value in pairs if value]


def _words(value: Any) -> Any:
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, dt.date) else value


def _official(document: Document, edition: Edition) -> dict[str, Any]:
    return {
        "head": "、".join(queries.issuers(document)) + ("文件" if document.doc_number else ""),
        "number": document.doc_number,
        "title": edition.title,
        "html": edition.html,
        "cc": document.copied_to,
        "office": document.item.agency.name if document.issued_on else "",
        "printed": document.issued_on,
    }


@officer_required
def history(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    subject = subject_of(document)
    rows = queries.without_secrets([*events.events_of(subject)])
    context = {"document": document, "edition": queries.working_edition(document), "events": rows}
    return desk_page(request, "documents/desk/history.html", context, nav="documents")


@officer_required
def compare(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Two editions of one document, paragraph by paragraph."""
    document = load(request, pk)
    editions = list(document.item.editions.order_by("number"))
    numbers = {edition.number: edition for edition in editions}
    new = numbers.get(_number(request, "new"), editions[-1])
    old = numbers.get(_number(request, "old"), editions[-2] if len(editions) > 1 else editions[-1])
    context = {
        "document": document,
        "editions": editions,
        "old": old,
        "new": new,
        "changes": difference(old.text, new.text),
    }
    return desk_page(request, "documents/desk/compare.html", context, nav="documents")


def _number(request: OfficerRequest, name: str) -> int:
    value = str(request.GET.get(name, ""))
    return int(value) if value.isdigit() else -1


@officer_required
def slip(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """办文笺: attribute, reasons and every opinion on one sheet, for print."""
    document = load(request, pk)
    edition = queries.working_edition(document)
    context = {
        "document": document,
        "edition": edition,
        "facts": _facts(document, edition),
        "reviews": publishing.reviews_of(edition).filter(round=edition.round),
        "step_names": {step.key: step.name for step in rules.required_steps(document.attribute, edition.mode)},
        "approve": Result.APPROVE,
    }
    return desk_page(request, "documents/desk/slip.html", context, nav="documents")


@officer_required
def file(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    """Hand out an attachment of any edition to whoever may read the document."""
    document = load(request, pk)
    for edition in document.item.editions.all():
        attached = edition.files.filter(pk=file).select_related("file").first()
        if attached is not None:
            body = file_queries.open_file(attached.file)
            response = FileResponse(body, as_attachment=True, filename=attached.name)
            response["Content-Type"] = attached.file.media_type
            return response
    raise Http404


@officer_required
@permission_required(Permission.DOCUMENTS_READ)
def returns(request: OfficerRequest) -> HttpResponseBase:
    """退文 by division and cause, this year by default (R004)."""
    today = timezone.localdate()
    year = _number(request, "year")
    year = year if 2000 < year <= today.year else today.year
    rows = queries.returns_by_division(request.acting, since=dt.date(year, 1, 1), until=dt.date(year, 12, 31))
    context = {"rows": rows, "year": year, "years": range(today.year, today.year - 5, -1)}
    return desk_page(request, "documents/desk/returns.html", context, nav="documents")


class StubForm(forms.Form):
    register_number = forms.CharField(label="涉密文件登记号", max_length=40)
    kept_at = forms.CharField(label="涉密载体保管部门", max_length=100)


@officer_required
@permission_required(Permission.DOCUMENTS_SECRECY_REVIEW)
def stubs(request: OfficerRequest) -> HttpResponseBase:
    """The register of secret documents: numbers and keepers, nothing else."""
    form = StubForm(request.POST or None)
    grant = next(grant for grant in request.acting.grants if grant.role == "secrecy_reviewer")
    if request.method == "POST" and form.is_valid():
        from gongkai.base.organisations.queries import agency  # one look-up, only here

        try:
            actions.register_stub(agency=agency(grant.agency_code), by=request.acting, **form.cleaned_data)
            messages.success(request, "已登记。")
            return redirect("documents:stubs")
        except actions.Refused as error:
            form.add_error(None, str(error))
    context = {"form": form, "stubs": SecretStub.objects.filter(agency=grant.agency_id).select_related("registered_by")}
    return desk_page(request, "documents/desk/stubs.html", context, nav="documents")
