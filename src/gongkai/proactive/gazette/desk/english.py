"""The English edition at the desk: each text beside its Chinese, the language review, release."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.files.rules import to_text
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.proactive.gazette import actions
from gongkai.proactive.gazette.actions.english import english_edition
from gongkai.proactive.gazette.desk.forms import EnglishForm, OpinionForm
from gongkai.proactive.gazette.desk.shared import load, may_edit, may_release, page
from gongkai.proactive.gazette.models import EnglishIssue, Issue
from gongkai.proactive.gazette.rules import State, path_of

PLAIN = re.compile(r"(?:<p>[^<]*</p>)*")


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    issue = load(request, pk)
    if issue.state != State.RELEASED:
        raise Http404
    return _page(request, issue)


def _typed(request: OfficerRequest, issue: Issue) -> dict[int, tuple[str, str]]:
    return {
        pk: (request.POST.get(f"title-{pk}", ""), request.POST.get(f"body-{pk}", ""))
        for pk in issue.entries.values_list("pk", flat=True)
    }


def _shown(html: str) -> str:
    """Return a translation as it was typed: plain paragraphs as lines, anything richer as it is stored."""
    return to_text(html) if PLAIN.fullmatch(html) else html


def _page(
    request: OfficerRequest, issue: Issue, *, refused: str = "", typed: dict[int, tuple[str, str]] | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    english: EnglishIssue | None = (
        EnglishIssue.objects.filter(issue=issue).select_related("issue__gazette__agency", "item").first()
    )
    context: dict[str, Any] = {
        "issue": issue,
        "english": english,
        "refused": refused,
        "may_edit": may_edit(request, issue.gazette),
    }
    if english is not None:
        edition = english_edition(english)
        preparing = edition.state == EditionState.PREPARING
        known = {row.entry_id: (row.title, _shown(row.html)) for row in english.texts.all()}
        values = typed if typed is not None else known
        missing = [step.name for step in publishing.missing_steps(edition)] if preparing else []
        initial = {"title": edition.title, "preface": english.preface}
        context |= {
            "edition": edition, "preparing": preparing, "missing": missing,
            "form": EnglishForm(request.POST if typed is not None else None, initial=initial),
            "texts": [
                {"entry": one, "title": values.get(one.pk, ("", ""))[0], "body": values.get(one.pk, ("", ""))[1]}
                for one in issue.entries.order_by("order", "pk")
            ],
            "may_review": preparing and bool(missing) and edition.author_id != request.user.pk and bool(known) and may_edit(request, issue.gazette),
            "may_publish": preparing and may_release(request, issue.gazette), "opinion": OpinionForm(),
            "seen": publishing.review_digest(edition) if preparing else "", "reviews": publishing.reviews_of(edition),
            "public_url": path_of(english.item.key) if publishing.public_releases().filter(item=english.item_id).exists() else "",
        }  # fmt: skip
    return page(request, "english", context, status=status)


def _begin(request: OfficerRequest, issue: Issue) -> str:
    actions.begin_english(issue=issue, by=request.acting)
    return "英文版已开始，请填写英文标题和译文。"


def _english(issue: Issue) -> EnglishIssue:
    found = EnglishIssue.objects.filter(issue=issue).select_related("issue__gazette__agency", "item").first()
    if found is None:
        raise Http404
    return found


def _save(request: OfficerRequest, issue: Issue) -> str:
    post = request.POST
    actions.edit_english(
        english=_english(issue), title=post.get("title", ""), preface=post.get("preface", ""), reason=post.get("reason", ""),
        texts=_typed(request, issue), by=request.acting,
    )  # fmt: skip
    return "已保存，须由翻译以外的人作语言审校。"


def _review(request: OfficerRequest, issue: Issue) -> str:
    post = request.POST
    actions.review_english(
        english=_english(issue), agree=post.get("result") == "approve", opinion=post.get("opinion", ""),
        seen=post.get("seen", ""), by=request.acting,
    )  # fmt: skip
    return "审校意见已记录。"


def _publish(request: OfficerRequest, issue: Issue) -> str:
    actions.publish_english(english=_english(issue), by=request.acting)
    return "英文版已发布。"


VERBS: dict[str, Callable[[OfficerRequest, Issue], str]] = {
    "begin": _begin, "save": _save, "review": _review, "publish": _publish,
}  # fmt: skip


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    issue = load(request, pk)
    if verb not in VERBS:
        raise Http404
    try:
        sentence = VERBS[verb](request, issue)
    except actions.Refused as error:
        typed = _typed(request, issue) if verb == "save" else None
        return _page(request, load(request, pk), refused=str(error), typed=typed, status=409)
    messages.success(request, sentence)
    return redirect("gazette:english", pk)
