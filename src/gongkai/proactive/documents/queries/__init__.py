"""Questions about documents, always with the person asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import IN_PREPARATION, State
from gongkai.law.numbers import number_key
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.permissions import check_can_read
from gongkai.proactive.documents.queries.redaction import gaps, whole
from gongkai.proactive.documents.rules import SEALED_TITLE, TRANSITIONS, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.events.models import Event
    from gongkai.engine.publishing.models import Edition


def visible_to(by: Acting) -> QuerySet[Document]:
    """Return the sister of `permissions.check_can_read`: the same answer as a list."""
    documents = Document.objects.select_related("item__agency", "drafting_agency", "division", "drafter")
    if by.system:
        return documents
    readable = agencies_where(by, Permission.DOCUMENTS_READ).values("pk")
    intake = agencies_where(by, Permission.EXCHANGE_INTAKE).values("pk")
    return documents.filter(
        Q(item__agency__in=readable)
        | Q(drafting_agency__in=readable)
        | Q(item__agency__in=intake)
        | Q(drafting_agency__in=intake)
    )


def get(key: str, by: Acting) -> Document:
    """Return the document with this index number; raises Document.DoesNotExist or OutOfSight."""
    document = Document.objects.select_related("item__agency", "drafting_agency", "division", "drafter").get(
        item__key=key
    )
    check_can_read(document, by)
    return document


def working_edition(document: Document) -> Edition:
    """Return the edition in preparation, else the public one, else the latest."""
    editions = list(document.item.editions.select_related("item__agency", "author").order_by("-number"))
    for wanted in (IN_PREPARATION, (State.PUBLISHED,)):
        for edition in editions:
            if edition.state in wanted:
                return edition
    return editions[0]


def is_public(document: Document) -> bool:
    """Whether an edition of it stands in public now, whatever is being prepared."""
    return document.item.editions.filter(state=State.PUBLISHED).exists()


def facts(document: Document, edition: Edition) -> dict[str, Any]:
    """Return what `rules.*_defects` ask about, by name."""
    names = (
        "attribute ground reason interpretation_plan release_channel five genre category themes formed_on issued_on "
        "effective_on expires_on doc_number summary keywords"
    ).split()
    known: dict[str, Any] = {name: getattr(document, name) for name in names}
    return known | {
        "title": edition.title,
        "text": whole(edition).text.strip() or ("附件" if edition.files.exists() else ""),
        "mode": edition.mode,
        "redaction": gaps(document, edition),
        "issuers": issuers(document),
    }


def issuers(document: Document) -> list[str]:
    """Return the names of all issuing bodies, the first one's first (joint issue)."""
    return list(dict.fromkeys([document.item.agency.name, *document.joint_issuers]))


def number_taken(number: str, *, but: Document | None = None) -> Document | None:
    """Return the document that bears this number in any spelling, if there is one."""
    key = number_key(number)
    if key is None:
        return None
    found = Document.objects.filter(doc_number_key=key)
    return found.exclude(pk=but.pk if but else None).first()


def numbers_taken(numbers: Sequence[str]) -> dict[str, str]:
    """Return, by the key under which all spellings meet, the index numbers of the documents that bear these numbers."""
    keys = {key for number in numbers if (key := number_key(number))}
    return dict(Document.objects.filter(doc_number_key__in=keys).values_list("doc_number_key", "item__key"))


def next_number(prefix: str, year: int) -> str:
    """Return the next free number after the highest given out for this prefix and year."""
    start = f"{prefix}:{year}:"
    taken = Document.objects.filter(doc_number_key__startswith=start).values_list("doc_number_key", flat=True)
    serials = [int(key.rsplit(":", 1)[1]) for key in taken]
    return f"{prefix}〔{year}〕{max(serials, default=0) + 1}号"


def waiting_for(by: Acting) -> QuerySet[Document]:
    """Return the documents on which this person may make the next move, own drafts included. One query to list."""
    mine = Q(pk__in=[])
    ended = {Status.PUBLISHED, Status.FILED, Status.SERVED, Status.WITHDRAWN}
    for status, moves in TRANSITIONS.items():
        if status in ended:
            continue
        for permission in {move.permission for move in moves.values()}:
            for grant in by.grants:
                mine |= _turn(status, permission, grant, by)
    # Said once outright as well: the index by status then finds the few that are under way among all.
    under_way = [status for status in TRANSITIONS if status not in ended]
    return visible_to(by).filter(status__in=under_way).filter(mine).exclude(_own_review(by))


def _turn(status: Status, permission: Permission, grant: Any, by: Acting) -> Q:
    from gongkai.base.organisations.rules import ROLES, Reach  # read here only

    role = ROLES[grant.role]
    if permission not in role.permissions:
        return Q(pk__in=[])
    drafting = permission in {Permission.DOCUMENTS_DRAFT, Permission.DOCUMENTS_HEAD_REVIEW}
    field = "drafting_agency" if drafting else "item__agency"
    where = (
        Q(**{f"{field}__lineage__startswith": grant.lineage})
        if role.reach is Reach.SUBTREE
        else Q(**{field: grant.agency_id})
    )
    if permission is Permission.DOCUMENTS_DRAFT and by.person is not None:
        where &= Q(drafter=by.person)
    if permission is Permission.DOCUMENTS_HEAD_REVIEW and grant.division_id is not None:
        where &= Q(division=grant.division_id)
    return Q(status=status) & where


def _own_review(by: Acting) -> Q:
    reviewing = [
        Status.HEAD_REVIEW,
        Status.OFFICE_REVIEW,
        Status.SECRECY_REVIEW,
        Status.AUTHORITY_REVIEW,
        Status.SIGNING,
    ]
    return Q(status__in=reviewing, drafter=by.person) if by.person else Q(pk__in=[])


def without_secrets(rows: list[Event]) -> list[Event]:
    """Return events as the reader may show them: what was once said of a sealed document is blanked (R008).

    The record itself cannot change; the words in it are shown nowhere.
    """
    keys = {event.subject_id for event in rows if event.subject_type == "document"}
    sealed = set(Document.objects.filter(item__key__in=keys, status=Status.SEALED).values_list("item__key", flat=True))
    for event in rows:
        if event.subject_type == "document" and event.subject_id in sealed:
            event.subject_label, event.remark, event.old, event.new = SEALED_TITLE, "", None, None
    return rows


def missing_reviews(document: Document) -> list[str]:
    return [step.name for step in publishing.missing_steps(working_edition(document))]
