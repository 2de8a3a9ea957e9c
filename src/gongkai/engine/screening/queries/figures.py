"""What officers decided, counted by check: how often a check was right is for them to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.screening.models import Decision
from gongkai.engine.screening.rules import RIGHT, Choice


@dataclass(frozen=True)
class CheckFigures:
    check: str
    name: str
    by_choice: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_choice.values())

    @property
    def precision(self) -> float:
        """Share of the decisions that took the finding for right (all but 误报)."""
        return sum(self.by_choice.get(choice, 0) for choice in RIGHT) / self.total

    @property
    def precision_text(self) -> str:
        return f"{self.precision * 100:.0f}%"


def decided_by_check(by: Acting, *, since: dt.date, until: dt.date) -> list[CheckFigures]:
    """Return the decisions that count, of the agencies in which this person decides, both days included."""
    rows = (
        Decision.objects.filter(
            is_current=True,
            at__date__range=(since, until),
            agency__in=agencies_where(by, Permission.SCREENING_DECIDE),
        )
        .order_by()
        .values("check_name", "choice")
        .annotate(n=Count("pk"), name=Max("title"))
    )
    found: dict[str, dict[str, int]] = {}
    names: dict[str, str] = {}
    for row in rows:
        found.setdefault(row["check_name"], {})[Choice(row["choice"])] = row["n"]
        names.setdefault(row["check_name"], row["name"])
    figures = [CheckFigures(check, names[check], choices) for check, choices in found.items()]
    return sorted(figures, key=lambda one: (-one.total, one.check))
