"""docs/reference/roles.md: who may do what, in the words of the screen."""

from __future__ import annotations

from gongkai.base.organisations.rules import PERMISSION_NAMES, ROLES, SECOND_FACTOR_ROLES, Permission, Reach
from house.generated import Page, table
from house.pages import page

REACH = {Reach.DIVISION: "本科室", Reach.AGENCY: "本机关", Reach.SUBTREE: "本机关及下级机关"}


def make() -> Page:
    roles = list(ROLES.values())
    matrix = (
        [
            f"{PERMISSION_NAMES[permission]}<br>`{permission}`",
            *("●" if permission in role.permissions else "" for role in roles),
        ]
        for permission in Permission
    )
    return page(
        "docs/reference/roles.md",
        "Roles and permissions",
        "A person holds posts; a post is a role in an agency (or division). Roles are data in "
        "`src/gongkai/base/organisations/rules.py`. Whoever holds no post in an agency or above it gets 404, not 403.",
        "## Roles",
        table(
            ["岗位", "Key", "职责", "范围", "须双因素"],
            (
                [r.name, f"`{r.key}`", r.purpose, REACH[r.reach], "是" if r.key in SECOND_FACTOR_ROLES else ""]
                for r in roles
            ),
        ),
        "## Permissions",
        table(["权限", *(role.name for role in roles)], matrix),
        "Two rules stand above the table: nobody reviews a text they wrote, and nobody approves twice in one round "
        "(`reviewer_is_not_author` and `nobody_approves_twice` in the database). A stand-in (代理) has the rights of the "
        "absent colleague's posts for the days of the appointment, and the record names both.",
    )
