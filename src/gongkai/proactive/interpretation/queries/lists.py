"""The register of the desk: whose turn it is, what is under way, what is public, which policies have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.rules import State
from gongkai.proactive.documents.rules import Status as Stand
from gongkai.proactive.interpretation.models import Interpretation, Plan
from gongkai.proactive.interpretation.queries import neighbours
from gongkai.proactive.interpretation.queries.working import visible
from gongkai.proactive.interpretation.rules import TURNS, Status
from gongkai.proactive.interpretation.rules.road import UNDER_WAY
from gongkai.proactive.interpretation.rules.scope import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.proactive.documents.models import Document

# While a document is not public yet, these are the states in which it is on its way there.
ON_ITS_WAY = (
    Stand.DRAFT, Stand.RETURNED, Stand.HEAD_REVIEW, Stand.OFFICE_REVIEW, Stand.SECRECY_REVIEW, Stand.AUTHORITY_REVIEW,
    Stand.SIGNING, Stand.SIGNED, Stand.ISSUED,
)  # fmt: skip


def waiting_for(by: Acting) -> QuerySet[Interpretation]:
    """Return what this person can do something about now: own drafts, reviews that are due, public ones left behind."""
    drafting = agencies_where(by, Permission.INTERPRETATION_DRAFT).values("pk")
    wanted = Q(status=Status.DRAFT, drafting_agency__in=drafting)
    for status, turn in TURNS.items():
        agencies = agencies_where(by, turn.permission).values("pk")
        at_home = turn.permission is Permission.INTERPRETATION_REVIEW
        wanted |= (
            Q(status=status, drafting_agency__in=agencies) if at_home else Q(status=status, item__agency__in=agencies)
        )
    releasing = agencies_where(by, Permission.PUBLISHING_RELEASE).values("pk")
    public = neighbours.releases().filter(item=OuterRef("policy"))
    rows = visible(by).filter(
        wanted | Q(Exists(public), status=Status.READY, item__agency__in=releasing) | _behind(drafting)
    )
    mine = neighbours.editions().filter(item=OuterRef("pk"), state=State.PREPARING, author=by.person)
    return rows.exclude(Q(Exists(mine)) & Q(status__in=list(TURNS)))


def _behind(drafting: Any) -> Q:
    """Public interpretations whose policy got a newer edition than the one they were compared with."""
    newer = neighbours.releases().filter(item=OuterRef("policy"), edition__number__gt=OuterRef("of_edition"))
    return Q(Exists(newer), status=Status.PUBLISHED, drafting_agency__in=drafting)


def under_way(by: Acting) -> QuerySet[Interpretation]:
    return visible(by).filter(status__in=[one.value for one in UNDER_WAY])


def public(by: Acting) -> QuerySet[Interpretation]:
    return visible(by).filter(status=Status.PUBLISHED)


def wanting(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Narrow to the documents that are interpreted or do not go out (应解读)."""
    important = Plan.objects.filter(policy=OuterRef("pk"), important=True)
    return documents.filter(attribute="proactive").filter(Q(category__in=sorted(ALWAYS)) | Q(Exists(important)))


def without(by: Acting) -> QuerySet[Document]:
    """Return the policies in sight that should be interpreted and have no interpretation, public ones first."""
    agencies = agencies_where(by, Permission.DOCUMENTS_READ).values("pk")
    standing = Interpretation.objects.filter(policy=OuterRef("pk")).exclude(
        status__in=[Status.ABANDONED, Status.WITHDRAWN]
    )
    rows = wanting(neighbours.documents().filter(item__agency__in=agencies)).filter(~Exists(standing))
    rows = rows.filter(status__in=[Stand.PUBLISHED, *ON_ITS_WAY])
    return rows.select_related("item__agency", "drafting_agency", "item__release").order_by(
        F("issued_on").desc(nulls_first=True), "-pk"
    )


def found(rows: QuerySet[Interpretation], words: Iterable[str]) -> QuerySet[Interpretation]:
    """Narrow to those in whose title, or in the title or number of whose policy, every word stands."""
    for word in words:
        own = neighbours.editions().filter(item=OuterRef("pk"), title__icontains=word)
        of_policy = neighbours.editions().filter(item=OuterRef("policy"), title__icontains=word)
        rows = rows.filter(
            Q(Exists(own)) | Q(Exists(of_policy)) | Q(item__key__icontains=word)
            | Q(policy__document__doc_number__icontains=word)
        )  # fmt: skip
    return rows


def titles(items: Iterable[int]) -> dict[int, str]:
    """Return the title of the latest edition of each item. One query."""
    rows = neighbours.editions().filter(item__in=list(items)).exclude(state=State.DISCARDED).order_by("number")
    return dict(rows.values_list("item", "title"))
