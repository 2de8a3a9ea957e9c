"""Questions about agencies and people. `Acting` is how every verb above learns who is at work."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.base.organisations.models import Agency, ApiToken, Division, Person, Post, Site, StandIn
from gongkai.base.organisations.permissions import Acting, Grant, NotAllowed, OutOfSight, check
from gongkai.base.organisations.rules import PARTNER, ROLES, Permission, Reach

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

__all__ = [
    "Acting",
    "Grant",
    "NotAllowed",
    "OutOfSight",
    "acting",
    "acting_by_token",
    "agencies_where",
    "agency",
    "check",
    "default_site",
    "divisions_held",
    "holders",
    "site_for_host",
    "substitutes",
    "subtree",
    "the_system",
    "visible_agencies",
]


def current(day: dt.date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def acting(person: Person, *, address: str = "", today: dt.date | None = None) -> Acting:
    """Return the person with the grants of today, those of absent colleagues included. Two queries."""
    day = today or timezone.localdate()
    absent = {
        stand_in.absent_id: stand_in.absent.name
        for stand_in in StandIn.objects.filter(
            substitute=person, starts_on__lte=day, ends_on__gte=day, ended_at__isnull=True
        ).select_related("absent")
    }
    posts = Post.objects.filter(current(day), person_id__in=[person.pk, *absent]).select_related("agency")
    grants = tuple(
        Grant(
            role=post.role,
            agency_id=post.agency_id,
            agency_code=post.agency.code,
            lineage=post.agency.lineage,
            agency_name=post.agency.label,
            division_id=post.division_id,
            standing_in_for=absent.get(post.person_id, ""),
            principal_id=post.person_id,
        )
        for post in sorted(posts, key=lambda post: (post.person_id != person.pk, post.pk))
        if post.role in ROLES
    )
    return Acting(person=person, grants=grants, address=address)


def the_system(name: str) -> Acting:
    """Return the platform itself at work: "worker", "import", "demo" …"""
    return Acting(person=None, system=name)


def acting_by_token(secret: str, *, address: str = "") -> tuple[Acting, ApiToken] | None:
    """Return the partner system behind a token, or None when the token is unknown, expired or revoked."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    now = timezone.now()
    token = (
        ApiToken.objects.filter(digest=digest, revoked_at__isnull=True, person__is_active=True)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))
        .select_related("person")
        .first()
    )
    if token is None:
        return None
    by = acting(token.person, address=address)
    return Acting(by.person, by.grants, address, scopes=frozenset(token.scopes)), token


def agency(code: str) -> Agency:
    """Return the agency with this code; raises Agency.DoesNotExist."""
    return Agency.objects.get(code=code)


def subtree(top: Agency) -> QuerySet[Agency]:
    return Agency.objects.filter(lineage__startswith=top.lineage)


def agencies_where(by: Acting, permission: Permission) -> QuerySet[Agency]:
    """Return the agencies in which this person holds the permission."""
    if by.system:
        return Agency.objects.all()
    wanted = Q(pk__in=[])
    for grant in by.grants:
        role = ROLES[grant.role]
        if permission in role.permissions:
            wanted |= Q(lineage__startswith=grant.lineage) if role.reach is Reach.SUBTREE else Q(pk=grant.agency_id)
    return Agency.objects.filter(wanted)


def visible_agencies(by: Acting) -> QuerySet[Agency]:
    """Return the sister of `Acting.sees`: the same answer as a list."""
    if by.system:
        return Agency.objects.all()
    wanted = Q(pk__in=[])
    for grant in by.grants:
        subtree_reach = ROLES[grant.role].reach is Reach.SUBTREE
        wanted |= Q(lineage__startswith=grant.lineage) if subtree_reach else Q(pk=grant.agency_id)
    return Agency.objects.filter(wanted)


def holders(
    permission: Permission, agency: Agency, *, today: dt.date | None = None, division: Division | None = None
) -> list[Person]:
    """Return who may do this in this agency today, for assigning and reminding; whoever stands in for an absent one too.

    With a `division` only who holds the post in it.
    """
    day = today or timezone.localdate()
    roles = [role.key for role in ROLES.values() if permission in role.permissions and role.key != PARTNER]
    posts = Post.objects.filter(current(day), role__in=roles, person__is_active=True).select_related("person", "agency")
    covering = posts.filter(Q(agency=agency) | Q(agency__code__in=agency.lineage_codes()))
    if division is not None:
        covering = covering.filter(division=division)
    people: dict[int, Person] = {}
    for post in covering:
        reaches = post.agency_id == agency.pk or ROLES[post.role].reach is Reach.SUBTREE
        if reaches:
            people.setdefault(post.person_id, post.person)
    for several in substitutes(people, today=day).values():
        people.update((person.pk, person) for person in several if person.pk not in people)
    return list(people.values())


def divisions_held(permission: Permission, agency: Agency, *, today: dt.date | None = None) -> set[int]:
    """Return the divisions of an agency in which somebody holds a post with this permission today. One query."""
    roles = [role.key for role in ROLES.values() if permission in role.permissions]
    posts = Post.objects.filter(
        current(today or timezone.localdate()), agency=agency, division__isnull=False, role__in=roles,
        person__is_active=True,
    )  # fmt: skip
    return set(posts.values_list("division_id", flat=True))


def substitutes(absent: Iterable[int], *, today: dt.date | None = None) -> dict[int, list[Person]]:
    """Return person → who stands in for them today; nobody is named twice, the inactive not at all."""
    day = today or timezone.localdate()
    found: dict[int, list[Person]] = {}
    rows = StandIn.objects.filter(absent__in=list(absent), starts_on__lte=day, ends_on__gte=day, ended_at__isnull=True)
    for row in rows.filter(substitute__is_active=True).select_related("substitute").order_by("pk"):
        several = found.setdefault(row.absent_id, [])
        if row.substitute not in several:
            several.append(row.substitute)
    return found


def default_site() -> Site | None:
    return Site.objects.filter(is_default=True).select_related("agency").first()


def site_for_host(host: str) -> Site | None:
    """Return the site that this host name belongs to, else the default one. `host` may carry a port."""
    name = host.rsplit(":", 1)[0].lower()
    return Site.objects.filter(host=name).select_related("agency").first() or default_site()


def agency_model() -> type[Agency]:
    """Return the table, for registers and forms above; rows are changed by actions alone."""
    return Agency


def person_model() -> type[Person]:
    return Person


def site_model() -> type[Site]:
    return Site


def people_of(agencies: QuerySet[Agency]) -> QuerySet[Person]:
    """Return everybody who holds or held a post in one of these agencies."""
    return Person.objects.filter(posts__agency__in=agencies).distinct()


def officers_of(agencies: QuerySet[Agency]) -> QuerySet[Person]:
    """Return who holds a post in one of these agencies today and can be given work: no partner systems, nobody who left."""
    posts = Post.objects.filter(current(timezone.localdate()), agency__in=agencies).exclude(role=PARTNER)
    return Person.objects.filter(is_active=True, pk__in=posts.values("person")).order_by("name")


def divisions_of(agencies: QuerySet[Agency]) -> QuerySet[Division]:
    return Division.objects.filter(agency__in=agencies).select_related("agency")


def systems_of(agencies: QuerySet[Agency]) -> QuerySet[Person]:
    """Return the partner systems that hand over, or handed over, to one of these agencies, with all their tokens."""
    posts = Post.objects.filter(role=PARTNER, agency__in=agencies)
    return (
        Person.objects.filter(pk__in=posts.values("person"))
        .prefetch_related("tokens", "posts__agency")
        .order_by("name")
    )
