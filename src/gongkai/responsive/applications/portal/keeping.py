"""What both public forms keep between two pages: a draft under its code, and files that are sealed as they come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.http import HttpRequest, QueryDict

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.base.vault.queries import SealedFile
from gongkai.responsive.applications.actions.drafts import open_draft, save_draft
from gongkai.responsive.applications.portal.shared import citizen
from gongkai.responsive.applications.portal.typed import TypedParty
from gongkai.responsive.applications.portal.uploads import IDENTITY, MATERIAL, REFUSALS, Held, hold, too_large
from gongkai.responsive.applications.rules.intake import MOST_FILES
from gongkai.responsive.applications.rules.window import (
    DRAFT_SECONDS,
    DRAFT_TRIES,
    NO_DRAFT,
    NOT_THIS_DRAFT,
    UPLOAD_SECONDS,
    UPLOAD_TRIES,
    plain_secret,
)

Errors = dict[str, str]


class NotOpened(Exception):
    """The sentence says why; every wrong code gets the same one."""


class Form(Protocol):
    """A form as typed. `what` among its hidden values tells one kind of form from another."""

    token: str
    draft: str
    files: list[Held]

    def hidden(self) -> Iterable[tuple[str, str]]: ...
    def all_files(self) -> list[SealedFile]: ...


def save(typed: Form) -> dict[str, Any]:
    """Keep what was typed, right or wrong, and tell the code that opens it again."""
    content = json.dumps(list(typed.hidden()), ensure_ascii=False)
    typed.draft, until = save_draft(content=content, code=typed.draft, files=typed.all_files())
    return {"code": typed.draft, "until": until}


def reopened(request: HttpRequest, what: str = "") -> tuple[QueryDict, str]:
    """Return what was typed into a draft of this kind of form, and its code. Raises NotOpened."""
    try:
        guard.count("apply-draft", guard_queries.address_of(request), limit=DRAFT_TRIES, seconds=DRAFT_SECONDS)
    except guard.TooMany as error:
        raise NotOpened(str(error)) from error
    code = request.POST.get("draft_code", "")[:40]
    content = open_draft(code=code)
    if not content:
        raise NotOpened(NO_DRAFT)
    typed_before = QueryDict(mutable=True)
    for name, value in json.loads(content):
        typed_before.appendlist(name, value)
    if typed_before.get("what", "") != what:
        raise NotOpened(NOT_THIS_DRAFT)
    return typed_before, plain_secret(code)


def take_files(request: HttpRequest, typed: Form, parties: Sequence[TypedParty], called: str) -> Errors:
    """Seal what came with this sending; return the fields whose files could not be taken. `called`: what the files are."""
    errors = {
        field if field == "upload" else field.replace("upload", "scan"): said
        for field, said in too_large(request).items()
    }
    if not request.FILES:
        return errors
    try:
        guard.count("apply-upload", guard_queries.address_of(request), limit=UPLOAD_TRIES, seconds=UPLOAD_SECONDS)
    except guard.TooMany as error:
        return errors | {"upload": str(error)}
    for place, one in enumerate(parties, start=1):
        if upload := request.FILES.get(f"p{place}-upload"):
            try:
                one.scan = hold(upload, form=typed.token, by=citizen(request, one.name), purpose=IDENTITY)
            except REFUSALS as error:
                errors[f"p{place}-scan"] = str(error)
    for upload in request.FILES.getlist("upload"):
        if len(typed.files) >= MOST_FILES:
            errors["upload"] = f"{called}最多{MOST_FILES}个，多出来的没有收下。"
            break
        try:
            typed.files.append(hold(upload, form=typed.token, by=citizen(request), purpose=MATERIAL))
        except REFUSALS as error:
            errors["upload"] = _said(upload.name or "文件", str(error))
    return errors


def _said(name: str, sentence: str) -> str:
    """Of several files, say which was not taken."""
    return sentence if name in sentence else f"“{name}”没有收下：{sentence}"
