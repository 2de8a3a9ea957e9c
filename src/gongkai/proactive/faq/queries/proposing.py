"""Questions people have: doubts of the drafting, what other packages hear, what was typed into the search box."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gongkai.engine.search import queries as search
from gongkai.proactive.faq.models import Proposal, QuestionList
from gongkai.proactive.faq.rules import INCOMING, Asked, near, without_persons
from gongkai.proactive.faq.rules.likeness import doubles, is_about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Item

LOOK_BACK = dt.timedelta(days=90)  # of searches: what nobody asked for a season is no frequent question
FEWEST = 3  # so often a search must have been made before it is proposed; configuration of our own
DOUBT_SOURCES = {"message": "message", "hotline": "message", "window": "message"}


def collected(policy: Item, *, title: str, today: dt.date) -> Iterator[Asked]:
    """Yield everything that was asked about a policy, without the persons who asked."""
    since = today - LOOK_BACK
    found = [*_doubts(policy), *_searched(title, since, today)]
    for source in INCOMING.values():
        found += source(policy.key, since)
    for one in found:
        question = without_persons(" ".join(one.question.split()))[:300]
        if question:
            yield Asked(one.key[:120], question, one.count, one.source, without_persons(one.answer))


def _doubts(policy: Item) -> list[Asked]:
    rows = policy.doubts.all()  # of the interpretation, which knows nothing of this
    return [
        Asked(f"doubt:{one.pk}", one.question, 1, DOUBT_SOURCES.get(one.source, "drafting"), one.answer) for one in rows
    ]


def _searched(title: str, since: dt.date, today: dt.date) -> list[Asked]:
    rows = search.terms(since=since, until=today)
    return [
        Asked(f"search:{one.words}", one.words, one.asked, "search")
        for one in rows
        if one.asked >= FEWEST and is_about(one.words, title)
    ]


def open_proposals(policy: Item) -> QuerySet[Proposal]:
    return Proposal.objects.filter(policy=policy, state="open")


def suggestions(one: QuestionList) -> dict[str, Any]:
    """Return what an editor may do next: proposals, each with the entry it resembles; entries that ask the same."""
    entries = [(entry["question"], entry) for entry in one.entries]
    proposals = []
    for proposal in open_proposals(one.policy):
        alike = near(proposal.question, entries)
        proposals.append({"proposal": proposal, "alike": alike[0][1] if alike else None})
    twice = [
        {"one": one.entries[left], "other": one.entries[right], "first": left + 1, "second": right + 1,
         "score": round(score * 100)}
        for left, right, score in doubles([entry["question"] for entry in one.entries])
    ]  # fmt: skip
    return {"proposals": proposals, "doubles": twice}
