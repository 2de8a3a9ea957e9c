"""Letters at the desk: the list, and everything of one letter on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from gongkai.base.events.rules import Subject
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.vault import actions as vault
from gongkai.engine.casework import queries
from gongkai.engine.casework.queries.cards import PILLS
from gongkai.engine.casework.rules import KINDS, MEDIA_TYPES, STATE_NAMES, Damaged, PaperKind, Refused, State

if TYPE_CHECKING:
    from gongkai.engine.casework.models import Letter

PER_PAGE = 30
NAV = "letters"
LOOKED = ("文书内容", "收件地址")


def check_reader(request: OfficerRequest) -> None:
    if not queries.may_read_any(request.acting):
        raise NotAllowed("这一页供制发、会签、寄送文书的人员使用，您目前没有这些岗位。")


@officer_required
@require_GET
def show_list(request: OfficerRequest) -> HttpResponseBase:
    """Nothing sealed is opened here: kind, number, state and days only."""
    check_reader(request)
    state, kind, words = (request.GET.get(key, "").strip() for key in ("state", "kind", "q"))
    rows = queries.letters(request.acting) if state or words else queries.open_letters(request.acting)
    if state in STATE_NAMES:
        rows = rows.filter(state=state)
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(number__icontains=words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "returned": queries.returned(request.acting).count(),
        "waiting": queries.waiting(request.acting).count(),
        "state": state,
        "kind": kind,
        "query": words,
        "states": STATE_NAMES,
        "kinds": {key: KINDS[key].name for key in sorted(KINDS)},
    }
    return desk_page(request, "casework/desk/list.html", context, nav=NAV)


def _row(one: Letter) -> dict[str, Any]:
    name = KINDS[one.kind].name if one.kind in KINDS else one.kind
    return {"letter": one, "name": name, "pill": PILLS[State(one.state)]}


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return detail_page(request, queries.letter(pk, request.acting))


def detail_page(
    request: OfficerRequest,
    letter: Letter,
    *,
    refused: str = "",
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a letter; `refused` is the sentence of a verb that did not go through, `typed` what was sent with it."""
    vault.look(
        subject=Subject(letter.subject_type, letter.subject_id), fields=LOOKED, by=request.acting, why="办理文书"
    )
    card = queries.card(letter, request.acting)
    kept = typed or {}
    if kept.get("values"):
        card["variables"] = [
            one | {"value": kept["values"].get(one["name"], one["value"])} for one in card["variables"]
        ]
    card |= {
        "text": kept.get("text", letter.text),
        "editing": "text" in kept,
        "posted": kept.get("posted") or card["posted"],
    }
    context = {"card": card, "letter": letter, "refused": refused}
    return desk_page(request, "casework/desk/detail.html", context, nav=NAV, status=status)


@officer_required
@require_GET
def paper(request: OfficerRequest, pk: int, kind: str) -> HttpResponseBase:
    """The kept bytes once issued, a preview marked as a draft before."""
    if kind not in MEDIA_TYPES:
        raise Http404
    letter = queries.letter(pk, request.acting)
    inline = kind == PaperKind.PDF and "download" not in request.GET
    try:
        content = _content(request, letter, kind)
    except (Refused, Damaged) as error:
        return detail_page(request, letter, refused=str(error), status=409)
    answer = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    # The bytes of what was issued never change; a copy of what is void says so by its name.
    void = "（已作废）" if letter.state == State.VOID else ""
    name = quote(f"{void}{letter.kind_data.name}{letter.number or '（草稿）'}.{kind}")
    answer["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{name}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _content(request: OfficerRequest, letter: Letter, kind: str) -> bytes:
    if not letter.content_sha256:
        return queries.preview_pdf(letter) if kind == PaperKind.PDF else queries.preview_docx(letter)
    read = queries.pdf_of if kind == PaperKind.PDF else queries.docx_of
    return read(letter, request.acting, "下载文书")
