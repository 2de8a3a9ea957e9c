"""Who may do what with subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency

MANAGE, READ = Permission.SUBSCRIPTIONS_MANAGE, Permission.SUBSCRIPTIONS_READ


class Refused(Exception):
    """It cannot happen now; the sentence says why and what to do."""


def may_manage(by: Acting) -> bool:
    return by.may_anywhere(MANAGE)


def may_read(by: Acting) -> bool:
    return may_manage(by) or by.may_anywhere(READ)


def agencies_seen(by: Acting) -> QuerySet[Agency]:
    """Return the agencies whose pushes and partners this person manages or reads."""
    return (agencies_where(by, MANAGE) | agencies_where(by, READ)).order_by("lineage")


def agencies_managed(by: Acting) -> QuerySet[Agency]:
    return agencies_where(by, MANAGE).order_by("lineage")
