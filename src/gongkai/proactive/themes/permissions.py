"""Who may do what with themes: editors keep them, another person clears, whoever releases releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.rules import Permission

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

MANAGE = Permission.THEMES_MANAGE
CLEARING = Permission.DOCUMENTS_SECRECY_REVIEW
READING = (MANAGE, CLEARING, Permission.DOCUMENTS_READ)


def may_read(by: Acting) -> bool:
    return any(by.may_anywhere(one) for one in READING)
