"""What the desk pages of this package share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.officer import OfficerRequest, desk_page
from gongkai.base.organisations.queries import NotAllowed
from gongkai.proactive.services.permissions import may_read
from gongkai.proactive.services.rules import LINES

if TYPE_CHECKING:
    from django.http import HttpResponse

NAV = "services"
PER_PAGE = LINES
GET_POST = ["GET", "HEAD", "POST"]
TABS = (
    ("overview", "覆盖情况", "services:overview"),
    ("tasks", "待绑定", "services:tasks"),
    ("items", "办事事项", "services:items:list"),
)
PILLS = {"open": "warn", "bound": "ok", "declined": "pause", "gone": "pause"}
LINK_PILLS = {"unknown": "pause", "good": "ok", "broken": "bad"}


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": word, "url": reverse(url), "current": key == current} for key, word, url in TABS]


def page(
    request: OfficerRequest, template: str, context: dict[str, Any], *, tab: str, last: str = "", status: int = 200
) -> HttpResponse:
    """Render a page under the tabs. Raises NotAllowed for roles that have nothing to do with it."""
    if not may_read(request.acting):
        raise NotAllowed("“阅办联动”供“政务公开专员”“网站编辑”和办理公文的岗位使用，您目前没有这些岗位。")
    here = {key: (word, reverse(url)) for key, word, url in TABS}
    crumbs: list[dict[str, str]] = [{"label": "阅办联动", "url": reverse("services:overview")}]
    crumbs += [{"label": here[tab][0], "url": here[tab][1]}] if last or tab != "overview" else []
    crumbs += [{"label": last}] if last else []
    known = {
        "tabs": tabs(tab),
        "crumbs": crumbs,
    }
    return desk_page(request, f"services/desk/{template}.html", known | context, nav=NAV, status=status)


def history(subject: Subject, *prefixes: str) -> list[dict[str, Any]]:
    """Return what happened, newest first; of several packages' events those with these beginnings."""
    found = events.events_of(subject).order_by("-seq")[:100]
    return [
        {
            "at": event.at,
            "who": f"{event.actor_name}　{event.actor_role}",
            "what": label(event.tag),
            "note": event.remark,
            "changes": [
                {"label": key, "old": (event.old or {}).get(key), "new": value}
                for key, value in (event.new or {}).items()
            ],
        }
        for event in found
        if not prefixes or event.tag.startswith(prefixes)
    ]
