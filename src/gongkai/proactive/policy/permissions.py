"""Who may do what with policy items: editors of the agency prepare and confirm, another person releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, Grant, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import State

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.policy.models import Worked

EDIT, CONFIRM = Permission.POLICY_EDIT, Permission.POLICY_CONFIRM
READERS = (EDIT, CONFIRM, Permission.POLICY_READ)


def check_edit(row: Worked, edition: Edition, by: Acting) -> None:
    """Raise NotAllowed or OutOfSight for who may not, Refused for what cannot be changed now."""
    check(by, EDIT, row.item.agency)
    if row.dropped_at is not None:
        raise Refused("已经放弃，不能再修改。需要的，请重新提取或者新增。")
    if edition.state != State.PREPARING:
        raise Refused("没有正在编辑的版本。已经发布的，请先点“修改”，开始新的版本。")
    if row.submitted:
        raise Refused("已经送发布，不能修改。需要改动的，请发布人退回。")


def check_release(row: Worked, by: Acting) -> Grant | None:
    """Raise Refused for the one who confirmed: two people see every item before it is public."""
    grant = check(by, CONFIRM, row.item.agency)
    if not row.submitted:
        raise Refused("还没有确认送发布。")
    if by.person is not None and row.submitted_by_id == by.person.pk:
        raise Refused("您确认了这个事项，请由其他同志核对发布。")
    return grant
