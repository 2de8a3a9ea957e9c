"""Counting a matter: one statement, idempotent, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.oversight.annual_report.models import Matter
from gongkai.oversight.annual_report.rules.facts import OPEN, Fact, check_fact

KEY = ("kind", "subject_type", "subject_id")
FIELDS = ("agency", "column", "row", "received_on", "closed_on", "days", "late", "label", "url")
AT_ONCE = 1000


def place(*, fact: Fact) -> None:
    """Count this matter as it stands now, whatever it was counted as before. Raises WrongFact."""
    place_many(facts=[fact])


def place_many(*, facts: Iterable[Fact]) -> int:
    """Count many, for an import or a rebuild; return how many. Raises WrongFact."""
    rows = [_row(fact) for fact in facts]
    Matter.objects.bulk_create(rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=KEY, update_fields=FIELDS)
    return len(rows)


def remove(*, kind: str, subject_type: str, subject_id: str) -> bool:
    """Count it no more (registered by mistake, merged into another); return whether it was counted."""
    gone, _ = Matter.objects.filter(kind=kind, subject_type=subject_type, subject_id=subject_id).delete()
    return bool(gone)


def _row(fact: Fact) -> Matter:
    check_fact(fact)
    return Matter(
        kind=fact.kind, subject_type=fact.subject_type, subject_id=fact.subject_id, agency_id=fact.agency_id,
        column=fact.column, row=fact.row, received_on=fact.received_on, closed_on=fact.closed_on or OPEN,
        days=fact.days, late=fact.late, label=fact.label[:200], url=fact.url[:200],
    )  # fmt: skip
