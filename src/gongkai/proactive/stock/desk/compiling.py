"""Compilations at the desk: choose by theme, words and years; order; review; publish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import subtree
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State, Validity, validity
from gongkai.proactive.stock.actions import Refused, compilations
from gongkai.proactive.stock.desk.forms import CompilationForm, MembersForm, OpinionForm
from gongkai.proactive.stock.desk.rounds import tabs
from gongkai.proactive.stock.models import Compilation
from gongkai.proactive.stock.queries import compilations as queries

PER_PAGE = 30
IN_FORCE = {Validity.VALID, Validity.AMENDED, Validity.NOT_YET}


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def show_list(request: OfficerRequest) -> HttpResponseBase:
    page = Paginator(queries.compilations(request.acting), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs("compilations"),
        "page": page,
        "rows": [{"row": one, "edition": queries.working_edition(one), "count": one.members.count()} for one in page],
        "may_draft": request.acting.may_anywhere(Permission.DOCUMENTS_DRAFT),
    }
    return desk_page(request, "stock/desk/compilations.html", context, nav="stock")


def _fitting(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (chapter, index number) of what fits the choice, by theme, then by date of issue."""
    rows = publishing.public_releases().filter(kind="document", agency__in=subtree(data["agency"]).values("pk"))
    for word in data["words"].split():
        rows = rows.filter(title__icontains=word)
    if data["years_from"]:
        rows = rows.filter(issued_on__year__gte=data["years_from"])
    if data["years_to"]:
        rows = rows.filter(issued_on__year__lte=data["years_to"])
    today = timezone.localdate()
    found = [
        one
        for one in rows.order_by("issued_on", "pk")
        if (not data["theme"] or data["theme"] in one.themes)
        and (
            not data["in_force"]
            or validity(
                today,
                effective_on=one.effective_on,
                expires_on=one.expires_on,
                repealed_on=one.repealed_on,
                amended=one.amended,
            )
            in IN_FORCE
        )
    ]
    chaptered = [(one.themes[0] if one.themes and not data["theme"] else one.category, one.key) for one in found]
    return sorted(chaptered, key=lambda pair: pair[0])


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.DOCUMENTS_DRAFT)
def new(request: OfficerRequest) -> HttpResponseBase:
    form = CompilationForm(request.POST or None, by=request.acting)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        foreword = "".join(f"<p>{escape(line)}</p>" for line in data["foreword"].splitlines() if line.strip())
        try:
            made = compilations.draft_compilation(
                agency=data["agency"], title=data["title"], rule=form.rule(), theme=data["theme"], foreword=foreword,
                members=_fitting(data), by=request.acting,
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已按条件选入{made.members.count()}篇，可以调整先后和分章。")
            return redirect("stock:compilation", made.pk)
    context = {"form": form, "word": "编制文件汇编", "back": reverse("stock:compilations"), "submit": "选编"}
    return desk_page(request, "stock/desk/form.html", context, nav="stock", status=422 if form.errors else 200)


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _page(request, queries.compilation(pk, request.acting))


def _page(request: OfficerRequest, found: Compilation, *, refused: str = "", status: int = 200) -> HttpResponse:
    edition = queries.working_edition(found)
    agency = found.item.agency
    by = request.acting
    members = list(queries.chosen(found))
    released = {row.item_id: row for row in publishing.public_releases().filter(item__in=[m.item_id for m in members])}
    preparing = edition.state == State.PREPARING
    text = "\n".join(f"{one.chapter}，{one.item.key}" if one.chapter else one.item.key for one in members)
    missing = [step.name for step in publishing.missing_steps(edition)] if preparing else []
    context = {
        "compilation": found,
        "edition": edition,
        "html": mark_safe(edition.html),  # noqa: S308 cleaned when it was stored
        "members": [{"member": one, "release": released.get(one.item_id)} for one in members],
        "form": MembersForm(initial={"members": text}),
        "opinion": OpinionForm(),
        "may_edit": preparing and by.may(Permission.DOCUMENTS_DRAFT, agency),
        "may_review": preparing
        and missing
        and edition.author_id != request.user.pk
        and by.may(Permission.DOCUMENTS_CHECK, agency),
        "may_publish": preparing and by.may(Permission.PUBLISHING_RELEASE, agency),
        "missing": missing,
        "seen": publishing.review_digest(edition) if preparing else "",
        "public_url": f"/compilations/{found.item.key}" if edition.state == State.PUBLISHED else "",
        "refused": refused,
        "reviews": publishing.reviews_of(edition),
    }
    return desk_page(request, "stock/desk/compilation.html", context, nav="stock", status=status)


def _members(request: OfficerRequest, found: Compilation) -> str:
    form = MembersForm(request.POST)
    form.is_valid()
    compilations.set_members(compilation=found, members=form.lines(), by=request.acting)
    return "篇目已保存，须重新审核。"


def _review(request: OfficerRequest, found: Compilation) -> str:
    compilations.review_compilation(
        compilation=found, agree=request.POST.get("result") == "approve", by=request.acting,
        opinion=request.POST.get("opinion", ""), seen=request.POST.get("seen", ""),
    )  # fmt: skip
    return "审核意见已记录。"


def _publish(request: OfficerRequest, found: Compilation) -> str:
    compilations.publish_compilation(compilation=found, by=request.acting)
    return "已公布，PDF 和压缩包正在制作。"


def _renew(request: OfficerRequest, found: Compilation) -> str:
    compilations.new_edition(compilation=found, note=request.POST.get("opinion", ""), by=request.acting)
    return "已开始新的一版，公布之前原来的一版继续公开。"


VERBS: dict[str, Callable[[OfficerRequest, Compilation], str]] = {
    "members": _members,
    "review": _review,
    "publish": _publish,
    "renew": _renew,
}


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    found = queries.compilation(pk, request.acting)
    if verb not in VERBS:
        raise Http404
    try:
        sentence = VERBS[verb](request, found)
    except Refused as error:
        return _page(request, queries.compilation(pk, request.acting), refused=str(error), status=409)
    messages.success(request, sentence)
    return redirect("stock:compilation", pk)
