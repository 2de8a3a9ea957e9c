"""Who may write, sign, send and read letters: by the agency of the letter and the permissions of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, Grant, NotAllowed, OutOfSight, check
from gongkai.base.organisations.rules import ROLES, Permission
from gongkai.engine.casework.rules import KINDS, CounterStep, LetterKind

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.casework.models import Letter


def readers_of(kind: LetterKind) -> set[Permission]:
    return {Permission.CASEWORK_DISPATCH, kind.permission, *(step.permission for step in kind.steps)}


def check_read(letter: Letter, by: Acting) -> None:
    """Raise OutOfSight to another agency, NotAllowed to a colleague who has nothing to do with letters."""
    wanted = readers_of(letter.kind_data)
    if any(by.may(permission, letter.agency, letter.division_id) for permission in wanted):
        return
    if not by.sees(letter.agency):
        raise OutOfSight
    raise NotAllowed(f"这份文书供“{_names(wanted)}”查看，您目前没有这些岗位。")


def _names(wanted: set[Permission]) -> str:
    return "、".join(role.name for role in ROLES.values() if wanted & role.permissions)


def check_write(letter: Letter, by: Acting) -> None:
    check(by, letter.kind_data.permission, letter.agency)


def check_sign(letter: Letter, step: CounterStep, by: Acting) -> Grant | None:
    return check(by, step.permission, letter.agency, letter.division_id)


def check_dispatch(letter: Letter, by: Acting) -> None:
    """Whoever may issue a letter may also send it."""
    if by.may(letter.kind_data.permission, letter.agency):
        return
    check(by, Permission.CASEWORK_DISPATCH, letter.agency)


def check_templates(agency: Agency | None, by: Acting) -> None:
    """Texts of the platform are changed by those who may do so in an agency without one above it."""
    if agency is not None:
        check(by, Permission.CASEWORK_TEMPLATES, agency)
        return
    if not may_platform(by):
        raise NotAllowed("平台通用文本由最上级机关有“管理文书模板”权限的人员修改。")


def may_platform(by: Acting) -> bool:
    top = (
        grant
        for grant in by.grants
        if Permission.CASEWORK_TEMPLATES in ROLES[grant.role].permissions and grant.lineage.count("/") == 2
    )
    return bool(by.system) or any(True for _ in top)


def all_readers() -> set[Permission]:
    found = {Permission.CASEWORK_DISPATCH}
    for kind in KINDS.values():
        found |= readers_of(kind)
    return found
