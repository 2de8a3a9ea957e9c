"""Reading the working tables: what belongs to one policy, and which edition is in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.rules import State
from gongkai.proactive.interpretation.models import Doubt, Interpretation, Plan
from gongkai.proactive.interpretation.queries import neighbours
from gongkai.proactive.interpretation.rules.substance import Material

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Edition, Item
    from gongkai.proactive.documents.models import Document


def edition_of(interpretation: Interpretation) -> Edition:
    """Return the edition in hand: the one in preparation, else the last that was not given up; of a lost cause its last."""
    editions = neighbours.editions().select_related("item__agency").filter(item=interpretation.item_id)
    newest = editions.order_by("-number")
    return newest.exclude(state=State.DISCARDED).first() or newest[0]


def material_of(interpretation: Interpretation, edition: Edition) -> Material:
    """Return everything that an interpretation says in this edition."""
    return Material(
        form=interpretation.form,
        html=edition.html,
        points=interpretation.points,
        transcript=interpretation.transcript,
        facts=interpretation.facts,
        roles=frozenset(edition.files.values_list("role", flat=True)),
        held_on=interpretation.held_on,
        speakers=interpretation.speakers,
    )


def policy_edition(policy: Item) -> Edition | None:
    """Return the edition of a policy that is being worked on, else the one that is public."""
    return neighbours.editions().filter(item=policy).exclude(state=State.DISCARDED).order_by("-number").first()


def interpretations_of(policy: Item) -> QuerySet[Interpretation]:
    """Return all interpretations of one policy, oldest first."""
    rows = Interpretation.objects.filter(policy=policy).select_related("item__agency", "drafting_agency", "division")
    return rows.order_by("item")


def plan_of(policy: Item) -> Plan | None:
    return Plan.objects.select_related("policy__agency", "agency", "division").filter(policy=policy).first()


def document_of(policy: Item) -> Document | None:
    """Return the document that an item is, or None for a policy of another kind."""
    found: Document | None = getattr(policy, "document", None)
    return found


def open_doubts(policy: Item) -> list[Doubt]:
    """Return what was asked while drafting and nobody has answered yet."""
    return list(Doubt.objects.filter(policy=policy, source="drafting", answered_at__isnull=True))


def visible(by: Acting) -> QuerySet[Interpretation]:
    """Return the interpretations this person may see: of the agency that issues or of the one that writes."""
    agencies = agencies_where(by, Permission.DOCUMENTS_READ).values("pk")
    rows = Interpretation.objects.select_related("item__agency", "drafting_agency", "policy__agency")
    return rows.filter(item__agency__in=agencies) | rows.filter(drafting_agency__in=agencies)
