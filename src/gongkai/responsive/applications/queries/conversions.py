"""What was given on application and might be opened to everybody, and what is asked for most (R237, R238, R246)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import OutOfSight, agencies_where
from gongkai.responsive.applications.models import Conversion
from gongkai.responsive.applications.permissions import READ

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.queries import Acting


def conversions(by: Acting, *, state: str = "") -> QuerySet[Conversion]:
    rows = Conversion.objects.filter(application__agency__in=agencies_where(by, READ))
    rows = rows.select_related("application__agency", "application__submission", "item")
    return rows.filter(state=state) if state else rows


def conversion_of(pk: int, by: Acting) -> Conversion:
    """Return one. Raises OutOfSight."""
    found = conversions(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found
