"""Who may: the library belongs to the platform, a task to the agency of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import NotAllowed, check
from gongkai.base.organisations.rules import Permission, roles_with

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.regulations.models import UpdateTask


def check_import(by: Acting) -> None:
    """Raises NotAllowed for whoever keeps no library anywhere."""
    if not by.may_anywhere(Permission.REGULATIONS_MANAGE):
        names = "、".join(role.name for role in roles_with(Permission.REGULATIONS_MANAGE))
        raise NotAllowed(f"法规由“{names}”导入，您目前没有这个岗位。")


def check_decide(task: UpdateTask, by: Acting) -> None:
    """Raises OutOfSight for a page of another agency, NotAllowed for the wrong role."""
    check(by, Permission.REGULATIONS_MANAGE, task.agency)
