"""Who may change what the search knows."""

from __future__ import annotations

from gongkai.base.organisations.queries import Acting, NotAllowed
from gongkai.base.organisations.rules import Permission


def may_manage(by: Acting) -> bool:
    return by.may_anywhere(Permission.SEARCH_MANAGE)


def check_manage(by: Acting) -> None:
    """Raise NotAllowed unless this person keeps the vocabulary of the search."""
    if not may_manage(by):
        raise NotAllowed("检索词表由政务公开专员或网站编辑管理，您目前没有这个岗位。")
