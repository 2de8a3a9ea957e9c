"""代理: acting in the posts of somebody absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.organisations.models import Agency, Person, Post, StandIn
from gongkai.base.organisations.permissions import Acting, OutOfSight, check
from gongkai.base.organisations.rules import PARTNER, Permission

if TYPE_CHECKING:
    import datetime as dt

from gongkai.base.organisations.actions.common import UnableToAppoint, subject_of


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
    both = Post.objects.filter(person=absent).values("agency")
    posts = Post.objects.filter(person=substitute, person__is_active=True, agency__in=both).exclude(role=PARTNER)
    if not posts.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)).exists():
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
        subject=subject_of("person", absent, absent.name),
        new={"substitute": substitute.name, "from": starts_on.isoformat(), "to": ends_on.isoformat()},
        remark=reason,
    )
    return stand_in


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
        subject=subject_of("person", found.absent, found.absent.name),
        new={"substitute": found.substitute.name},
    )
