"""会签 from both sides: what the office sends and records, and the one draft that a joint agency sees at its own desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.documents import actions, queries
from gongkai.proactive.documents.desk.deciding import load
from gongkai.proactive.documents.desk.missing import countersigns_of
from gongkai.proactive.documents.desk.pages import handed_out
from gongkai.proactive.documents.desk.posting import GET_POST, attempt, may
from gongkai.proactive.documents.models import Countersign
from gongkai.proactive.documents.queries import countersigning as asked
from gongkai.proactive.documents.queries.redaction import whole
from gongkai.proactive.documents.rules import COUNTERSIGN_RESULTS, MODE_NAMES
from gongkai.proactive.documents.rules.countersigns import (
    BEFORE_SIGNATURE,
    COUNTERSIGN_SOURCE,
    closed_words,
    status_words,
)

if TYPE_CHECKING:
    from gongkai.proactive.documents.models import CountersignRequest, Document

RESULTS = list(COUNTERSIGN_RESULTS.items())


class RecordForm(forms.Form):
    agency_name = forms.ChoiceField(label="会签机关")
    result = forms.ChoiceField(label="意见", choices=RESULTS, widget=forms.RadioSelect)
    opinion = forms.CharField(
        label="说明",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="有保留意见或者退回的必须写明。",
    )
    signer = forms.CharField(label="会签人", max_length=40)
    signed_on = forms.DateField(
        label="会签日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=timezone.localdate
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_name"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


class JointForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    result = forms.ChoiceField(
        label="会签意见", choices=RESULTS, widget=forms.RadioSelect, error_messages={"required": "请选择会签意见。"}
    )
    opinion = forms.CharField(
        label="说明",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="有保留意见或者退回的必须写明。",
    )


# --- the office that asks -----------------------------------------------------------------------------


@officer_required
@require_http_methods(GET_POST)
def office(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Who of the joint issuers has said what; what one outside the platform said is recorded here."""
    document = load(request, pk)
    outside = [name for name in document.joint_issuers if asked.on_platform(name) is None]
    form, status = RecordForm(request.POST or None, names=outside), 200
    if request.method == "POST":
        status = attempt(form, lambda: actions.countersign(document=document, by=request.acting, **form.cleaned_data))
        if not status:
            messages.success(request, "已登记会签意见。")
            return redirect("documents:countersign", document.pk)
    return _office_page(request, document, form, outside, status)


def _office_page(
    request: OfficerRequest, document: Document, form: RecordForm, outside: list[str], status: int
) -> HttpResponse:
    edition = queries.working_edition(document)
    sent = asked.requests_of(document)
    allowed = document.status in BEFORE_SIGNATURE and may(document, Permission.DOCUMENTS_CHECK, request)
    rows = [
        {**one, "outside": one["name"] in outside, "sent": sent.get(one["name"]),
         "waits": one["name"] in sent and sent[one["name"]].closed_at is None,
         "done": one["row"] is not None and not one["void"] and one["row"].result != "refused"}
        for one in countersigns_of(document, edition)
    ]  # fmt: skip
    context = {
        "document": document, "edition": edition, "form": form, "may": allowed, "outside": outside,
        "countersigns": rows, "source": COUNTERSIGN_SOURCE, "today": timezone.localdate(),
    }  # fmt: skip
    return desk_page(request, "documents/desk/countersign.html", context, nav="documents", status=status)


@officer_required
@require_POST
def ask(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    name = str(request.POST.get("agency_name", ""))
    try:
        actions.ask_countersign(document=document, agency_name=name, by=request.acting)
        messages.success(request, f"已送{name}会签。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:countersign", document.pk)


@officer_required
@require_POST
def recall(request: OfficerRequest, pk: int, sent: int) -> HttpResponseBase:
    document = load(request, pk)
    found = document.countersign_requests.filter(pk=sent).first()
    if found is None:
        raise Http404
    try:
        actions.recall_countersign(request=found, reason=str(request.POST.get("reason", "")), by=request.acting)
        messages.success(request, "已撤回送签。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:countersign", document.pk)


# --- the agency that is asked -------------------------------------------------------------------------


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_SIGN)
def inbox(request: OfficerRequest) -> HttpResponseBase:
    """What other bodies sent for countersigning, open first; nothing else of theirs is shown."""
    waiting = asked.waiting(request.acting)
    earlier = asked.requests_for(request.acting).exclude(pk__in=waiting.values("pk")).order_by("-asked_at")[:50]
    context = {
        "waiting": [_line(one) for one in waiting], "earlier": [_line(one) for one in earlier],
        "source": COUNTERSIGN_SOURCE,
    }  # fmt: skip
    return desk_page(request, "documents/desk/countersign_inbox.html", context, nav="countersigning")


def _line(request: CountersignRequest) -> dict[str, Any]:
    shown = request.outcome != "recalled" and not status_words(request.document.status)
    return {
        "request": request,
        # A draft that was taken back or went back is not ours to name any more.
        "title": queries.working_edition(request.document).title if shown else "（稿件已退回或者撤回）",
        "state": request.get_outcome_display() or ("待会签" if shown else "暂不能会签"),
        "late": request.closed_at is None and request.due_on < timezone.localdate(),
    }


@officer_required
@require_http_methods(GET_POST)
def joint(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """One draft, at the desk of the agency that is asked: read, then agree or send back. Another agency's is not there."""
    found = asked.request_for(pk, request.acting)
    edition = queries.working_edition(found.document)
    digest = publishing.review_digest(edition)
    form, status = JointForm(request.POST or None, initial={"seen": digest}), 200
    if request.method == "POST":
        status = attempt(form, lambda: actions.sign_jointly(request=found, by=request.acting, **form.cleaned_data))
        if not status:
            messages.success(request, "会签意见已提交。")
            return redirect("documents:joint", pk)
    return _joint_page(request, asked.request_for(pk, request.acting), form, status)


def _joint_page(request: OfficerRequest, found: CountersignRequest, form: JointForm, status: int) -> HttpResponse:
    document, edition = found.document, queries.working_edition(found.document)
    over = closed_words(found.outcome, found.note) if found.closed_at else status_words(document.status)
    own = Countersign.objects.filter(edition=edition, agency=found.agency).first()
    shown = not status_words(document.status) and found.outcome != "recalled"
    context = {
        "found": found, "document": document, "form": form, "over": over, "own": own, "shown": shown,
        "edition": edition if shown else None, "source": COUNTERSIGN_SOURCE,
        "html": mark_safe(whole(edition).html) if shown else "",  # noqa: S308 cleaned when it was stored
        "attached": edition.files.select_related("file") if shown else [],
        "mode": MODE_NAMES.get(edition.mode, ""), "late": found.due_on < timezone.localdate(),
        # Whoever typed before the draft changed reads it again: the next answer is about what is shown now.
        "digest": publishing.review_digest(edition),
    }  # fmt: skip
    return desk_page(request, "documents/desk/joint.html", context, nav="countersigning", status=status)


@officer_required
@require_GET
def joint_file(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    """Hand out a file of the draft while it lies here for countersigning."""
    found = asked.request_for(pk, request.acting)
    edition = queries.working_edition(found.document)
    attached = edition.files.select_related("file").filter(pk=file).first()
    if attached is None or found.outcome == "recalled" or status_words(found.document.status):
        raise Http404
    return handed_out(attached.file, attached.name)
