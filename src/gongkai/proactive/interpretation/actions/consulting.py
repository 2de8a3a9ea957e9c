"""Saying that a policy had no public consultation, so that its stage of the draft does not stand open for ever (R170)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.interpretation.models import Interpretation, Plan, Unconsulted
from gongkai.proactive.interpretation.permissions import check_planning
from gongkai.proactive.interpretation.queries import plan_of
from gongkai.proactive.interpretation.rules import Stage, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document


def _note(verb: str, document: Document, by: Acting, remark: str = "") -> None:
    events.record(
        tag=f"interpretation:consultation:{verb}", by=by.actor(agency=document.drafting_agency),
        subject=Subject(document.item.kind, document.item.key), remark=remark,
    )  # fmt: skip


def _check(document: Document, by: Acting) -> None:
    plan = plan_of(document.item) or Plan(
        policy=document.item, agency=document.drafting_agency, division=document.division
    )
    check_planning(plan, by)


@transaction.atomic
def say_unconsulted(*, document: Document, reason: str, by: Acting) -> Unconsulted:
    """Record why there was no consultation. Raises Refused where one is being explained already, NotAllowed, OutOfSight."""
    _check(document, by)
    if not reason.strip():
        raise Refused("请写明为什么没有公开征询意见，如：上级文件的转发，不涉及公众权利义务。")
    standing = Interpretation.objects.filter(policy=document.item_id, stage=Stage.DRAFT)
    if standing.exclude(status__in=[Status.ABANDONED, Status.WITHDRAWN]).exists():
        raise Refused("这份文件已经有草案征询阶段的解读，不能登记为没有公开征询。")
    said, _ = Unconsulted.objects.update_or_create(
        policy=document.item,
        defaults={"reason": reason.strip()[:200], "said_at": timezone.now(), "said_by": by.person},
    )
    _note("none", document, by, remark=said.reason)
    return said


@transaction.atomic
def unsay_unconsulted(*, document: Document, by: Acting) -> None:
    """Take it back: opinions were asked for after all, and the stage is open again."""
    _check(document, by)
    gone, _ = Unconsulted.objects.filter(policy=document.item_id).delete()
    if not gone:
        raise Refused("这份文件没有登记过，请刷新页面。")
    _note("held", document, by)
