"""People, their posts and passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.organisations.models import Agency, Division, Person, Post
from gongkai.base.organisations.permissions import Acting, OutOfSight, check
from gongkai.base.organisations.rules import ROLES, Permission

if TYPE_CHECKING:
    import datetime as dt

from gongkai.base.organisations.actions.common import UnableToAppoint, subject_of


@transaction.atomic
def create_person(
    *, username: str, name: str, password: str | None, agency: Agency, by: Acting, email: str = "", phone: str = ""
) -> Person:
    """Create somebody who can sign in (or not, without a password). A post must follow before they may do anything."""
    check(by, Permission.ORGANISATIONS_PEOPLE, agency)
    # A password that somebody else chose is good for one sign-in.
    chosen_by_another = by.person is not None and password is not None
    person = Person(username=username, name=name, email=email, phone=phone, must_change_password=chosen_by_another)
    person.set_password(password)
    person.full_clean()
    person.save()
    events.record(
        tag="organisations:person:create",
        by=by.actor(Permission.ORGANISATIONS_PEOPLE, agency),
        subject=subject_of("person", person, name),
        new={"username": username, "agency": agency.code},
    )
    return person


@transaction.atomic
def edit_person(*, person: Person, changes: dict[str, str], by: Acting) -> Person:
    """Change name, mail or phone of somebody whose agency one administers."""
    post = Post.objects.filter(person=person).select_related("agency").first()
    if post is None:
        raise OutOfSight
    check(by, Permission.ORGANISATIONS_PEOPLE, post.agency)
    standing = Person.objects.get(pk=person.pk)
    old = {key: getattr(standing, key) for key, value in changes.items() if getattr(standing, key) != value}
    for key in old:
        setattr(standing, key, changes[key])
    standing.full_clean()
    standing.save(update_fields=list(old) or None)
    if old:
        events.record(
            tag="organisations:person:edit",
            by=by.actor(Permission.ORGANISATIONS_PEOPLE, post.agency),
            subject=subject_of("person", standing, standing.name),
            old={"fields": sorted(old)},
            new={"fields": sorted(old)},
        )
    return standing


@transaction.atomic
def set_active(*, person: Person, active: bool, agency: Agency, by: Acting) -> None:
    check(by, Permission.ORGANISATIONS_PEOPLE, agency)
    person.is_active = active
    person.save(update_fields=["is_active"])
    events.record(
        tag=f"organisations:person:{'activate' if active else 'deactivate'}",
        by=by.actor(Permission.ORGANISATIONS_PEOPLE, agency),
        subject=subject_of("person", person, person.name),
    )


@transaction.atomic
def appoint(
    *,
    person: Person,
    agency: Agency,
    role: str,
    by: Acting,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    division: Division | None = None,
) -> Post:
    """Give a person a post. Raises UnableToAppoint for an unknown role or a division of another agency."""
    check(by, Permission.ORGANISATIONS_PEOPLE, agency)
    if role not in ROLES:
        raise UnableToAppoint(f"没有“{role}”这个角色。")
    if division is not None and division.agency_id != agency.pk:
        raise UnableToAppoint(f"{division}不是{agency}的内设机构。")
    if by.person is not None and by.person.pk == person.pk:
        raise UnableToAppoint("不能给自己任命岗位，请由其他管理员办理。")
    post = Post(person=person, agency=agency, role=role, division=division, starts_on=starts_on, ends_on=ends_on)
    post.full_clean()
    post.save()
    events.record(
        tag="organisations:post:appoint",
        by=by.actor(Permission.ORGANISATIONS_PEOPLE, agency),
        subject=subject_of("person", person, person.name),
        new={"role": role, "agency": agency.code, "division": division.name if division else None},
    )
    return post


@transaction.atomic
def end_post(*, post: Post, on: dt.date, by: Acting) -> None:
    check(by, Permission.ORGANISATIONS_PEOPLE, post.agency)
    post.ends_on = on
    post.full_clean()
    post.save()
    events.record(
        tag="organisations:post:end",
        by=by.actor(Permission.ORGANISATIONS_PEOPLE, post.agency),
        subject=subject_of("person", post.person, post.person.name),
        new={"role": post.role, "agency": post.agency.code, "ends_on": on.isoformat()},
    )


@transaction.atomic
def change_password(*, person: Person, password: str, by: Acting, agency: Agency | None = None) -> Person:
    """Set a password: one's own, or (with `agency`) somebody's whom one administers, who must then change it."""
    own = by.person is not None and by.person.pk == person.pk
    if not own and not by.system:
        if agency is None or not Post.objects.filter(person=person, agency=agency).exists():
            raise UnableToAppoint("只能重置本级及下级机关人员的密码。")
        check(by, Permission.ORGANISATIONS_PEOPLE, agency)
    person.set_password(password)
    person.must_change_password = not own
    person.save(update_fields=["password", "must_change_password"])
    events.record(
        tag="organisations:person:password",
        by=by.actor(Permission.ORGANISATIONS_PEOPLE, agency),
        subject=subject_of("person", person, person.name),
    )
    return person
