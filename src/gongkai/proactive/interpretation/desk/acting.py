"""What the work page posts besides its form: decisions, files, points of the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.files import actions as files
from gongkai.base.files import queries as file_queries
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.actions.filing import remove_file as take_off
from gongkai.proactive.interpretation.desk.forms import FileForm
from gongkai.proactive.interpretation.desk.moves import MOVES
from gongkai.proactive.interpretation.desk.working import load, work_page
from gongkai.proactive.interpretation.rules.kinds import KIND_WORDS, ROLE_NAMES

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile


@officer_required
@require_POST
def act(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    """Carry out one verb; a refusal is shown on the page with what was typed."""
    if verb not in MOVES:
        raise Http404
    one, move = load(request, pk), MOVES[verb]
    form = move.blank(one, request.POST)
    if not form.is_valid():
        return work_page(request, one, bound={verb: form}, status=422)
    try:
        move.run(request, one, form)
    except (Refused, Stale, NotAllowed) as error:
        form.add_error(None, str(error))
        return work_page(request, load(request, pk), bound={verb: form}, status=409)
    messages.success(request, move.done)
    return redirect("interpretation:work", pk)


def _taken_in(request: OfficerRequest, form: FileForm) -> StoredFile | None:
    """Return the stored file of a plain or a finished resumable upload. Raises FileRefused with what to do."""
    number = form.cleaned_data.get("upload_id")
    if number and str(number).isdecimal():
        return file_queries.finished_file_of(file_id=int(number), person_id=request.user.pk, media=True)
    plain = form.cleaned_data.get("upload")
    if plain is None:
        return None
    return files.store(data=plain.read(), filename=plain.name, by=request.user.name, media=True)


@officer_required
@require_POST
def add_file(request: OfficerRequest, pk: int) -> HttpResponseBase:
    one, form = load(request, pk), FileForm(request.POST, request.FILES)
    try:
        stored = _taken_in(request, form) if form.is_valid() else None
        if stored is None:
            messages.error(request, "没有收到文件。请先按“选择文件”，选好用途，再按“添加”。")
        else:
            name = form.cleaned_data["name"] or stored.name
            actions.add_file(
                interpretation=one, file=stored, name=name, role=form.cleaned_data["role"], by=request.acting
            )
            messages.success(request, f"已添加“{name}”。")
    except FileRefused as error:
        messages.error(request, f"文件没有添加：{error}{_wanted(form)}")
    except (Refused, NotAllowed) as error:
        messages.error(request, f"文件没有添加：{error}")
    return redirect(f"{reverse('interpretation:work', args=[pk])}#files")


def _wanted(form: FileForm) -> str:
    """Say which files the chosen purpose takes: the refusal itself speaks of documents."""
    role = str(form.cleaned_data.get("role") or "")
    if role not in KIND_WORDS:
        return "换一个文件，或者改选用途后再试。"
    return f"用途选的是“{ROLE_NAMES[role]}”，请换成{KIND_WORDS[role]}，或者改选用途后再试。"


@officer_required
@require_POST
def remove_file(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    one = load(request, pk)
    attached = queries.edition_of(one).files.filter(pk=file).first()
    if attached is None:
        raise Http404
    try:
        take_off(interpretation=one, attached=attached, by=request.acting)
        messages.success(request, f"已移除“{attached.name}”。")
    except (Refused, NotAllowed) as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('interpretation:work', args=[pk])}#files")


@officer_required
@require_GET
def file(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    """Hand out a file of any edition to whoever may read the interpretation."""
    one = load(request, pk)
    for edition in one.item.editions.all():
        attached = edition.files.filter(pk=file).select_related("file").first()
        if attached is not None:
            response = FileResponse(file_queries.open_file(attached.file), as_attachment=True, filename=attached.name)
            response["Content-Type"] = attached.file.media_type
            return response
    raise Http404
