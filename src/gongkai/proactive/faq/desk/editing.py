"""The page of one list: its rows, what is proposed, what is to be decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.officer import OfficerRequest, desk_page, permission_required
from gongkai.base.organisations.officer import officer_required as officer
from gongkai.base.organisations.queries import OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES, State
from gongkai.engine.screening import queries as screening
from gongkai.proactive.faq import actions, queries
from gongkai.proactive.faq.desk.shared import CHECK_WORDS, CRUMB, NAV, REFUSALS, pill
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.permissions import may_turn
from gongkai.proactive.faq.rules import KIND, MOST_ENTRIES, STEPS, TURNS, Status, path_of
from gongkai.proactive.faq.rules.entries import SOURCES
from gongkai.proactive.faq.rules.sizes import LONGEST_WORDS, ON_A_PAGE

BLANK_ROWS = 2
FIELDS = ("id", "question", "answer", "basis", "source", "asked")


@officer
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.INTERPRETATION_DRAFT)
def new(request: OfficerRequest) -> HttpResponseBase:
    """Choose a public document without a list; ?of= is one that a page of that document names."""
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    rows = queries.public_policies(request.acting, words)
    if request.method == "POST":
        chosen = rows.filter(key=request.POST.get("policy", "")).first()
        try:
            if chosen is None:
                raise Refused("请选择一份已经公开、还没有问题清单的文件。")
            made = actions.begin(policy=chosen.item, by=request.acting)
        except REFUSALS as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "已建立清单，请填写问题和答复。")
            return redirect("faq:list", made.pk)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "crumbs": [CRUMB, {"label": "新建清单"}]}
    return desk_page(request, "faq/desk/new.html", context, nav=NAV)


def rows_of(posted: QueryDict) -> list[dict[str, Any]]:
    """Return the rows of the form in the order in which they stood; empty ones are left out."""
    count = posted.get("rows", "0")
    found = []
    for place in range(min(int(count) if count.isdecimal() else 0, MOST_ENTRIES + BLANK_ROWS)):
        row: dict[str, Any] = {name: posted.get(f"{name}-{place}", "") for name in FIELDS}
        row["asked"] = int(row["asked"]) if str(row["asked"]).isdecimal() else 0
        if str(row["question"]).strip() or str(row["answer"]).strip():
            found.append(row)
    return found


def arranged(rows: list[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """Return the rows after 上移, 下移 or 删除 of one of them ("up:<id>")."""
    verb, _, which = what.partition(":")
    at = next((place for place, row in enumerate(rows) if row["id"] == which), None)
    if at is None:
        return rows
    if verb == "remove":
        return rows[:at] + rows[at + 1 :]
    to = max(at - 1, 0) if verb == "up" else min(at + 1, len(rows) - 1)
    rows[at], rows[to] = rows[to], rows[at]
    return rows


@officer
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show the list; a post saves all rows, then moves or removes the one whose button was pressed."""
    one = queries.find(pk, request.acting)
    if request.method != "POST":
        return shown(request, one)
    rows, version = rows_of(request.POST), request.POST.get("version", "")
    what = request.POST.get("do", "save")
    try:
        actions.save(
            one=one, version=int(version) if version.isdecimal() else 0, rows=arranged(list(rows), what),
            title=request.POST.get("title", ""), by=request.acting,
        )  # fmt: skip
    except Stale as error:
        return shown(request, queries.find(pk, request.acting), typed=rows, problem=str(error), status=409)
    except OutOfSight:
        raise
    except REFUSALS as error:
        return shown(request, one, typed=rows, problem=str(error), status=422)
    messages.success(request, "已保存。")
    return redirect(reverse("faq:list", args=[pk]) + ("#rows" if what != "save" else ""))


def shown(
    request: OfficerRequest, one: QuestionList, *, typed: list[dict[str, Any]] | None = None, problem: str = "",
    status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    by, edition = request.acting, queries.edition_of(one)
    drafts = by.may(Permission.INTERPRETATION_DRAFT, one.item.agency)
    editing = drafts and one.status == Status.DRAFT
    open_ = edition.state == State.PREPARING
    public = one.item.editions.filter(state=State.PUBLISHED).first()
    basis = queries.basis_choices(one.policy)
    rows = [dict(row) for row in (one.entries if typed is None else typed)]
    context = {
        "one": one,
        "edition": edition,
        "pill": pill(one.status),
        "policy": queries.policy_edition(one.policy),
        "rows": rows,
        "form_rows": [*rows, *({} for _ in range(BLANK_ROWS))],
        "basis": basis,
        "source_names": SOURCES,
        "problem": problem,
        "editing": editing,
        "drafts": drafts,
        "public": public,
        "public_url": path_of(one.item.key),
        "stale": queries.stale(one),
        "suggested": queries.suggestions(one) if editing else {"proposals": [], "doubles": []},
        "waiting": queries.open_proposals(one.policy).count(),
        "screened": screening.findings_for_edition(edition, by) if open_ else {"findings": [], "open": 0},
        "here": request.path,
        "crumbs": [CRUMB, {"label": edition.title}],
    } | decision(request, one, edition)
    return desk_page(request, "faq/desk/list.html", context, nav=NAV, status=status)


def decision(request: OfficerRequest, one: QuestionList, edition: Any) -> dict[str, Any]:
    """Return what the panel shows: whose turn it is, what may be released, what happened so far."""
    by, turn = request.acting, TURNS.get(Status(one.status))
    subject = Subject(KIND, one.item.key)
    rows = events.events_of(subject).filter(tag__startswith="faq:").order_by("-seq")[:30]
    order = list(TURNS)
    at = order.index(Status(one.status)) if one.status in order else -1 if one.status == Status.DRAFT else len(order)
    said = ["编写", *(step.name for step in STEPS), "发布"]
    now = len(said) if one.status == Status.PUBLISHED else at + 1
    return {
        "turn": turn.step if turn else None,
        "my_turn": turn is not None and may_turn(one, by) and edition.author_id != (by.person.pk if by.person else 0),
        "own": turn is not None and by.person is not None and edition.author_id == by.person.pk,
        "checks": [{"key": key, "label": CHECK_WORDS[key]} for key in (turn.step.checks if turn else ())],
        "digest": publishing.review_digest(edition) if turn else "",
        "may_release": by.may(Permission.PUBLISHING_RELEASE, one.item.agency),
        "may_withdraw": by.may(Permission.PUBLISHING_WITHDRAW, one.item.agency),
        "withdrawals": WITHDRAWAL_NAMES,
        "reviews": publishing.reviews_of(edition),
        "step_names": {step.key: step.name for step in STEPS},
        "steps": [
            {"label": word, "state": "done" if place < now else "now" if place == now else "next"}
            for place, word in enumerate(said)
        ],
        "events": [
            {"at": row.at, "who": row.actor_name, "what": label(row.tag), "changes": [], "note": row.remark}
            for row in rows
        ],
    }


@officer
@require_GET
def preview(request: OfficerRequest, pk: int) -> HttpResponseBase:
    one = queries.find(pk, request.acting)
    context = {
        "one": one,
        "edition": queries.edition_of(one),
        "rows": one.entries,
        "crumbs": [
            CRUMB,
            {"label": queries.edition_of(one).title, "url": reverse("faq:list", args=[pk])},
            {"label": "预览"},
        ],
    }
    return desk_page(request, "faq/desk/preview.html", context, nav=NAV)


@officer
@require_POST
def collect(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Look now for what people asked, instead of tonight."""
    from django.utils import timezone

    one = queries.find(pk, request.acting)
    if not request.acting.may(Permission.INTERPRETATION_DRAFT, one.item.agency):
        raise OutOfSight
    count = actions.collect(policy=one.policy, today=timezone.localdate())
    messages.success(request, f"新收集到{count}个问题。" if count else "没有新的问题。")
    return redirect(reverse("faq:list", args=[pk]) + "#proposals")
