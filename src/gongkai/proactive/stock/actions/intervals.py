"""Periodic re-examination: a round is opened by itself when the interval of an agency has passed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import holders, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.law.months import add_months
from gongkai.proactive.stock.actions.rounds import draw, open_round, url_of
from gongkai.proactive.stock.models import ReviewInterval, Round
from gongkai.proactive.stock.rules import Kind
from gongkai.proactive.stock.rules.clocks import ROUND_MONTHS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency


def next_round_on(interval: ReviewInterval) -> dt.date:
    """Return the day on which the next round of this agency begins: the interval after the last one, or at once."""
    last = Round.objects.filter(agency=interval.agency_id, kind=Kind.REEXAMINATION).order_by("-starts_on").first()
    if last is None:
        return timezone.localdate(interval.set_at)
    return add_months(last.starts_on, interval.months)


def begin_due(*, today: dt.date | None = None) -> list[Round]:
    """Open and draw every re-examination whose day has come; a round still running is not doubled."""
    day = today or timezone.localdate()
    begun = []
    for interval in ReviewInterval.objects.select_related("agency"):
        running = Round.objects.filter(agency=interval.agency, kind=Kind.REEXAMINATION, finished_at__isnull=True)
        if next_round_on(interval) <= day and not running.exists():
            begun.append(_begin(interval, interval.agency, day))
    return begun


@transaction.atomic
def _begin(interval: ReviewInterval, agency: Agency, day: dt.date) -> Round:
    by = the_system("stock")
    round_ = open_round(
        kind=Kind.REEXAMINATION, agency=agency, title=f"{day.year}年{day.month}月不予公开信息定期复审",
        closes_on=add_months(day, ROUND_MONTHS), source=f"每{interval.months}个月一次。{interval.source}"[:300], by=by,
    )  # fmt: skip
    count = draw(round_=round_, by=by)
    notify.tell(
        people=holders(Permission.STOCK_MANAGE, agency), title=f"定期复审开始，共{count}件：{round_.title}",
        key=f"stock-round:{round_.pk}", url=url_of(round_), kind="stock", mail=True,
    )  # fmt: skip
    return round_
