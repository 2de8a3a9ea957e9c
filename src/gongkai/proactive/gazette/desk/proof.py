"""One text of an issue: the gazette's wording beside the document's, findings and their decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.files.rules import anchored
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.ui.diff import compare
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.desk.forms import ColumnForm, FindingForm, TextForm, VerdictForm
from gongkai.proactive.gazette.desk.shared import entry_of, load, may_edit, page
from gongkai.proactive.gazette.models import Entry, Issue
from gongkai.proactive.gazette.queries.standard import whole_of
from gongkai.proactive.gazette.rules import COLUMN_NAMES, OPEN, State, path_of


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int, entry: int) -> HttpResponseBase:
    issue = load(request, pk)
    return _page(request, issue, entry_of(issue, entry))


def _rows(entry: Entry, site: Any) -> list[Any]:
    """Return the differences between the gazette's text and the site's, paragraph by paragraph."""
    if site is None:
        return []
    rows = compare(whole_of(entry).splitlines(), site.whole.splitlines())
    return [row for row in rows if row.kind != "same"]


def _page(
    request: OfficerRequest, issue: Issue, entry: Entry, *, refused: str = "", status: int = 200, typed: dict[str, Any] | None = None
) -> HttpResponse:  # fmt: skip
    known = typed or {}
    site = queries.standing([entry.document_id]).get(entry.document_id) if entry.document_id else None
    mine = issue.readings.filter(round=issue.round, reader=request.user.pk, closed_at=None).first()
    keys = list(issue.entries.order_by("order", "pk").values_list("pk", flat=True))
    at = keys.index(entry.pk)
    edits = may_edit(request, issue.gazette) and issue.state in OPEN
    own = entry.document_id is None
    initial = {"column": entry.column, "title": entry.title, "issuer": entry.issuer, "body": entry.text}
    form_type: Any = TextForm if own else ColumnForm
    context = {
        "issue": issue, "entry": entry, "place": at + 1, "count": len(keys), "own": own,
        "html": mark_safe(anchored(entry.html)[0]),  # noqa: S308 cleaned when it was stored
        "site": site, "site_html": mark_safe(site.html) if site else "",  # noqa: S308 cleaned when it was stored
        "rows": _rows(entry, site), "column_name": COLUMN_NAMES[entry.column],
        "findings": entry.findings.filter(reading__round=issue.round).select_related("reading"),
        "reading": mine, "finding_form": known.get("note") or FindingForm(),
        "verdict_form": VerdictForm(), "may_decide": edits and issue.state == State.SELECTED,
        "edit_form": (known.get("edit") or form_type(initial=initial)) if edits else None,
        "may_refresh": edits and not own and bool(_rows(entry, site)),
        "public_url": path_of(entry.item.key) if entry.item and issue.state == State.RELEASED else "",
        "document_url": f"/documents/{entry.document.key}" if entry.document else "",
        "before": keys[at - 1] if at else None, "after": keys[at + 1] if at + 1 < len(keys) else None, "refused": refused,
    }  # fmt: skip
    return page(request, "text", context, status=status)


def _note(request: OfficerRequest, issue: Issue, entry: Entry) -> str:
    reading = issue.readings.filter(round=issue.round, reader=request.user.pk, closed_at=None).first()
    if reading is None:
        raise actions.Refused("请先在期次页开始校对。")
    actions.note_finding(
        reading=reading, entry=entry, quote=request.POST.get("quote", ""), remark=request.POST.get("remark", ""),
        by=request.acting,
    )  # fmt: skip
    return "意见已登记。"


def _decide(request: OfficerRequest, issue: Issue, entry: Entry) -> str:
    value = request.POST.get("finding", "")
    pk = int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0
    finding = entry.findings.filter(pk=pk, reading__issue=issue).select_related("reading__issue").first()
    if finding is None:
        raise Http404
    actions.decide_finding(
        finding=finding,
        verdict=request.POST.get("verdict", ""),
        answer=request.POST.get("answer", ""),
        by=request.acting,
    )
    return "已处理。"


def _edit(request: OfficerRequest, issue: Issue, entry: Entry) -> str:
    del issue
    actions.edit_entry(
        entry=entry, column=request.POST.get("column", ""), title=request.POST.get("title", ""),
        body=request.POST.get("body", ""), issuer=request.POST.get("issuer", ""), by=request.acting,
    )  # fmt: skip
    return "已保存。"


def _refresh(request: OfficerRequest, issue: Issue, entry: Entry) -> str:
    del issue
    actions.refresh(entry=entry, by=request.acting)
    return "已取回文件现行内容。"


VERBS: dict[str, Callable[[OfficerRequest, Issue, Entry], str]] = {
    "note": _note, "decide": _decide, "edit": _edit, "refresh": _refresh,
}  # fmt: skip


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, entry: int, verb: str) -> HttpResponseBase:
    issue = load(request, pk)
    row = entry_of(issue, entry)
    if verb not in VERBS:
        raise Http404
    try:
        sentence = VERBS[verb](request, issue, row)
    except actions.Refused as error:
        forms: dict[str, Any] = {"note": FindingForm, "edit": TextForm if row.document_id is None else ColumnForm}
        typed = {verb: forms[verb](request.POST)} if verb in forms else {}
        return _page(request, load(request, pk), entry_of(issue, entry), refused=str(error), status=409, typed=typed)
    messages.success(request, sentence)
    return redirect(reverse("gazette:text", args=[pk, entry]))
