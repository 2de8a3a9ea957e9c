"""Who may do what with subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency

MANAGE = Permission.SUBSCRIPTIONS_MANAGE


class Refused(Exception):
    """It cannot happen now; the sentence says why and what to do."""


def may_manage(by: Acting) -> bool:
    return by.may_anywhere(MANAGE)


def agencies_managed(by: Acting) -> QuerySet[Agency]:
    return agencies_where(by, MANAGE).order_by("lineage")
