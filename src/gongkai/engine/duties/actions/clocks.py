"""Stopping a clock, setting it going again, and giving it more time: as far as the law allows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.organisations.queries import OutOfSight
from gongkai.engine.duties.actions.reckoned import DUE_FIELDS, day_looked_at, locked, note, set_due, standing
from gongkai.engine.duties.models import Duty
from gongkai.engine.duties.permissions import Refused, check_move
from gongkai.engine.duties.queries import current_book

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def pause(*, duty: Duty, sent_on: dt.date, reason: str, by: Acting) -> Duty:
    """Stop the clock from the day after `sent_on`. Raises Refused where the law knows no pause or the time is up."""
    duty = _mine(duty, by)
    if not reason.strip():
        raise Refused("请写明暂停的事由，例如“征求第三方意见”。")
    _not_in_future(sent_on, "发函日期")
    if sent_on > duty.due_on:
        raise Refused(f"期限已于{duty.due_on}届满，之后发函不能再暂停计算。")
    after, old = check_move(duty, "pause"), standing(duty)
    source = duty.duty_rule.law.pause_source
    try:
        with transaction.atomic():
            row = duty.pauses.create(sent_on=sent_on, reason=reason.strip(), article=source.brief if source else "")
    except IntegrityError as error:
        raise Refused("这项时限已经暂停，收到意见前不能再次暂停。") from error
    # Raises where the rule knows no pause; the row goes with the transaction.
    set_due(duty, current_book(), today=sent_on, strict=True)
    duty.status = after.value
    duty.save(update_fields=["status", *DUE_FIELDS])
    note("pause", duty, by, old=old, new={"发函日期": sent_on.isoformat(), "依据": row.article}, remark=reason.strip())
    return duty


@transaction.atomic
def resume(*, duty: Duty, arrived_on: dt.date, by: Acting) -> Duty:
    """Let the clock go on from the day after `arrived_on`, the day the opinion came in or its deadline passed."""
    duty = _mine(duty, by)
    after, old = check_move(duty, "resume"), standing(duty)
    _not_in_future(arrived_on, "收到意见日期")
    row = duty.pauses.get(arrived_on__isnull=True)
    if arrived_on < row.sent_on:
        raise Refused(f"收到意见的日期不能早于发函日期（{row.sent_on}），请核对。")
    row.arrived_on = arrived_on
    row.save(update_fields=["arrived_on"])
    set_due(duty, current_book())
    duty.status = after.value
    duty.save(update_fields=["status", *DUE_FIELDS])
    note("resume", duty, by, old=old, new={"收到意见日期": arrived_on.isoformat(), **standing(duty)})
    return duty


@transaction.atomic
def arrived_earlier(*, duty: Duty, arrived_on: dt.date, by: Acting) -> Duty:
    """The opinion that ended the last pause had come in on an earlier day than was put down; the clock goes on from there."""
    duty = _mine(duty, by)
    row = duty.pauses.filter(arrived_on__gt=arrived_on, sent_on__lte=arrived_on).last()
    if not duty.is_active or row is None:
        return duty
    old = standing(duty) | {"收到意见日期": str(row.arrived_on)}
    row.arrived_on = arrived_on
    row.save(update_fields=["arrived_on"])
    set_due(duty, current_book(), today=day_looked_at(duty))
    duty.save(update_fields=[*DUE_FIELDS])
    note("arrival", duty, by, old=old, new={"收到意见日期": arrived_on.isoformat(), **standing(duty)})
    return duty


@transaction.atomic
def extend(*, duty: Duty, days: int, reason: str, by: Acting, on: dt.date | None = None) -> Duty:
    """Give more working days, once and no more than the law allows, before the basic period ends.

    `on` is the day of the approval, today when not given. Raises Refused.
    """
    duty = _mine(duty, by)
    if not duty.is_active:
        raise Refused("这项时限已经办结或者终止，不能延长。")
    if not reason.strip():
        raise Refused("请写明延长的理由，并告知申请人。")
    if duty.extension_days:
        raise Refused(f"这项时限已于{duty.extended_on}延长{duty.extension_days}个工作日，只能延长一次。")
    old = standing(duty)
    approved = on or timezone.localdate()
    _not_in_future(approved, "批准延长日期")
    duty.extension_days, duty.extended_on = days, approved
    duty.extended_by = by.person.name if by.person else "系统"
    book = current_book()
    set_due(duty, book, today=approved, strict=True)
    set_due(duty, book, today=day_looked_at(duty))
    duty.save(update_fields=["extension_days", "extended_on", "extended_by", *DUE_FIELDS])
    note("extend", duty, by, old=old, new={"延长工作日": days, **standing(duty)}, remark=reason.strip())
    return duty


def _mine(duty: Duty, by: Acting) -> Duty:
    """The locked row; another agency's does not exist for whoever acts here."""
    duty = locked(duty)
    if not by.sees(duty.agency):
        raise OutOfSight
    return duty


def _not_in_future(day: dt.date, name: str) -> None:
    if day > timezone.localdate():
        raise Refused(f"{name}不能晚于今天，请核对。")
