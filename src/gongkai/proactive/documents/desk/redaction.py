"""删减: the whole text and what the public will read of it side by side; passages are marked, attachments decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.law.grounds import Mode
from gongkai.proactive.documents import actions, queries
from gongkai.proactive.documents.desk.deciding import load
from gongkai.proactive.documents.models import FileVerdict
from gongkai.proactive.documents.permissions import check_permission
from gongkai.proactive.documents.queries import redaction
from gongkai.proactive.documents.rules import FILE_VERDICTS, Status
from gongkai.proactive.documents.rules.redaction import GENERATED, REDACTION_GROUNDS, Passage, numbered

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document, RedactionMark

MOST_PASSAGES = 200
GROUND_CHOICES = [("", "请选择"), *REDACTION_GROUNDS.items()]


class MarkForm(forms.Form):
    """A selection in the browser comes as `passages`; without a script, paragraph and words are typed."""

    passages = forms.CharField(required=False, widget=forms.HiddenInput)
    paragraph = forms.IntegerField(label="段落号", required=False, min_value=1)
    words = forms.CharField(
        label="要删减的文字", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="照原文逐字填写；不填则删减整段。在左边文稿里选中文字会自动填好。",
    )  # fmt: skip
    ground = forms.ChoiceField(
        label="理由种类", choices=GROUND_CHOICES, error_messages={"required": "请选择理由种类。"}
    )
    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="为什么暂时不宜公开。不要把要删减的文字写进来。",
    )
    everywhere = forms.BooleanField(label="全文各处相同的文字一并删减", required=False, initial=True)
    here_only = forms.BooleanField(
        label="其他各处的相同文字可以公开",
        required=False,
        help_text="只在这几个字单独出现时并不涉密、不涉及隐私时选用。",
    )

    def chosen(self) -> list[tuple[int, str, int | None]]:
        """Return (paragraph, words, start) for each passage. Raises Refused when nothing was chosen."""
        try:
            sent = json.loads(self.cleaned_data["passages"] or "[]")
            found = [(int(one["paragraph"]), str(one["words"]), int(one["start"])) for one in sent[:MOST_PASSAGES]]
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise actions.Refused("没有读懂选中的文字，请重新选择，或填写段落号和原文。") from error
        if found:
            return [*found]
        number = self.cleaned_data["paragraph"]
        if number is None:
            raise actions.Refused("请在文稿里选中要删减的文字，或填写段落号和原文。")
        return [(number, self.cleaned_data["words"], None)]


class FileVerdictForm(forms.Form):
    verdict = forms.ChoiceField(label="如何公开", choices=list(FILE_VERDICTS.items()), widget=forms.RadioSelect)
    passages = forms.CharField(
        label="附件中还要删减的文字", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一处。正文中已标注的文字会自动在附件里删减，不必重复填写。",
    )  # fmt: skip
    ground = forms.ChoiceField(label="理由种类", required=False, choices=GROUND_CHOICES)
    reason = forms.CharField(label="理由", max_length=300)


class ReviewDayForm(forms.Form):
    next_review_on = forms.DateField(
        label="下次复核日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="删减的理由是“暂时”的，到这一天重新判断能否全部公开。",
        error_messages={"required": "请填写复核日期。", "invalid": "请填写存在的日期，如2027-03-12。"},
    )


@officer_required
@require_GET
def page(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _page(request, load(request, pk))


def _page(
    request: OfficerRequest, document: Document, *, form: MarkForm | None = None, status: int = 200
) -> HttpResponseBase:
    edition = queries.working_edition(document)
    may = _may_mark(document, request)
    marks = redaction.marks_of(edition)
    context = {
        "document": document,
        "edition": edition,
        "is_generated": edition.mode in GENERATED,
        "may_mark": may and edition.mode == Mode.REDACTED,
        "may_decide": may and edition.mode in GENERATED,
        "form": form or MarkForm(),
        "marks": [_row(number, one) for number, one in enumerate(marks, start=1)],
        "whole": _whole(edition, marks),
        "public": mark_safe(edition.html),  # noqa: S308 - clean text with our own notices
        "count": len(redaction.paragraphs(edition)),
        "gaps": redaction.gaps(document, edition),
        "open_files": [{"file": one, "form": FileVerdictForm(prefix=f"f{one.attached.pk}")}
                       for one in (redaction.open_files(edition) if edition.mode in GENERATED else [])],
        "verdicts": redaction.verdicts_of(edition),
        "review_form": ReviewDayForm(initial={"next_review_on": document.next_review_on}),
        "keep_form": KeepForm() if _may_keep(document, edition, request) else None,
    }  # fmt: skip
    return desk_page(request, "documents/desk/redaction.html", context, nav="documents", status=status)


def _may_mark(document: Document, request: OfficerRequest) -> bool:
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        return False
    try:
        check_permission(document, Permission.DOCUMENTS_REDACT, request.acting)
    except (NotAllowed, OutOfSight):
        return False
    return True


def _may_keep(document: Document, edition: Edition, request: OfficerRequest) -> bool:
    if document.status != Status.PUBLISHED or edition.mode != Mode.REDACTED:
        return False
    return request.acting.grant_for(Permission.PUBLISHING_CORRECT, document.item.agency) is not None


def _whole(edition: Edition, marks: list[RedactionMark]) -> Any:
    passages = [
        (Passage(one.paragraph, one.start, one.end, one.ground), number)
        for number, one in enumerate(marks, start=1)
        if not one.stale
    ]
    # The wording was cleaned when it was saved; numbers and marks are our own.
    return mark_safe(numbered(redaction.whole(edition).html, passages))  # noqa: S308


def _row(number: int, mark: RedactionMark) -> dict[str, Any]:
    return {"number": number, "mark": mark, "ground": REDACTION_GROUNDS.get(mark.ground, mark.ground)}


@officer_required
@require_POST
def mark(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _page(request, document, form=form, status=422)
    try:
        made = actions.mark(
            document=document, passages=form.chosen(), ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"], everywhere=form.cleaned_data["everywhere"],
            here_only=form.cleaned_data["here_only"], by=request.acting,
        )  # fmt: skip
    except actions.Refused as error:
        form.add_error(None, str(error))
        return _page(request, document, form=form, status=409)
    messages.success(request, f"已标注{len(made)}处，公开稿已重新生成。")
    return redirect("documents:redaction", document.pk)


@officer_required
@require_POST
def unmark(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    chosen = [int(one) for one in request.POST.getlist("mark") if one.isdecimal()]
    try:
        actions.unmark(document=document, marks=chosen, by=request.acting)
        messages.success(request, "已取消标注，这些文字会公开。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:redaction", document.pk)


@officer_required
@require_POST
def review_day(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    form = ReviewDayForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写存在的复核日期，如2027-03-12。")
        return redirect("documents:redaction", document.pk)
    try:
        actions.set_review_day(document=document, on=form.cleaned_data["next_review_on"], by=request.acting)
        messages.success(request, "已记下复核日期。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:redaction", document.pk)


class KeepForm(ReviewDayForm):
    reason = forms.CharField(label="继续删减的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("reason", "next_review_on")


@officer_required
@require_POST
def keep(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    form = KeepForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明继续删减的理由，并填写下次复核日期。")
        return redirect("documents:redaction", document.pk)
    data = form.cleaned_data
    try:
        actions.keep_redacted(document=document, reason=data["reason"], until=data["next_review_on"], by=request.acting)
        messages.success(request, "已记录复核结论。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:redaction", document.pk)


@officer_required
@require_POST
def decide_file(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    document = load(request, pk)
    attached = queries.working_edition(document).files.filter(pk=file).select_related("file").first()
    if attached is None:
        raise Http404
    form = FileVerdictForm(request.POST, prefix=f"f{file}")
    if not form.is_valid():
        messages.error(request, f"“{attached.name}”：请选择如何公开，并写明理由。")
        return redirect("documents:redaction", document.pk)
    data = form.cleaned_data
    try:
        row = actions.decide_file(
            document=document, attached=attached, verdict=data["verdict"], reason=data["reason"], ground=data["ground"],
            passages=data["passages"].splitlines(), by=request.acting,
        )  # fmt: skip
        messages.success(request, f"“{row.name}”：{FILE_VERDICTS[row.verdict]}。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:redaction", document.pk)


@officer_required
@require_POST
def reopen_file(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    document = load(request, pk)
    verdict = FileVerdict.objects.filter(pk=file, edition__item=document.item).first()
    if verdict is None:
        raise Http404
    try:
        actions.reopen_file(document=document, verdict=verdict, by=request.acting)
        messages.success(request, "已撤回，请重新决定。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:redaction", document.pk)


@officer_required
@require_GET
def original(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    """Hand the original of an attachment to those inside, and the redacted one for comparison (?which=result)."""
    from gongkai.proactive.documents.desk.pages import handed_out  # both are pages of one package

    document = load(request, pk)
    verdict = FileVerdict.objects.filter(pk=file, edition__item=document.item).select_related("original").first()
    if verdict is None:
        raise Http404
    if request.GET.get("which") == "result" and verdict.result is not None:
        return handed_out(verdict.result, verdict.result_name)
    return handed_out(verdict.original, verdict.name)
