"""What the pages share: tabs, who may look, the year asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.events.rules import label
from gongkai.base.organisations.officer import OfficerRequest, desk_page
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.organisations.rules import ROLES
from gongkai.law.annual_tables import FIRST_YEARS
from gongkai.oversight.annual_report.actions import Refused, Stale
from gongkai.oversight.annual_report.actions.reporting import report_subject
from gongkai.oversight.annual_report.permissions import READ, may_read

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

    from gongkai.oversight.annual_report.models import Report
    from gongkai.oversight.annual_report.rules import Finding

NAV = "reports"
FIRST_YEAR = min(year for year, _ in FIRST_YEARS)
WORDS = (("listed", "年度报告"), ("collect", "表二汇集"), ("figures", "办理天数和公开率"), ("check", "核查报告"))


def check_reads(request: OfficerRequest) -> None:
    """Raises NotAllowed for a role that reads nothing here."""
    if not may_read(request.acting):
        names = "、".join(role.name for role in ROLES.values() if READ in role.permissions)
        raise NotAllowed(f"年度报告供“{names}”使用，您目前没有这个岗位。")


def check_year(year: int) -> int:
    """Raises Http404 for a year without a form, or that has not come."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    return year


def page(
    request: OfficerRequest, template: str, context: dict[str, Any], *, tab: str, last: str = "", status: int = 200
) -> HttpResponse:
    here: dict[str, Any] = {
        "tabs": [{"label": word, "url": reverse(f"annual_report:{key}"), "current": key == tab} for key, word in WORDS],
        "crumbs": [
            {"label": "年度报告和统计", "url": reverse("annual_report:listed")},
            *([{"label": last}] if last else [{"label": dict(WORDS)[tab]}]),
        ],
    }
    return desk_page(request, f"annual_report/desk/{template}.html", here | context, nav=NAV, status=status)


def shown(findings: list[Finding], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return findings as the component wants them."""
    return [
        {
            "number": number, "id": f"f{number}", "severity": "block" if one.hard else "judge",
            "title": names[one.rule], "text": one.message, "open": True,
        }
        for number, one in enumerate(findings, 1)
    ]  # fmt: skip


def history(report: Report) -> list[dict[str, Any]]:
    rows = events.events_of(report_subject(report)).filter(tag__startswith="annual_report:").order_by("-seq")
    return [
        {"at": one.at, "who": one.actor_name, "what": label(one.tag), "changes": [], "note": one.remark}
        for one in rows
    ]  # fmt: skip


def attempt(form: forms.Form, run: Callable[[], object]) -> int:
    """Run the verb behind a posted form; return 0 when done, else the status of the page that shows what is wrong."""
    if not form.is_valid():
        return 422
    try:
        run()
    except Stale as error:
        form.add_error(None, str(error))
        return 409
    except Refused as error:
        form.add_error(None, str(error))
        return 422
    return 0


def seen_of(request: OfficerRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() else None
