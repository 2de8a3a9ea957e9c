"""Themes from a superior: one line of a file and one object of JSON go the same way."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import Acting, NotAllowed, OutOfSight, agencies_where
from gongkai.proactive.themes import actions
from gongkai.proactive.themes.desk.forms import SuperiorRow
from gongkai.proactive.themes.desk.shared import GET_POST, page
from gongkai.proactive.themes.permissions import MANAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSALS = (actions.Refused, NotAllowed, OutOfSight, ValidationError)
MOST, LARGEST = 500, 2_000_000
TEXTS = frozenset({"words", "tags", "without"})


class JsonForm(forms.Form):
    file = forms.FileField(
        label="JSON 文件", help_text="上级平台下发的专题清单：一个数组，每个专题一个对象，字段名见下表。"
    )


@dataclass(frozen=True)
class Line:
    number: int
    title: str
    word: str
    errors: tuple[str, ...]


def take(form: SuperiorRow, by: Acting) -> str:
    """Store one line and return the word for the report. Raises Refused, NotAllowed, OutOfSight."""
    code = form.cleaned_data["agency"]
    agency = agencies_where(by, MANAGE).filter(code=code).first()
    if agency is None:
        raise actions.Refused(f"没有代码为“{code}”的机关，或者您没有为它维护专题的权限。")
    _, word = actions.receive(
        agency=agency, slug=form.cleaned_data["slug"], facts=form.facts(), received=form.received(), by=by
    )
    return word


@officer_required
@permission_required(MANAGE)
@require_http_methods(GET_POST)
def receive(request: OfficerRequest) -> HttpResponseBase:
    """Take in a JSON file: a report line by line; all or nothing."""
    form = JsonForm(request.POST or None, request.FILES or None)
    found: list[Line] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = _stored(_read(form.cleaned_data["file"]), request.acting)
            except actions.Refused as refusal:
                form.add_error("file", str(refusal))
            else:
                if not any(line.errors for line in found):
                    messages.success(request, f"已接收{len(found)}个专题。")
                    return redirect("themes:received:list")
    fields = [
        {"name": name, "label": bound.label, "need": "必填" if bound.required else "选填", "help": bound.help_text}
        for name, bound in SuperiorRow.base_fields.items()
    ]
    return page(
        request, "receive", {"form": form, "lines": found, "fields": fields}, {"label": "接收上级专题"}, status=status
    )


def _read(upload: Any) -> list[dict[str, str]]:
    """Return the objects as a form takes them. Raises Refused for what is no list of objects."""
    if (upload.size or 0) > LARGEST:
        raise actions.Refused("文件超过2 MB，请分成几个文件。")
    try:
        said = json.loads(upload.read().decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise actions.Refused("读不懂这个文件。请使用 UTF-8 编码的 JSON 数组。") from error
    if not isinstance(said, list) or not said or not all(isinstance(one, dict) for one in said):
        raise actions.Refused("文件里应是一个数组，每个专题一个对象。")
    if len(said) > MOST:
        raise actions.Refused(f"一次最多接收{MOST}个专题，请分成几个文件。")
    return [dict(_plain(one)) for one in said]


def _plain(one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in one.items():
        if isinstance(value, list) and name in TEXTS:
            yield name, "、".join(str(part) for part in value)
        elif isinstance(value, bool):
            yield name, "是" if value else "否"
        elif value is not None:
            yield name, str(value)


def _stored(rows: list[dict[str, str]], by: Acting) -> list[Line]:
    found = []
    with transaction.atomic():
        for number, row in enumerate(rows, start=1):
            word, errors = _one(row, by)
            found.append(Line(number, row.get("title", ""), word, tuple(errors)))
        if any(line.errors for line in found):
            transaction.set_rollback(True)
    return found


def _one(row: dict[str, str], by: Acting) -> tuple[str, list[str]]:
    form = SuperiorRow(row)
    if not form.is_valid():
        labels = {name: str(bound.label) for name, bound in form.fields.items()}
        return "", [f"{labels.get(name, name)}：{error}" for name, errors in form.errors.items() for error in errors]
    try:
        with transaction.atomic():
            return take(form, by), []
    except ValidationError as error:
        return "", list(error.messages)
    except REFUSALS as error:
        return "", [str(error)]
