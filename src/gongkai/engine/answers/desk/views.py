"""问答评价: whether answers helped, by document and kind of question, over the last days."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.answers.queries import opinions, overseen
from gongkai.engine.publishing.rules import KINDS

NAV = "answers"
SPANS = {30: "近30天", 90: "近90天", 365: "近一年"}


@officer_required
@require_GET
@permission_required(Permission.SEARCH_MANAGE)
def overview(request: OfficerRequest) -> HttpResponseBase:
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 and int(asked) in SPANS else 90
    today = timezone.localdate()
    found = opinions(
        since=today - dt.timedelta(days=days),
        until=today,
        agencies=overseen(request.acting),
    )
    context = {
        "rows": [{"opinion": one, "url": KINDS[one.release.kind].path(one.release.key)} for one in found],
        "helpful": sum(one.helpful for one in found),
        "unhelpful": sum(one.unhelpful for one in found),
        "spans": [{"label": label, "url": f"?days={span}", "current": span == days} for span, label in SPANS.items()],
    }
    return desk_page(request, "answers/desk/overview.html", context, nav=NAV)
