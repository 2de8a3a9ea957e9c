"""Reading: the list, history, comparison, slip, attachments, returns and stubs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect

from gongkai.base.events import queries as events
from gongkai.base.files import queries as file_queries
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.diff import compare as compare_paragraphs
from gongkai.law.numbers import number_key
from gongkai.proactive.documents import actions, queries
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.desk.bulk import beside_list
from gongkai.proactive.documents.desk.deciding import load
from gongkai.proactive.documents.desk.listing import DocumentFilter
from gongkai.proactive.documents.models import Document, SecretStub
from gongkai.proactive.documents.queries.redaction import whole
from gongkai.proactive.documents.rules import OWNERS, STATUS_NAMES, Status

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.engine.publishing.models import Edition

PAGE = 30


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
        **beside_list(request),
        "page": page,
        "total_word": f"共{page.paginator.count}件",
        "rows": [_row(document) for document in page],
        "filter": chosen,
        "tabs": tabs,
        "tab": tab,
        "query": typed,
        "desk_query": typed,
        "may_maps": request.acting.may_anywhere(Permission.PUBLISHING_COLUMNS),
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
    beside = request.GET.get("view") == "sides"
    context = {
        "document": document,
        "editions": editions,
        "old": old,
        "new": new,
        "beside": beside,
        "names": (f"第{old.number}版", f"第{new.number}版"),
        "views": [
            {"label": "只看变化", "url": f"?old={old.number}&new={new.number}", "current": not beside},
            {"label": "全文并排", "url": f"?old={old.number}&new={new.number}&view=sides", "current": beside},
        ],
        "rows": compare_paragraphs(_lines(old), _lines(new), keep_same=beside),
    }
    return desk_page(request, "documents/desk/compare.html", context, nav="documents")


def _lines(edition: Edition) -> list[str]:
    """Return the whole wording, title first: colleagues compare what was written, not what of it is public."""
    return [edition.title, *(line for line in whole(edition).text.splitlines() if line.strip())]


def _number(request: OfficerRequest, name: str) -> int:
    value = str(request.GET.get(name, ""))
    return int(value) if value.isdecimal() else -1


@officer_required
def file(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    """Hand out an attachment of any edition to whoever may read the document."""
    document = load(request, pk)
    for edition in document.item.editions.all():
        attached = edition.files.filter(pk=file).select_related("file").first()
        if attached is not None:
            return handed_out(attached.file, attached.name)
    raise Http404


def handed_out(stored: StoredFile, name: str) -> FileResponse:
    response = FileResponse(file_queries.open_file(stored), as_attachment=True, filename=name)
    response["Content-Type"] = stored.media_type
    return response


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
