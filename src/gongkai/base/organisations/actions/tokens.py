"""Partner systems, and the tokens by which their calls are known."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.organisations.actions.common import UnableToAppoint, subject_of
from gongkai.base.organisations.actions.people import appoint, create_person
from gongkai.base.organisations.models import Agency, ApiToken, Person, Post
from gongkai.base.organisations.permissions import Acting, OutOfSight, check
from gongkai.base.organisations.rules import PARTNER, SCOPES, Permission

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


@transaction.atomic
def register_system(*, username: str, name: str, agencies: Sequence[Agency], by: Acting) -> Person:
    """Enter a partner system among the people: it cannot sign in, and hands over to these agencies alone.

    Raises ValidationError for a name that is taken or malformed, UnableToAppoint without an agency.
    """
    if not agencies:
        raise UnableToAppoint("请至少选择一个接收来件的机关。")
    system = create_person(username=username, name=name, password=None, agency=agencies[0], by=by)
    for agency in agencies:
        appoint(person=system, agency=agency, role=PARTNER, starts_on=timezone.localdate(), by=by)
    return system


@transaction.atomic
def issue_token(
    *,
    name: str,
    person: Person,
    agency: Agency,
    scopes: Sequence[str],
    by: Acting,
    expires_at: dt.datetime | None = None,
) -> str:
    """Return the secret of a new token, shown this once; only its digest is kept.

    It opens every agency that the system hands over to. Raises OutOfSight for who does not administer them all.
    """
    check(by, Permission.ORGANISATIONS_PEOPLE, agency)
    for post in Post.objects.filter(person=person, role=PARTNER).select_related("agency"):
        check(by, Permission.ORGANISATIONS_PEOPLE, post.agency)
    if unknown := [one for one in scopes if one not in SCOPES]:
        raise UnableToAppoint(f"没有“{unknown[0]}”这个接口权限，请从列出的权限中选择。")
    if not scopes:
        raise UnableToAppoint("请至少选择一项接口权限。")
    if expires_at is not None and expires_at <= timezone.now():
        raise UnableToAppoint("失效日期应当晚于今天。")
    secret = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name, person=person, digest=hashlib.sha256(secret.encode()).hexdigest(), scopes=list(scopes),
        expires_at=expires_at,
    )  # fmt: skip
    events.record(
        tag="organisations:token:issue",
        by=by.actor(Permission.ORGANISATIONS_PEOPLE, agency),
        subject=subject_of("token", token, name),
        new={"scopes": list(scopes), "person": person.name, "expires_at": expires_at and expires_at.isoformat()},
    )
    return secret


@transaction.atomic
def revoke_token(*, token: ApiToken, agency: Agency, reason: str, by: Acting) -> ApiToken:
    """End a token at once; its next call is refused. Ending it again changes nothing.

    `agency` is one that the system hands over to. Raises OutOfSight for any other.
    """
    check(by, Permission.ORGANISATIONS_PEOPLE, agency)
    standing = ApiToken.objects.select_for_update(of=("self",)).select_related("person").get(pk=token.pk)
    if not Post.objects.filter(person=standing.person, agency=agency, role=PARTNER).exists():
        raise OutOfSight
    if standing.revoked_at is not None:
        return standing
    standing.revoked_at = timezone.now()
    standing.save(update_fields=["revoked_at"])
    events.record(
        tag="organisations:token:revoke",
        by=by.actor(Permission.ORGANISATIONS_PEOPLE, agency),
        subject=subject_of("token", standing, standing.name),
        remark=reason,
    )
    return standing
