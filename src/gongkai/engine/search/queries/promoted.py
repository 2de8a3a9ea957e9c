"""What officers set above the results."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from gongkai.engine.search.models import Promotion
from gongkai.engine.search.rules.keeping import matches_pattern

MOST_SHOWN = 3


def promoted(query: str, *, today: dt.date | None = None) -> list[Promotion]:
    """Return the promotions in force whose patterns fit the query. What they point to may be public no more: the caller looks."""
    if not query.strip():
        return []
    day = today or timezone.localdate()
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    rows = Promotion.objects.filter(begun, not_over, is_active=True)
    fitting = [row for row in rows if any(matches_pattern(line, query) for line in row.patterns.splitlines())]
    return fitting[:MOST_SHOWN]
