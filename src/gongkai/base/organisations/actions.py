"""Verbs on agencies, people, posts and stand-ins. Each leaves an event in the same transaction."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject, declare
from gongkai.base.organisations.models import Agency, ApiToken, Division, Person, Post, Site, StandIn
from gongkai.base.organisations.permissions import Acting, OutOfSight, check
from gongkai.base.organisations.queries import acting
from gongkai.base.organisations.rules import ROLES, Permission

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django_otp.plugins.otp_totp.models import TOTPDevice

declare(
    {
        "organisations:agency:create": "新增机关",
        "organisations:agency:edit": "修改机关信息",
        "organisations:division:create": "新增内设机构",
        "organisations:person:create": "新增人员",
        "organisations:person:edit": "修改人员信息",
        "organisations:person:activate": "启用人员",
        "organisations:person:deactivate": "停用人员",
        "organisations:person:password": "重置密码",
        "organisations:post:appoint": "任命岗位",
        "organisations:post:end": "结束岗位",
        "organisations:stand_in:appoint": "指定代理",
        "organisations:stand_in:end": "结束代理",
        "organisations:site:create": "新增网站",
        "organisations:site:edit": "修改网站信息",
        "organisations:token:issue": "签发接口令牌",
        "organisations:token:revoke": "停用接口令牌",
        "organisations:session:sign_in": "登录",
        "organisations:session:sign_out": "退出",
        "organisations:session:second_factor": "设置动态口令",
    }
)


class UnableToAppoint(Exception):
    """The post or stand-in is impossible; the sentence says why."""


AGENCY_FIELDS = frozenset(
    "name short_name former_names kind credit_code number_prefixes address postal_code phone office_hours "
    "duties_text head_name order abolished_on".split()
)


def _subject(kind: str, thing: Agency | Person | Site | ApiToken | StandIn, label: str) -> Subject:
    return Subject(kind, str(thing.pk), label)


@transaction.atomic
def create_agency(*, code: str, name: str, by: Acting, parent: Agency | None = None, **details: Any) -> Agency:
    """Create an agency below `parent`. Raises ValidationError for a bad or taken code or name."""
    if parent is not None:
        check(by, Permission.ORGANISATIONS_AGENCIES, parent)
    elif not by.system:
        raise UnableToAppoint("只有安装程序可以建立没有上级的机关。")
    unknown = set(details) - AGENCY_FIELDS
    if unknown:
        raise ValidationError(f"机关没有这些字段：{'、'.join(sorted(unknown))}")
    agency = Agency(code=code, name=name, parent=parent, **details)
    agency.lineage = f"{parent.lineage if parent else '/'}{code}/"
    agency.full_clean()
    agency.save()
    events.record(
        tag="organisations:agency:create",
        by=by.actor(Permission.ORGANISATIONS_AGENCIES, parent or agency),
        subject=_subject("agency", agency, name),
        new={"code": code, "name": name, "parent": parent.code if parent else None},
    )
    return agency


@transaction.atomic
def edit_agency(*, agency: Agency, changes: dict[str, Any], by: Acting) -> Agency:
    check(by, Permission.ORGANISATIONS_AGENCIES, agency)
    allowed = {key: value for key, value in changes.items() if key in AGENCY_FIELDS}
    old = {key: getattr(agency, key) for key in allowed if getattr(agency, key) != allowed[key]}
    for key in old:
        setattr(agency, key, allowed[key])
    agency.full_clean()
    agency.save()
    if old:
        events.record(
            tag="organisations:agency:edit",
            by=by.actor(Permission.ORGANISATIONS_AGENCIES, agency),
            subject=_subject("agency", agency, agency.name),
            old=old,
            new={key: allowed[key] for key in old},
        )
    return agency


@transaction.atomic
def create_division(*, agency: Agency, name: str, by: Acting) -> Division:
    check(by, Permission.ORGANISATIONS_AGENCIES, agency)
    division = Division(agency=agency, name=name)
    division.full_clean()
    division.save()
    events.record(
        tag="organisations:division:create",
        by=by.actor(Permission.ORGANISATIONS_AGENCIES, agency),
        subject=_subject("agency", agency, agency.name),
        new={"division": name},
    )
    return division


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
        subject=_subject("person", person, name),
        new={"username": username, "agency": agency.code},
    )
    return person


@transaction.atomic
def set_active(*, person: Person, active: bool, agency: Agency, by: Acting) -> None:
    check(by, Permission.ORGANISATIONS_PEOPLE, agency)
    person.is_active = active
    person.save(update_fields=["is_active"])
    events.record(
        tag=f"organisations:person:{'activate' if active else 'deactivate'}",
        by=by.actor(Permission.ORGANISATIONS_PEOPLE, agency),
        subject=_subject("person", person, person.name),
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
        subject=_subject("person", person, person.name),
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
        subject=_subject("person", post.person, post.person.name),
        new={"role": post.role, "agency": post.agency.code, "ends_on": on.isoformat()},
    )


@transaction.atomic
def appoint_stand_in(
    *, absent: Person, substitute: Person, agency: Agency, starts_on: dt.date, ends_on: dt.date, reason: str, by: Acting
) -> StandIn:
    """Let `substitute` act in the posts of `absent`; the absent person may appoint for themselves.

    Raises UnableToAppoint when both are the same, the period is reversed or the substitute is away too.
    """
    if by.person is None or by.person.pk != absent.pk:
        check(by, Permission.ORGANISATIONS_STAND_IN, agency)
    if absent.pk == substitute.pk:
        raise UnableToAppoint("代理人不能是本人。")
    if ends_on < starts_on:
        raise UnableToAppoint("结束日期早于开始日期，请检查代理起止日期。")
    away = StandIn.objects.filter(
        absent=substitute, starts_on__lte=ends_on, ends_on__gte=starts_on, ended_at__isnull=True
    )
    if away.exists():
        raise UnableToAppoint(f"{substitute}在这段时间也已请人代理，请另选代理人。")
    shared = Post.objects.filter(person=substitute, agency__in=Post.objects.filter(person=absent).values("agency"))
    if not shared.exists():
        raise UnableToAppoint(f"{substitute}与{absent}不在同一机关任职，不能代理。")
    stand_in = StandIn.objects.create(
        absent=absent,
        substitute=substitute,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        appointed_by=by.person or absent,
    )
    events.record(
        tag="organisations:stand_in:appoint",
        by=by.actor(Permission.ORGANISATIONS_STAND_IN, agency),
        subject=_subject("person", absent, absent.name),
        new={"substitute": substitute.name, "from": starts_on.isoformat(), "to": ends_on.isoformat()},
        remark=reason,
    )
    return stand_in


@transaction.atomic
def create_site(*, host: str, name: str, agency: Agency, by: Acting, **details: Any) -> Site:
    check(by, Permission.ORGANISATIONS_AGENCIES, agency)
    site = Site(host=host.lower(), name=name, agency=agency, **details)
    site.full_clean()
    site.save()
    events.record(
        tag="organisations:site:create",
        by=by.actor(Permission.ORGANISATIONS_AGENCIES, agency),
        subject=_subject("site", site, name),
        new={"host": host, "agency": agency.code},
    )
    return site


@transaction.atomic
def issue_token(*, name: str, person: Person, agency: Agency, scopes: Sequence[str], by: Acting) -> str:
    """Return the secret of a new token, shown this once; only its digest is kept."""
    check(by, Permission.ORGANISATIONS_PEOPLE, agency)
    secret = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name, person=person, digest=hashlib.sha256(secret.encode()).hexdigest(), scopes=list(scopes)
    )
    events.record(
        tag="organisations:token:issue",
        by=by.actor(Permission.ORGANISATIONS_PEOPLE, agency),
        subject=_subject("token", token, name),
        new={"scopes": list(scopes), "person": person.name},
    )
    return secret


def note_session(*, person: Person, address: str, act: str) -> None:
    """Record signing in or out."""
    by = acting(person, address=address)
    events.record(tag=f"organisations:session:{act}", by=by.actor(), subject=_subject("person", person, person.name))


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
        subject=_subject("person", person, person.name),
    )
    return person


@transaction.atomic
def confirm_second_factor(*, device: TOTPDevice, person: Person, by: Acting) -> None:
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    events.record(
        tag="organisations:session:second_factor", by=by.actor(), subject=_subject("person", person, person.name)
    )


@transaction.atomic
def end_stand_in(*, stand_in: int, by: Acting) -> None:
    """End a stand-in early; the absent person may, and whoever administers their agency. Raises OutOfSight."""
    found = StandIn.objects.filter(pk=stand_in, ended_at__isnull=True).select_related("absent").first()
    if found is None:
        raise OutOfSight
    if by.person is None or by.person.pk != found.absent_id:
        post = Post.objects.filter(person=found.absent).select_related("agency").first()
        if post is None:
            raise OutOfSight
        check(by, Permission.ORGANISATIONS_STAND_IN, post.agency)
    found.ended_at = timezone.now()
    found.save(update_fields=["ended_at"])
    events.record(
        tag="organisations:stand_in:end",
        by=by.actor(),
        subject=_subject("person", found.absent, found.absent.name),
        new={"substitute": found.substitute.name},
    )


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
            subject=_subject("person", standing, standing.name),
            old={"fields": sorted(old)},
            new={"fields": sorted(old)},
        )
    return standing


SITE_FIELDS = frozenset(
    "name tagline whole_tree theme identification_code sponsor organiser address postal_code phone icp_number "
    "police_number copyright offline_help".split()
)


@transaction.atomic
def edit_site(*, site: Site, changes: dict[str, Any], by: Acting) -> Site:
    standing = Site.objects.select_related("agency").get(pk=site.pk)
    check(by, Permission.ORGANISATIONS_AGENCIES, standing.agency)
    wanted = {key: value for key, value in changes.items() if key in SITE_FIELDS}
    old = {key: getattr(standing, key) for key, value in wanted.items() if getattr(standing, key) != value}
    for key in old:
        setattr(standing, key, wanted[key])
    standing.full_clean()
    standing.save()
    if old:
        events.record(
            tag="organisations:site:edit",
            by=by.actor(Permission.ORGANISATIONS_AGENCIES, standing.agency),
            subject=_subject("site", standing, standing.name),
            old=old,
            new={key: wanted[key] for key in old},
        )
    return standing
