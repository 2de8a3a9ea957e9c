"""Exhibits of a document: attach, change, compare, take off; the map on which divisions are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.figures import Area, drawn_map
from gongkai.proactive.documents import actions, queries
from gongkai.proactive.documents.desk import exhibit_forms as typing
from gongkai.proactive.documents.desk.deciding import load
from gongkai.proactive.documents.desk.posting import may
from gongkai.proactive.documents.models import Exhibit
from gongkai.proactive.documents.permissions import check_permission
from gongkai.proactive.documents.queries import exhibits as known
from gongkai.proactive.documents.queries.exhibiting import exhibit_of
from gongkai.proactive.documents.rules import Status, charting
from gongkai.proactive.documents.rules.exhibits import KIND_NOTES, KINDS, defects
from gongkai.proactive.documents.rules.redaction import GENERATED

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document

OPEN = frozenset({Status.DRAFT, Status.RETURNED})


@officer_required
@require_safe
def page(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """All exhibits of the edition in hand, drawn as readers will see them."""
    document = load(request, pk)
    edition = queries.working_edition(document)
    today = timezone.localdate()
    generated = edition.mode in GENERATED
    base = f"/desk/documents/{document.pk}/"
    rows = [
        {
            "exhibit": one,
            "shown": exhibit_of(known.facts_of(one), today, number=n, base=base),
            "verified": known.is_verified(one, edition),
            "withheld": one.verdict == "withheld",
            "stale": bool(one.verdict) and one.verdict_digest != known.seen_digest(one, edition),
        }
        for n, one in enumerate(known.exhibits_of(edition), start=1)
    ]
    context = {
        "document": document, "edition": edition, "rows": rows, "generated": generated,
        "kinds": [{"key": key, "name": name, "note": KIND_NOTES[key]} for key, name in KINDS.items()],
        "gaps": known.exhibit_gaps(edition), "may_edit": _may_edit(request, document),
        "may_verify": generated and document.status == Status.SECRECY_REVIEW
        and may(document, Permission.DOCUMENTS_SECRECY_REVIEW, request),
    }  # fmt: skip
    return desk_page(request, "documents/desk/exhibits.html", context, nav="documents")


def _may_edit(request: OfficerRequest, document: Document) -> bool:
    return document.status in OPEN and may(document, Permission.DOCUMENTS_DRAFT, request)


@dataclass
class Page:
    """One form page on its way: what it shows again, what was read from it, what is wrong."""

    request: OfficerRequest
    document: Document
    edition: Edition
    kind: str
    exhibit: Exhibit | None = None
    data: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def posted(self) -> bool:
        return self.request.method == "POST"

    @property
    def old(self) -> dict[str, Any]:
        return self.exhibit.data if self.exhibit else {}

    def head(self) -> dict[str, Any]:
        names = ("title", "alt", "source", "place")
        return {name: getattr(self.exhibit, name) for name in names} if self.exhibit else {"place": "below"}


@officer_required
def new(request: OfficerRequest, pk: int, kind: str) -> HttpResponseBase:
    if kind not in KINDS:
        raise Http404
    document = load(request, pk)
    check_permission(document, Permission.DOCUMENTS_DRAFT, request.acting)
    return _form_page(Page(request, document, queries.working_edition(document), kind))


@officer_required
def edit(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    document, exhibit = _found(request, pk, number)
    check_permission(document, Permission.DOCUMENTS_DRAFT, request.acting)
    return _form_page(Page(request, document, queries.working_edition(document), exhibit.kind, exhibit))


def _found(request: OfficerRequest, pk: int, number: int) -> tuple[Document, Exhibit]:
    document = load(request, pk)
    exhibit = Exhibit.objects.filter(pk=number, edition=queries.working_edition(document)).first()
    if exhibit is None:
        raise Http404
    return document, exhibit


def _form_page(page: Page) -> HttpResponseBase:
    form = READERS[page.kind](page)
    saving = page.posted and "save" in page.request.POST
    for sentence in page.wrong:
        form.add_error(None, sentence)
    if page.posted and not saving:
        form.forgive()
    if saving and form.is_valid():
        try:
            return _saved(page, form)
        except actions.Refused as error:
            form.add_error(None, str(error))
    preview = None
    if page.posted and not defects(page.kind, page.data):
        typed = {name: str(form.cleaned_data.get(name, "")) for name in ("title", "alt", "source", "place")}
        typed["title"] = typed["title"] or "（未填写标题）"
        preview = exhibit_of({**typed, "kind": page.kind, "data": page.data}, timezone.localdate())
    context = {
        "document": page.document, "edition": page.edition, "kind": page.kind, "name": KINDS[page.kind], "form": form,
        "note": KIND_NOTES[page.kind], "preview": preview, "exhibit": page.exhibit, **page.context,
    }  # fmt: skip
    status = 422 if page.posted and form.errors else 200
    return desk_page(page.request, "documents/desk/exhibit.html", context, nav="documents", status=status)


def _saved(page: Page, form: typing.HeadForm) -> HttpResponseBase:
    typed = form.cleaned_data
    said = {
        "title": typed["title"], "source": typed["source"], "alt": typed["alt"], "place": typed["place"] or "below",
        "data": page.data, "by": page.request.acting,
    }  # fmt: skip
    if page.exhibit is None:
        actions.attach_exhibit(document=page.document, kind=page.kind, **said)
        messages.success(page.request, f"已添加图示“{typed['title']}”，随稿件一起送审和公开。")
    else:
        actions.change_exhibit(document=page.document, exhibit=page.exhibit, **said)
        messages.success(page.request, f"已保存图示“{typed['title']}”。")
    return redirect("documents:exhibits", page.document.pk)


def _chart(page: Page) -> typing.HeadForm:
    request, tables = page.request, known.tables_in(page.edition)
    page.context["tables"] = tables
    if page.posted:
        sent = request.POST.copy()
        if upload := request.FILES.get("upload"):
            try:
                sent["table"] = typing.table_from(upload)
            except ValueError as error:
                page.wrong.append(str(error))
        form = typing.ChartForm(sent)
        form.full_clean()
        page.data = form.data_of()
        return form
    chosen = next((one for one in tables if one["key"] == request.GET.get("table")), None)
    initial = page.head()
    if page.exhibit:
        initial |= {"form": page.old["form"], "unit": page.old["unit"], "table": charting.typed_again(page.old)}
    elif chosen:
        initial |= {"table": charting.lines_of(chosen["rows"]), "source": f"据{chosen['where']}"}
    return typing.ChartForm(initial=initial)


def _timeline(page: Page) -> typing.HeadForm:
    proposed = known.steps_proposed(page.document, page.edition)
    quotes = {step.quote: step.anchor for step in proposed}
    if page.posted:
        formed = page.document.formed_on or page.edition.created_at.date()
        steps, rows, wrong = typing.steps_from(page.request.POST, year=formed.year, proposed=quotes)
        page.data, page.context["rows"] = {"steps": steps}, rows
        page.wrong += wrong
        return typing.HeadForm(page.request.POST)
    standing = list(page.old.get("steps", ()))
    told = {(step["said"], step["quote"]) for step in standing}
    more = [
        {"said": step.said, "title": step.title, "quote": step.quote, "anchor": step.anchor}
        for step in proposed
        if (step.said, step.quote) not in told
    ]
    rows = typing.step_rows(standing, chosen=True, more=0) + typing.step_rows(more, chosen=False)
    page.context["rows"] = [{**row, "place": n} for n, row in enumerate(rows)]
    return typing.HeadForm(initial={"source": "据正文", **page.head()})


def _map(page: Page) -> typing.HeadForm:
    outlines, box, base = known.outlines_for(page.document.item.agency)
    if page.exhibit:
        # The outlines stay those that the exhibit was made with; a new map is for new exhibits.
        outlines, box, base = page.old["areas"], page.old["box"], page.old["base"]
    outlines = [{name: one[name] for name in ("name", "d", "x", "y")} for one in outlines]
    areas = [Area(one["name"], one["d"], one["x"], one["y"]) for one in outlines]
    page.context |= {"outlines": outlines, "base": base}
    if outlines:
        page.context["plain_map"] = drawn_map(areas, [], box=(box[0], box[1]), label="底图")
    if page.posted:
        form = typing.MapForm(page.request.POST)
        form.full_clean()
        page.data = form.data_of(outlines, box, base)
        return form
    values = {one["name"]: one.get("value") for one in page.old.get("areas", ())}
    initial = page.head() | {
        "values": "\n".join(f"{one['name']}｜{'' if values.get(one['name']) is None else values[one['name']]}" for one in outlines)
    }  # fmt: skip
    if page.exhibit:
        initial |= {name: page.old[name] for name in ("form", "name", "unit")}
        box_x, box_y = box[0] / 100, box[1] / 100
        initial["points"] = "\n".join(
            f"{one['name']}｜{one['area'] or '{:.1f},{:.1f}'.format(one['x'] / box_x, one['y'] / box_y)}｜{one['note']}"
            for one in page.old["points"]
        )
    return typing.MapForm(initial=initial)


def _cards(page: Page) -> typing.HeadForm:
    cards = typing.cards_from(page.request.POST) if page.posted else list(page.old.get("cards", ()))
    page.data, page.context["cards"] = {"cards": cards}, typing.card_rows(cards)
    return typing.HeadForm(page.request.POST) if page.posted else typing.HeadForm(initial=page.head())


READERS = {"chart": _chart, "timeline": _timeline, "map": _map, "cards": _cards}


@officer_required
@require_POST
def remove(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    document, exhibit = _found(request, pk, number)
    try:
        actions.remove_exhibit(document=document, exhibit=exhibit, by=request.acting)
        messages.success(request, f"已移除图示“{exhibit.title}”。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:exhibits", document.pk)


@officer_required
@require_POST
def verify(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    document, exhibit = _found(request, pk, number)
    try:
        verdict = str(request.POST.get("verdict", ""))
        actions.verify_exhibit(document=document, exhibit=exhibit, verdict=verdict, by=request.acting)
        messages.success(request, f"图示“{exhibit.title}”：{exhibit.get_verdict_display()}。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("documents:exhibits", document.pk)
