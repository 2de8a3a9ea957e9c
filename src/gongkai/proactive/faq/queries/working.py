"""Reading the working tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.base.files.rules import anchored, to_text
from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.publishing.rules import State
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.rules.sizes import LONGEST_BASIS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Edition, Item, Release

POLICIES = frozenset({"document"})


def edition_of(one: QuestionList) -> Edition:
    """Return the edition in hand: the one in preparation, else the last that was not given up."""
    editions = one.item.editions.select_related("item__agency").order_by("-number")
    found: Edition = editions.exclude(state=State.DISCARDED).first() or editions.get(number=1)
    return found


def visible(by: Acting) -> QuerySet[QuestionList]:
    agencies = agencies_where(by, Permission.DOCUMENTS_READ).values("pk")
    rows = QuestionList.objects.select_related("item__agency", "policy__agency", "drafter", "division")
    return rows.filter(item__agency__in=agencies)


def find(pk: int, by: Acting) -> QuestionList:
    """Return one list, or raise OutOfSight (404)."""
    found = visible(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def list_of(policy: Item) -> QuestionList | None:
    return QuestionList.objects.select_related("item__agency", "policy__agency").filter(policy=policy).first()


def policy_edition(policy: Item) -> Edition | None:
    """Return the public wording of a policy, else the one that is being worked on."""
    rows = policy.editions.exclude(state=State.DISCARDED).order_by("-number")
    return rows.filter(state=State.PUBLISHED).first() or rows.first()


def basis_choices(policy: Item) -> list[tuple[str, str]]:
    """Return the paragraphs of the policy's wording as (anchor, beginning), to say what an answer rests on."""
    edition = policy_edition(policy)
    if edition is None:
        return []
    html, _ = anchored(edition.html)
    return [(anchor, text) for anchor, text in _blocks(html) if text]


def _blocks(html: str) -> list[tuple[str, str]]:
    from lxml import html as lxml_html

    if not html:
        return []
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    found = []
    for element in root.iter("p", "h2", "h3", "h4", "li", "blockquote"):
        if element.get("id"):
            text = " ".join("".join(str(part) for part in element.itertext()).split())
            found.append((str(element.get("id")), text[:LONGEST_BASIS] + ("…" if len(text) > LONGEST_BASIS else "")))
    return found


def public_policies(by: Acting, words: str = "") -> QuerySet[Release]:
    """Return the public documents of this person's agencies that have no list yet."""
    agencies = agencies_where(by, Permission.INTERPRETATION_DRAFT).values("pk")
    rows = public_releases().filter(kind__in=POLICIES, agency__in=agencies, item__questions__isnull=True)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(doc_number__icontains=words))
    return rows.select_related("agency", "item").order_by("-published_at")


def stale(one: QuestionList) -> bool:
    """Return whether the policy has a newer edition than the one the answers were compared with."""
    edition = policy_edition(one.policy)
    return edition is not None and edition.state == State.PUBLISHED and edition.number > one.of_edition


__all__ = [
    "basis_choices", "edition_of", "find", "list_of", "policy_edition", "public_policies", "stale", "to_text", "visible",
]  # fmt: skip
