"""Rounds and entries, always with the person asking."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractYear

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.stock.models import Entry, Round
from gongkai.proactive.stock.rules import BLOCKING, Kind, State, Verdict


def editions() -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("publishing", "Edition")._default_manager.all()
    return rows


def latest(field: str, item: str = "document_id") -> Subquery:
    """Return a field of the newest wording of an item that was not thrown away."""
    rows = editions().filter(item=OuterRef(item)).exclude(state="discarded").order_by("-number")
    return Subquery(rows.values(field)[:1])


def visible_entries(by: Acting) -> QuerySet[Entry]:
    """Return what this person may read: own and lower agencies', and everything of the rounds they organise."""
    rows = Entry.objects.select_related(
        "round",
        "agency",
        "division",
        "document__item",
        "document__drafting_agency",
        "assigned_to",
        "proposer",
        "approver",
    ).exclude(document__status=Status.SEALED)
    if not by.system:
        readable = agencies_where(by, Permission.DOCUMENTS_READ).values("pk")
        organised = agencies_where(by, Permission.STOCK_MANAGE).values("pk")
        rows = rows.filter(Q(agency__in=readable) | Q(round__agency__in=organised))
    return rows.annotate(title=latest("title"))


# What the list of entries shows, and what taking one upon oneself asks for; a document has some forty fields more.
LISTED = (
    "round", "was_attribute", "state", "verdict", "to_attribute", "ground", "reason", "next_review_on",
    "agency__code", "agency__name", "agency__short_name", "agency__lineage", "document__doc_number",
    "document__issued_on", "document__item__key", "assigned_to__name", "proposer__name", "approver__name",
)  # fmt: skip


def listed(by: Acting) -> QuerySet[Entry]:
    """Return what `visible_entries` returns, with the fields of the list alone: it is exported by the ten thousand."""
    people = ("assigned_to", "proposer", "approver")
    return visible_entries(by).select_related(None).select_related("agency", "document__item", *people).only(*LISTED)


def agencies_listed(by: Acting) -> QuerySet[Any]:
    """Return the agencies whose entries this person may see: what the list can be narrowed to."""
    rows: QuerySet[Any] = apps.get_model("organisations", "Agency")._default_manager.order_by("lineage")
    if by.system:
        return rows
    readable = agencies_where(by, Permission.DOCUMENTS_READ).values("pk")
    below = Q(pk__in=readable)
    for one in agencies_where(by, Permission.STOCK_MANAGE):
        below |= Q(lineage__startswith=one.lineage)
    return rows.filter(below)


def rounds(by: Acting) -> QuerySet[Round]:
    rows = Round.objects.select_related("agency", "opened_by")
    if by.system:
        return rows
    readable = agencies_where(by, Permission.DOCUMENTS_READ).values("pk")
    concerned = Entry.objects.filter(round=OuterRef("pk"), agency__in=readable)
    return rows.filter(Q(agency__in=readable) | Exists(concerned))


def round_(pk: int, by: Acting) -> Round:
    """Return a round. Raises OutOfSight for one that has nothing to do with this person's agencies."""
    found = rounds(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def entry(pk: int, by: Acting) -> Entry:
    """Return an entry with its title. Raises OutOfSight."""
    found = visible_entries(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def entries_of(round_pk: int, by: Acting) -> QuerySet[Entry]:
    return visible_entries(by).filter(round=round_pk)


def for_decision(found: Entry, by: Acting) -> QuerySet[Entry]:
    """Return what this person may decide of the round at the stage of this entry: judge, examine or approve.

    Nothing where the stage of this entry is not this person's at all, or the entry is finished.
    """
    rows = entries_of(found.round_id, by).filter(state=found.state)
    legal = found.state == State.PROPOSED and found.round.kind == Kind.CLEANUP
    if found.state == State.DONE:
        return rows.none()
    if found.state == State.OPEN:
        own = Q(assigned_to=by.person) if by.person else Q()
        return rows.filter(own | Q(agency__in=agencies_where(by, Permission.STOCK_JUDGE).values("pk")))
    permission = Permission.STOCK_LEGAL if legal else Permission.DOCUMENTS_APPROVE_ATTRIBUTE
    rows = rows.filter(agency__in=agencies_where(by, permission).values("pk"))
    return rows.exclude(proposer=by.person).exclude(checker=by.person) if by.person else rows


def following(found: Entry, by: Acting) -> int | None:
    """Return the entry to decide after this one: the next of those this person may decide, then those left out before.

    Whoever only reads goes through the round in its order.
    """
    mine = for_decision(found, by)
    if mine.filter(pk=found.pk).exists():
        keys = mine.exclude(pk=found.pk).order_by("pk").values_list("pk", flat=True)
        return keys.filter(pk__gt=found.pk).first() or keys.first()
    rows = entries_of(found.round_id, by).filter(state=State.OPEN if found.state == State.DONE else found.state)
    return rows.order_by("pk").filter(pk__gt=found.pk).values_list("pk", flat=True).first()


def awaiting_legal(by: Acting) -> QuerySet[Entry]:
    """Return conclusions of clean-ups that this person may examine for legality now, oldest first."""
    rows = visible_entries(by).filter(round__kind=Kind.CLEANUP, round__finished_at=None, state=State.PROPOSED)
    rows = rows.filter(agency__in=agencies_where(by, Permission.STOCK_LEGAL).values("pk"))
    return rows.exclude(proposer=by.person).order_by("proposed_at", "pk")


def entry_model() -> type[Entry]:
    """Return the table, for the register above; rows are changed by actions alone."""
    return Entry


def _counted() -> dict[str, Count]:
    """Return the counts of entries: all, open, waiting, done, and done by conclusion."""
    return {
        "total": Count("pk"),
        "open": Count("pk", filter=Q(state=State.OPEN)),
        "waiting": Count("pk", filter=Q(state__in=[State.PROPOSED, State.CHECKED])),
        "done": Count("pk", filter=Q(state=State.DONE)),
        **{verdict.value: Count("pk", filter=Q(state=State.DONE, verdict=verdict)) for verdict in Verdict},
    }


NOTHING = dict.fromkeys(["total", "open", "waiting", "done", *(verdict.value for verdict in Verdict)], 0)
PLACE = ("agency__name", "agency", "division__name")
STAGES = ("total", "open", "waiting", "done")


def overview(found: Round, by: Acting) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """Return the counts of a round, and how far each agency and division is. The entries are read once for both."""
    rows = list(entries_of(found.pk, by).order_by().values(*PLACE).annotate(**_counted()).order_by(*PLACE))
    figures = {name: sum(row[name] for row in rows) for name in NOTHING}
    return figures, [{name: row[name] for name in (*PLACE, *STAGES)} for row in rows]


def figures_of(rounds: Collection[Round], by: Acting) -> dict[int, dict[str, int]]:
    """Return the counts of several rounds by their keys: one query, however many rounds there are."""
    rows = visible_entries(by).filter(round__in=[one.pk for one in rounds]).order_by()
    counted = {
        key: dict(zip(NOTHING, numbers, strict=True))
        for key, *numbers in rows.values_list("round").annotate(**_counted())
    }
    return {one.pk: counted.get(one.pk, NOTHING) for one in rounds}


REPORTED = (
    "title", "document__doc_number", "was_attribute", "verdict", "to_attribute", "reason", "next_review_on",
    "proposer__name", "approver__name", "approved_at",
)  # fmt: skip


def reported(found: Round, by: Acting) -> Iterator[tuple[Any, ...]]:
    """Return every entry as its report tells it, piece by piece: a round may have twenty thousand."""
    rows = entries_of(found.pk, by).order_by("pk").values_list(*REPORTED)
    return rows.iterator(chunk_size=2000)


def not_queued(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return approved conversions that are not on their way to the public: their edition was thrown away."""
    standing = editions().filter(item=OuterRef("document_id"), number=OuterRef("queued_edition"))
    standing = standing.exclude(state__in=["discarded", "withdrawn"])
    converted = rows.filter(state=State.DONE).filter(
        Q(verdict=Verdict.QUALIFIES) | Q(verdict=Verdict.CHANGE, to_attribute="proactive")
    )
    stopped = Q(document__status__in=[Status.FILED, Status.ABANDONED, Status.WITHDRAWN])
    return converted.filter(stopped | ~Exists(standing))


def unfinished(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    return rows.filter(state__in=BLOCKING)


def yearly(by: Acting) -> list[dict[str, Any]]:
    """Return re-examination results by agency and year of judgement: reviewed, converted, kept (R020)."""
    rows = (
        visible_entries(by)
        .filter(round__kind=Kind.REEXAMINATION, state=State.DONE)
        .order_by()
        .annotate(year=ExtractYear("approved_at"))
        .values("year", "agency__name")
        .annotate(
            reviewed=Count("pk"),
            converted=Count("pk", filter=Q(verdict=Verdict.QUALIFIES)),
            kept=Count("pk", filter=Q(verdict=Verdict.WITHHOLD)),
        )
        .order_by("-year", "agency__name")
    )
    return [dict(row) for row in rows]


def history_of(found: Entry) -> list[dict[str, Any]]:
    """Return everything that happened to one entry, newest first, as `ui/history.html` shows it."""
    return events_of("stock-entry", str(found.pk))


def round_history(found: Round) -> list[dict[str, Any]]:
    return events_of("stock-round", str(found.pk))


def events_of(kind: str, key: str) -> list[dict[str, Any]]:
    rows = events.events_of(Subject(kind, key)).order_by("-seq")[:100]
    return [
        {
            "at": event.at,
            "who": f"{event.actor_name}　{event.actor_role}",
            "what": label(event.tag),
            "note": event.remark,
            "changes": [
                {"label": key, "old": (event.old or {}).get(key), "new": value}
                for key, value in (event.new or {}).items()
            ],
        }
        for event in rows
    ]


def past_judgements(document_pk: int, by: Acting) -> QuerySet[Entry]:
    """Return every finished judgement on one document over all rounds, the internal history of its attribute (R019)."""
    return visible_entries(by).filter(document=document_pk, state=State.DONE).order_by("-approved_at")
