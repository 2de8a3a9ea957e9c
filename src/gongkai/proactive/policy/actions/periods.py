"""Application periods as duties of the department: get ready before the opening, tell people before the closing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check, the_system
from gongkai.engine.duties import actions as duties
from gongkai.engine.duties import queries as duty_queries
from gongkai.proactive.policy.actions.noting import note
from gongkai.proactive.policy.permissions import EDIT
from gongkai.proactive.policy.queries import public_items
from gongkai.proactive.policy.queries.public import Shown
from gongkai.proactive.policy.rules import CLOSING_DUTY, ITEM, OPENING_DUTY
from gongkai.proactive.policy.rules.periods import MATCHED

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.policy.models import PolicyItem

WORDS = {OPENING_DUTY: "申请开始", CLOSING_DUTY: "申请截止"}


def keep_periods(*, today: dt.date | None = None, key: str = "") -> int:
    """Bring the duties to the present or next application period of public items; returns how many began.

    A period that moved ends the old duty and opens another. Twice does no harm.
    """
    day = today or timezone.localdate()
    count = 0
    for shown in public_items(today=day):
        if key in ("", shown.key):
            live = shown.standing.key in MATCHED
            count += _kept(shown, OPENING_DUTY, shown.standing.opens if live else None, day)
            count += _kept(shown, CLOSING_DUTY, shown.standing.until if live and shown.facts["closes"] else None, day)
    return count


@transaction.atomic
def _kept(shown: Shown, rule: str, wanted: dt.date | None, today: dt.date) -> int:
    by, subject = the_system("policy"), Subject(ITEM, shown.key, shown.title)
    known = [one for one in duty_queries.of_subject(subject) if one.rule == rule]
    running = next((one for one in known if one.is_active), None)
    if running is not None and running.opened_on != wanted:
        _end(rule, subject, running.opened_on, today)
        running = None
    if running is not None or wanted is None or wanted < today or any(one.opened_on == wanted for one in known):
        return 0
    duties.open_duty(
        rule=rule, subject=subject, agency=shown.agency, title=f"{WORDS[rule]}：{shown.title}"[:300], opened_on=wanted, by=by,
        url=f"/desk/policy/items/{shown.release.item_id}/",
    )  # fmt: skip
    return 1


def _end(rule: str, subject: Subject, day: dt.date, today: dt.date) -> None:
    """The closing that has come needs nothing more; what moved or was never confirmed is stopped with its reason."""
    by = the_system("policy")
    if rule == CLOSING_DUTY and day < today:
        duties.discharge(rule=rule, subject=subject, by=by, on=day)
    else:
        duties.cancel(rule=rule, subject=subject, reason="申请时间已经调整或者结束", by=by)


def end_periods(*, key: str) -> None:
    """Stop the clocks of an item that is no longer public."""
    for rule in WORDS:
        duties.cancel(rule=rule, subject=Subject(ITEM, key), reason="事项已经结束", by=the_system("policy"))


@transaction.atomic
def ready(*, row: PolicyItem, by: Acting) -> None:
    """Say that guide, address and window were checked before applications open: the opening duty is done."""
    check(by, EDIT, row.item.agency)
    done = duties.discharge(rule=OPENING_DUTY, subject=Subject(ITEM, row.item.key), by=by)
    if done is None:
        raise duties.Refused("目前没有待核对的申请开放时间。")
    note("period:ready", row, by)
