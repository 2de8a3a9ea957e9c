"""What pages that take something share: a form tried against a verb, a file taken in and added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect

from gongkai.base.files import actions as files
from gongkai.base.files import queries as file_queries
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.desk.forms import FileForm
from gongkai.proactive.documents.permissions import check_permission

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponseBase

    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.officer import OfficerRequest
    from gongkai.base.organisations.rules import Permission
    from gongkai.proactive.documents.models import Document

GET_POST = ["GET", "HEAD", "POST"]


def attempt(form: forms.Form, run: Callable[[], object]) -> int:
    """Run the verb behind a posted form; return 0 when done, else the status of the page that shows what is wrong."""
    if not form.is_valid():
        return 422
    try:
        run()
    except actions.Refused as error:
        form.add_error(None, str(error))
        return 409
    return 0


def may(document: Document, permission: Permission, request: OfficerRequest) -> bool:
    try:
        check_permission(document, permission, request.acting)
    except (NotAllowed, OutOfSight):
        return False
    return True


def taken_in(request: OfficerRequest, upload: FileForm) -> StoredFile | None:
    """Return the stored file of a plain or a finished resumable upload. Raises FileRefused with what to do."""
    number = upload.cleaned_data.get("upload_id")
    if number and str(number).isdecimal():
        return file_queries.finished_file_of(file_id=int(number), person_id=request.user.pk)
    plain = upload.cleaned_data.get("upload")
    if plain is None:
        return None
    return files.store(data=plain.read(), filename=plain.name, by=request.user.name)


def add_upload(
    request: OfficerRequest, document: Document, back: str, add: Callable[[StoredFile, str, dict[str, Any]], object]
) -> HttpResponseBase:
    """Take in the uploaded file, hand it to `add` with its name and what else was typed, and go `back` with a sentence."""
    upload = FileForm(request.POST, request.FILES)
    try:
        stored = taken_in(request, upload) if upload.is_valid() else None
        if stored is None:
            messages.error(request, "请先选择文件。")
        else:
            name = upload.cleaned_data["name"] or stored.name
            add(stored, name, upload.cleaned_data)
            messages.success(request, f"已添加“{name}”。")
    except (actions.Refused, FileRefused) as error:
        messages.error(request, str(error))
    return redirect(back, document.pk)
