"""Who may see and manage exchange: whoever holds EXCHANGE_MANAGE in the partner's agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting, Grant

MANAGE = Permission.EXCHANGE_MANAGE


class Refused(Exception):
    """The sentence says what is in the way and what to do."""


def check_manage(agency: Agency, by: Acting) -> Grant | None:
    """Raises OutOfSight across agencies and NotAllowed for the wrong role."""
    return check(by, MANAGE, agency)
