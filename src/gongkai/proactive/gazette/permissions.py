"""Who may do what with gazette: the editor fills, two others read, somebody who read nothing approves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, Grant, NotAllowed, OutOfSight, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.gazette.rules import OPEN, STATE_NAMES, State

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.proactive.gazette.models import Issue

EDIT = Permission.GAZETTE_EDIT
APPROVE = Permission.GAZETTE_APPROVE
RELEASE = Permission.PUBLISHING_RELEASE
READS = (EDIT, APPROVE, Permission.DOCUMENTS_READ)


def check_edit(agency: Agency, by: Acting) -> Grant | None:
    """Raise OutOfSight or NotAllowed unless this person edits the gazette of this agency."""
    return check(by, EDIT, agency)


def check_state(issue: Issue, *allowed: State) -> None:
    if issue.state not in allowed:
        names = "、".join(f"“{STATE_NAMES[one]}”" for one in allowed)
        raise Refused(
            f"{issue.brief}现在是“{STATE_NAMES[issue.state]}”，只有{names}时才能这样做。请刷新页面查看最新情况。"
        )


def check_open(issue: Issue) -> None:
    check_state(issue, *OPEN)


def may_read_proofs(issue: Issue, by: Acting) -> bool:
    agency = issue.gazette.agency
    return by.may(EDIT, agency) or by.may(Permission.DOCUMENTS_HEAD_REVIEW, agency)


def check_reader(issue: Issue, by: Acting) -> None:
    if may_read_proofs(issue, by):
        return
    if not by.sees(issue.gazette.agency):
        raise OutOfSight
    raise NotAllowed("校对由公报编辑、政务公开专员或者科室负责人担任，您目前没有这些岗位。")
