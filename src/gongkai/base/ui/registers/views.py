"""Reading pages of a register: list, entry, export."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from gongkai.base.ui.models import SavedView
from gongkai.base.ui.registers import exporting, importing, listing
from gongkai.base.ui.registers.declaration import Register


def here(request: HttpRequest, name: str, *parts: object) -> str:
    """Address of a page of the same register, wherever it is mounted."""
    assert request.resolver_match
    return reverse(f"{request.resolver_match.namespace}:{name}", args=parts)


def person_key(request: HttpRequest) -> int:
    """Key of the person signed in; the door of every address has seen to it that there is one."""
    assert request.user.pk is not None
    return int(request.user.pk)


def shell(register: Register, request: HttpRequest, *trail: str) -> dict[str, Any]:
    """What every page of the register needs around it."""
    crumbs: list[dict[str, str]] = [*register.crumbs]
    crumbs.append({"label": register.title, "url": here(request, "list")} if trail else {"label": register.title})
    crumbs += [{"label": label} for label in trail]
    return {"register": register, "crumbs": crumbs, "list_url": here(request, "list"), **register.context(request)}


def load(register: Register, request: HttpRequest, pk: int, verb: str) -> Any:
    entry = get_object_or_404(register.queryset(request), pk=pk)
    if not register.may(request, verb, entry):
        raise PermissionDenied("您没有这项权限，需要时请联系本单位管理员。")
    return entry


def _rows(register: Register, request: HttpRequest, entries: Any) -> list[dict[str, Any]]:
    url = register.entry_url or (lambda entry: here(request, "entry", entry.pk))
    return [
        {"entry": entry, "url": url(entry), "cells": [column.shown(entry, request) for column in register.columns]}
        for entry in entries
    ]


def _tools(register: Register, request: HttpRequest) -> dict[str, Any]:
    may = register.may
    query = request.GET.urlencode()
    tail = f"?{query}" if query else ""
    return {
        "add_url": here(request, "add") if register.form and may(request, "add", None) else "",
        "import_url": here(request, "import") if register.importing and may(request, "import", None) else "",
        "csv_url": here(request, "export", "csv") + tail if may(request, "export", None) else "",
        "xlsx_url": here(request, "export", "xlsx") + tail if may(request, "export", None) else "",
        "bulk_url": here(request, "bulk"),
        "save_view_url": here(request, "save-view"),
        "bulk": [action for action in register.bulk if may(request, f"bulk.{action.name}", None)],
        "present_query": query,
    }


def _saved(register: Register, request: HttpRequest) -> list[dict[str, Any]]:
    kept = SavedView.objects.filter(person_id=person_key(request), register=register.name)
    return [
        {
            "name": view.name,
            "url": f"{here(request, 'list')}?{view.query}",
            "drop": here(request, "drop-view", view.pk),
            "current": view.query == request.GET.urlencode(),
        }
        for view in kept
    ]


@require_safe
def show_list(request: HttpRequest, *, register: Register) -> HttpResponse:
    found = listing.narrow(register, request)
    page = listing.page_of(register, request, found)
    context = shell(register, request) | _tools(register, request)
    context |= {
        "listing": found,
        "headings": listing.headings(register, found.sort),
        "page_of": page,
        "rows": _rows(register, request, page.object_list),
        "saved": _saved(register, request),
        "total_word": f"共{page.paginator.count}条",
    }
    return render(request, "ui/register_list.html", context)


@require_safe
def show_entry(request: HttpRequest, *, register: Register, pk: int) -> HttpResponse:
    entry = load(register, request, pk, "view")
    rows = [{"label": column.label, "value": column.shown(entry, request)} for column in register.columns]
    may_change = bool(register.form) and register.may(request, "change", entry)
    context = shell(register, request, str(entry))
    context |= {
        "entry": entry,
        "rows": rows,
        "events": list(register.history(entry)) if register.history else None,
        "edit_url": here(request, "edit", pk) if may_change else "",
    }
    return render(request, register.entry_template, context)


@require_safe
def export(request: HttpRequest, *, register: Register, kind: str) -> HttpResponseBase:
    if kind not in {"csv", "xlsx"}:
        raise Http404
    return exporting.respond(register, listing.narrow(register, request).entries, kind)


@require_safe
def import_template(_request: HttpRequest, *, register: Register) -> HttpResponse:
    assert register.importing
    book = Workbook(write_only=True)
    sheet = book.create_sheet(register.title[:31])
    for line in importing.blank(register.importing):
        sheet.append(line)
    buffer = BytesIO()
    book.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=exporting.XLSX)
    disposition = content_disposition_header(as_attachment=True, filename=f"{register.title}-导入模板.xlsx")
    assert disposition
    response["Content-Disposition"] = disposition
    return response
