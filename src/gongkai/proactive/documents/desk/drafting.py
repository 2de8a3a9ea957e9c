"""Drafting pages: one form for wording, decisions and particulars; files; relations; roll-back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.base.files import actions as files
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.unsaved.queries import as_post, typed_by
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as publishing_queries
from gongkai.engine.publishing.rules import VERBS
from gongkai.engine.screening import queries as screening
from gongkai.proactive.documents import actions, queries, rules
from gongkai.proactive.documents.desk.annotate import paragraphs
from gongkai.proactive.documents.desk.deciding import load
from gongkai.proactive.documents.desk.forms import DraftForm, FileForm, RelationForm
from gongkai.proactive.documents.desk.posting import add_upload, taken_in
from gongkai.proactive.documents.permissions import check_permission
from gongkai.proactive.documents.queries.redaction import whole
from gongkai.proactive.documents.rules.redaction import GENERATED

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.proactive.documents.models import Document

RELATION_VERBS = [(verb.key, verb.forward) for verb in VERBS.values() if verb.key != "interprets"]


def _own_agency(request: OfficerRequest) -> Any:
    for grant in request.acting.grants:
        if request.acting.may_anywhere(Permission.DOCUMENTS_DRAFT) and not grant.standing_in_for:
            return grant
    raise Http404


@officer_required
@permission_required(Permission.DOCUMENTS_DRAFT)
def new(request: OfficerRequest) -> HttpResponseBase:
    """Start a draft, by upload or in the editor. Nothing is written until it is whole; what was typed stays."""
    grant = _own_agency(request)
    initial = {"agency": grant.agency_id, "division": grant.division_id, "mode": rules.DEFAULT_MODE}
    initial["title"] = request.GET.get("title", "")[:300]  # other pages lead here with one
    form = DraftForm(request.POST or None, request.FILES or None, by=request.acting, initial=initial)
    upload = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and upload.is_valid() and _prefill(request, form, upload) and form.is_valid():
        try:
            document = _create(request, form, upload)
        except (actions.Refused, FileRefused) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "稿件已建立。")
            return redirect("documents:edit", document.pk)
    context = {"form": form, "file_form": upload, "is_new": True}
    return desk_page(request, "documents/desk/edit.html", context, nav="documents")


def _prefill(request: OfficerRequest, form: DraftForm, upload: FileForm) -> bool:
    """With a file and no title, the file's own title serves; the officer can change it on the next page."""
    if str(request.POST.get("title", "")).strip():
        return True
    try:
        stored = taken_in(request, upload)
        if stored is None:
            return True
        extracted = files.extract_stored(file=stored)
    except FileRefused as error:
        form.add_error(None, str(error))
        return False
    if upload.cleaned_data.get("upload"):
        upload.cleaned_data["upload"].seek(0)
    data = request.POST.copy()
    data["title"] = extracted.title or stored.name.rpartition(".")[0]
    form.data = data
    return True


@transaction.atomic  # a file that turns out to be unreadable leaves no half draft behind
def _create(request: OfficerRequest, form: DraftForm, upload: FileForm) -> Document:
    cleaned = form.cleaned_data
    division = cleaned["division"]
    grant = _own_agency(request)
    own = division.agency if division else form.fields["agency"].queryset.get(pk=grant.agency_id)  # type: ignore[attr-defined]
    stored = taken_in(request, upload)
    document = actions.draft(
        agency=cleaned["agency"], drafting_agency=own, division=division, title=cleaned["title"],
        html=cleaned["html"], mode=cleaned["mode"] or rules.DEFAULT_MODE, by=request.acting, **form.particulars(),
    )  # fmt: skip
    if stored is not None:
        name = upload.cleaned_data["name"] or stored.name
        as_text = upload.cleaned_data["as_text"] or not cleaned["html"].strip()
        actions.add_file(document=document, file=stored, name=name, by=request.acting, as_text=as_text)
    return document


def _initial(document: Document) -> dict[str, Any]:
    edition = queries.working_edition(document)
    known: dict[str, Any] = {name: getattr(document, name, None) for name in DraftForm.base_fields}
    return known | {
        "version": edition.version,
        "agency": document.item.agency_id,
        "division": document.division_id,
        "title": edition.title,
        "html": whole(edition).html,
        "mode": edition.mode,
    }


@officer_required
def edit(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    check_permission(document, Permission.DOCUMENTS_DRAFT, request.acting)
    edition = queries.working_edition(document)
    typed = typed_by(request.acting, actions.place_of(document))
    taking_up = typed is not None and request.method == "GET" and "recover" in request.GET
    sent = as_post(typed) if typed is not None and taking_up else request.POST or None
    form = DraftForm(sent, by=request.acting, drafting_agency=document.drafting_agency, initial=_initial(document))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, document, form)
        except actions.Stale as error:
            # The reader keeps both: what was typed stands in the form, what the other saved is shown beside it.
            form.add_error(None, str(error))
            status = 409
        except actions.Refused as error:
            form.add_error(None, str(error))
    screened = screening.findings_for_screen(html=whole(edition).html, title=edition.title)
    context = {
        "document": document,
        "edition": edition,
        "form": form,
        "stale": status == 409,
        "typed": typed if not taking_up and request.method == "GET" else None,
        "taking_up": taking_up,
        "is_redacted": edition.mode in GENERATED,
        "file_form": FileForm(),
        "relation_form": RelationForm(verbs=RELATION_VERBS),
        "relations": document.item.relations.select_related("target__release"),
        "screened": screened,
        "paragraphs": paragraphs(screened),
        "findings_template": "documents/desk/_findings.html",
        "defects": rules.draft_defects(queries.facts(document, edition)),
        "returned": document.returns.first() if document.status == rules.Status.RETURNED else None,
    }
    return desk_page(request, "documents/desk/edit.html", context, nav="documents", status=status)


def _save(request: OfficerRequest, document: Document, form: DraftForm) -> HttpResponseBase:
    cleaned = form.cleaned_data
    actions.save(
        document=document, version=cleaned["version"], by=request.acting, title=cleaned["title"],
        html=cleaned["html"], mode=cleaned["mode"] or rules.DEFAULT_MODE, **form.particulars(),
    )  # fmt: skip
    if "submit" in request.POST:
        try:
            actions.submit(document=document, by=request.acting)
        except actions.Refused as error:
            messages.error(request, str(error))
            return redirect("documents:edit", document.pk)
        messages.success(request, "已送科室负责人审核。")
        return redirect("documents:detail", document.pk)
    messages.success(request, "已保存。")
    return redirect("documents:edit", document.pk)


@officer_required
@require_POST
def add_file(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)

    def add(file: StoredFile, name: str, typed: dict[str, Any]) -> None:
        actions.add_file(document=document, file=file, name=name, by=request.acting, as_text=typed["as_text"])

    return add_upload(request, document, "documents:edit", add)


@officer_required
@require_POST
def remove_file(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    document = load(request, pk)
    attached = queries.working_edition(document).files.filter(pk=file).first()
    if attached is None:
        raise Http404
    try:
        actions.remove_file(document=document, attached=attached, by=request.acting)
        messages.success(request, f"已移除“{attached.name}”。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:edit", document.pk)


@officer_required
@require_POST
def relate(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    check_permission(document, Permission.DOCUMENTS_DRAFT, request.acting)
    form = RelationForm(request.POST, verbs=RELATION_VERBS)
    if form.is_valid():
        written = form.cleaned_data["number"].strip()
        target = publishing_queries.item_by_number(written)
        try:
            publishing.relate(
                source=document.item, verb=form.cleaned_data["verb"], target=target,
                label="" if target else written, by=request.acting,
            )  # fmt: skip
            messages.success(request, "已建立关联。")
        except actions.Refused as error:
            messages.error(request, str(error))
    return redirect("documents:edit", document.pk)


@officer_required
@require_POST
def unrelate(request: OfficerRequest, pk: int, relation: int) -> HttpResponseBase:
    document = load(request, pk)
    check_permission(document, Permission.DOCUMENTS_DRAFT, request.acting)
    found = document.item.relations.filter(pk=relation).first()
    if found is None:
        raise Http404
    try:
        publishing.unrelate(relation=found, by=request.acting)
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:edit", document.pk)


@officer_required
@require_POST
def roll_back(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    """Put an older wording into the edition in preparation."""
    document = load(request, pk)
    check_permission(document, Permission.DOCUMENTS_DRAFT, request.acting)
    if not document.item.editions.filter(number=number).exists():
        raise Http404
    try:
        actions.restore(document=document, number=number, by=request.acting)
        messages.success(request, f"已恢复第{number}版的内容，请检查后保存送审。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:edit", document.pk)
