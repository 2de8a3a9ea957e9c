"""待确认收到: forms that are not received yet in law, because both sides have not confirmed it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.law.receipt import ARTICLE, Channel, NotReceived, receive
from gongkai.responsive.applications.desk.shared import page
from gongkai.responsive.applications.models import Submission
from gongkai.responsive.applications.permissions import ACCEPT
from gongkai.responsive.applications.queries.register import clocks_of, confirming, who
from gongkai.responsive.applications.rules import Door


@officer_required
@permission_required(ACCEPT)
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    today = timezone.localdate()
    rows = list(confirming(request.acting))
    first = [one.applications.all()[0] for one in rows]
    clocks = clocks_of(first, today)
    context = {
        "rows": [_row(one, clocks, today) for one in rows],
        "article": ARTICLE.citation,
        "today": today,
    }
    return page(request, "confirming", context, last="待确认收到", tab="confirming")


def _row(one: Submission, clocks: dict[int, Any], today: Any) -> dict[str, Any]:
    matters = list(one.applications.all())
    people: list[Any] = getattr(one, "present", [])
    first = people[0] if people else None
    ways = (("电话", first.phone), ("电子邮箱", first.email), ("通信地址", first.address)) if first else ()
    return {
        "one": one,
        "first": matters[0],
        "matters": matters,
        "who": who(one),
        "clock": clocks.get(matters[0].pk),
        "ways": "、".join(name for name, value in ways if value) or "没有留下联系方式",
        "warning": _warning(one, today),
    }


def _warning(one: Submission, today: Any) -> str:
    """Say what the law says of a confirmation made today; only ordinary mail has one."""
    channel: Channel = Door(one.door).channel
    try:
        return receive(channel, arrived=one.arrived_on, confirmed=today).warning
    except NotReceived:
        return ""
