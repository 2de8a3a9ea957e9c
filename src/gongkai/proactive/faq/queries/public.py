"""What is public: lists of questions, each with its policy as it stands today, and the passages that answers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.engine.answers.rules import Passage
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES, Validity, validity
from gongkai.proactive.faq.rules import KIND, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Item, Release

OVER = frozenset({Validity.REPEALED, Validity.EXPIRED})


def public_lists(site: Site | None = None) -> QuerySet[Release]:
    return publishing.public_releases(site).filter(kind=KIND).select_related("edition", "agency")


def policy_of(release: Release) -> Release | None:
    """Return what is public of the policy at this moment; None when it was withdrawn."""
    key = release.edition.snapshot.get("policy", "")
    return publishing.release_by_key(key) if key else None


def about(policy: Release) -> dict[str, Any]:
    """Return the policy as the pages name it."""
    state = validity(
        timezone.localdate(), effective_on=policy.effective_on, expires_on=policy.expires_on,
        repealed_on=policy.repealed_on, amended=policy.amended,
    )  # fmt: skip
    return {
        "key": policy.key,
        "title": policy.title,
        "doc_number": policy.doc_number,
        "url": KINDS[policy.kind].path(policy.key),
        "state": state,
        "state_name": VALIDITY_NAMES[state],
        "over": state in OVER,
    }


def of_policy(item: Item) -> Release | None:
    """Return the public list of questions of a policy: for its page, its theme and whoever gets the policy pushed."""
    return public_lists().filter(item__question_list__policy=item).first()


def passages_of(release: Release) -> Sequence[Passage]:
    """Return the answers as passages. None once the policy is withdrawn, repealed or expired: nobody may rely on them."""
    policy = policy_of(release)
    if policy is None or about(policy)["over"]:
        return ()
    return [
        Passage(one.entry["answer"], one.anchor, policy.title, asked=one.entry["question"], kind="faq")
        for one in numbered(release.edition.snapshot["entries"])
        if one.entry["answer"]
    ]


def public_questions(releases: Sequence[Release], words: Sequence[str]) -> list[dict[str, Any]]:
    """Return the questions of these lists in which all words occur (question or answer), with their addresses."""
    found = []
    for release in releases:
        page = KINDS[KIND].path(release.key)
        for one in numbered(release.edition.snapshot["entries"]):
            text = f"{one.entry['question']}\n{one.entry['answer']}".lower()
            if all(word.lower() in text for word in words):
                found.append({"release": release, "entry": one.entry, "url": f"{page}#{one.anchor}"})
    return found
