"""Who may do what with services: editors register and bind, another person clears, whoever releases releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.rules import Permission

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

MANAGE = Permission.SERVICES_MANAGE
CLEARING = Permission.DOCUMENTS_SECRECY_REVIEW
# Drafters and heads read what their policies lead to; the gate of a document sends them here.
READING = (MANAGE, CLEARING, Permission.DOCUMENTS_READ)
# Whoever may send a document out may also say what it leads to.
BINDING = (MANAGE, Permission.DOCUMENTS_ISSUE)


def may_read(by: Acting) -> bool:
    return any(by.may_anywhere(one) for one in READING)
