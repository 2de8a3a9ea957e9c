"""Who may: everything comes from posts held today, in one's own name or standing in for somebody absent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai.base.events.rules import Actor
from gongkai.base.organisations.rules import ROLES, Permission, Reach

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Person


class NotAllowed(Exception):
    """This person may see the thing but not do this; the sentence says who may."""


class OutOfSight(Exception):
    """The thing belongs to an agency this person has no post in or above: to them it does not exist (404)."""


# A head of division reviews only its own papers; whatever else the role allows counts in the whole agency.
DIVISION_BOUND = frozenset({Permission.DOCUMENTS_HEAD_REVIEW})


@dataclass(frozen=True)
class Grant:
    """One post as it counts today. `standing_in_for` names the absent holder, or is empty."""

    role: str
    agency_id: int
    agency_code: str
    lineage: str
    agency_name: str
    division_id: int | None
    standing_in_for: str = ""
    principal_id: int | None = None

    def covers(self, agency: Agency, permission: Permission | None = None, division_id: int | None = None) -> bool:
        reach = ROLES[self.role].reach
        if reach is Reach.SUBTREE:
            return agency.lineage.startswith(self.lineage)
        if self.agency_id != agency.pk:
            return False
        # A head of no division in particular (a small agency without divisions) heads all of it.
        bound = reach is Reach.DIVISION and permission in DIVISION_BOUND
        return not bound or self.division_id in {None, division_id}


@dataclass(frozen=True)
class Acting:
    """Somebody at work: a person with today's grants and the network address they come from.

    `person` is None for the platform itself (scheduled release, takeover by command), which may do everything
    that a verb asks for and appears in the record as "system:<name>".
    """

    person: Person | None
    grants: tuple[Grant, ...] = ()
    address: str = ""
    system: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)

    def grant_for(self, permission: Permission, agency: Agency, division_id: int | None = None) -> Grant | None:
        """Return the grant that allows this, one's own posts before those of an absent colleague."""
        fitting = [
            grant
            for grant in self.grants
            if permission in ROLES[grant.role].permissions and grant.covers(agency, permission, division_id)
        ]
        return min(fitting, key=lambda grant: bool(grant.standing_in_for), default=None)

    def may(self, permission: Permission, agency: Agency, division_id: int | None = None) -> bool:
        return bool(self.system) or self.grant_for(permission, agency, division_id) is not None

    def may_anywhere(self, permission: Permission) -> bool:
        return bool(self.system) or any(permission in ROLES[grant.role].permissions for grant in self.grants)

    def sees(self, agency: Agency) -> bool:
        """Own agencies always; lower ones when a post reaches down to them."""
        return bool(self.system) or any(grant.agency_id == agency.pk or grant.covers(agency) for grant in self.grants)

    def actor(self, permission: Permission | None = None, agency: Agency | None = None) -> Actor:
        """Return who goes into the event record: exact person, the role used, the agency of the post."""
        if self.person is None:
            return Actor(f"system:{self.system}", "系统", self.system, agency.code if agency else "", self.address)
        grant = self.grant_for(permission, agency) if permission and agency else None
        if grant is None and self.grants:
            grant = self.grants[0]
        role = ROLES[grant.role].name if grant else "本人"
        if grant and grant.standing_in_for:
            role = f"{role}（代{grant.standing_in_for}）"
        code = grant.agency_code if grant else ""
        return Actor(f"person:{self.person.pk}", self.person.name, role, code, self.address)


def check(by: Acting, permission: Permission, agency: Agency, division_id: int | None = None) -> Grant | None:
    """Return the grant used (None for the platform itself).

    Raises OutOfSight across agencies and NotAllowed for the wrong role.
    """
    if by.system:
        return None
    grant = by.grant_for(permission, agency, division_id)
    if grant is not None:
        return grant
    if not by.sees(agency):
        raise OutOfSight
    names = "、".join(role.name for role in ROLES.values() if permission in role.permissions)
    raise NotAllowed(f"这一步须由“{names}”办理，您目前没有这个岗位。")
