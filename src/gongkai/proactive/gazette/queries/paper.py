"""Paper: what was sent and acknowledged, what falls short at the reading points, the print run and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, Sum

from gongkai.proactive.gazette.models import Gazette, Issue, Supply
from gongkai.proactive.gazette.rules import GRASSROOTS

if TYPE_CHECKING:
    from django.db.models import QuerySet


def shortages(gazette: Gazette) -> QuerySet[Supply]:
    """Return the deliveries that fall short: fewer received, or sent, than were to come. Reading points first (R288)."""
    short = Q(received__lt=F("wanted")) | Q(received__isnull=True, sent__lt=F("wanted"))
    rows = Supply.objects.filter(short, issue__gazette=gazette).select_related("issue__gazette", "recipient")
    return rows.order_by("-recipient__is_point", "-issue__total", "recipient__name")


def supply_totals(issue: Issue) -> dict[str, Any]:
    """Return copies wanted, sent and received of an issue, and the share that goes to the grassroots in per cent."""
    rows = issue.supplies.all()
    sums = rows.aggregate(wanted=Sum("wanted"), sent=Sum("sent"), received=Sum("received"))
    total = {key: value or 0 for key, value in sums.items()}
    below = rows.filter(recipient__place__in=GRASSROOTS).aggregate(n=Sum("wanted"))["n"] or 0
    share = round(100 * below / total["wanted"]) if total["wanted"] else None
    return total | {"grassroots": share, "over": max(total["wanted"] - (issue.print_run or 0), 0)}


def print_runs(gazette: Gazette, last: int = 24) -> list[tuple[Issue, int | None]]:
    """Return the newest issues with a print run, oldest first, each with the change against the one before (R292)."""
    rows = list(gazette.issues.filter(print_run__isnull=False).select_related("gazette").order_by("-total")[:last])
    shown: list[tuple[Issue, int | None]] = []
    before: int | None = None
    for one in reversed(rows):
        run = one.print_run or 0
        shown.append((one, None if before is None else run - before))
        before = run
    return shown
