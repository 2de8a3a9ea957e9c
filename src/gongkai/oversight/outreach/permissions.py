"""Who keeps these registers (INTERPRETATION_MANAGE) and who reads them (DOCUMENTS_READ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

MANAGE = Permission.INTERPRETATION_MANAGE
READ = Permission.DOCUMENTS_READ


def may_read(by: Acting) -> bool:
    return by.may_anywhere(READ) or by.may_anywhere(MANAGE)


def agencies_read(by: Acting) -> QuerySet[Agency]:
    return (agencies_where(by, READ) | agencies_where(by, MANAGE)).distinct()


def agencies_managed(by: Acting) -> QuerySet[Agency]:
    return agencies_where(by, MANAGE)
