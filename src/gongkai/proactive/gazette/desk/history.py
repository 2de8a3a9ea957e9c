"""The history database at the desk: what is missing since the first issue, and taking old issues in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.base.files import actions as files
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.desk import shared
from gongkai.proactive.gazette.desk.forms import HistoryForm
from gongkai.proactive.gazette.rules import State, gap_count, gap_words, missing_numbers
from gongkai.proactive.gazette.rules.history import HEADINGS, HistoryRefused

MOST_BYTES = 64 * 1024 * 1024


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: OfficerRequest) -> HttpResponseBase:
    gazette = shared.chosen(request)
    form = HistoryForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST":
        if gazette is None or not shared.may_release(request, gazette):
            raise NotAllowed("历史期次入库由政务公开专员办理。")
        if form.is_valid():
            report = _taken(request, gazette, form)
            if report is not None and report.made and not report.refused and "dry" not in request.POST:
                messages.success(request, f"已入库{len(report.made)}期、{report.texts}篇。")
                return redirect("gazette:history")
    gaps = queries.missing_here(gazette) if gazette else []
    context = {
        "gazette": gazette, "form": form, "report": report, "dry": "dry" in request.POST, "gaps": gap_words(gaps),
        "gap_count": gap_count(gaps), "years": _years(gazette), "headings": HEADINGS.values(),
        "may_take": gazette is not None and shared.may_release(request, gazette),
    }  # fmt: skip
    return shared.page(request, "history", context, tab="history", status=422 if form.errors else 200)


def _taken(request: OfficerRequest, gazette: Any, form: HistoryForm) -> actions.Report | None:
    upload = form.cleaned_data["file"]
    if upload.size > MOST_BYTES:
        form.add_error("file", f"清单超过{MOST_BYTES // 1024 // 1024}MB，请分几次导入。")
        return None
    try:
        known = {}
        for scan in request.FILES.getlist("scans"):
            name = str(scan.name)
            known[name] = files.store(data=scan.read(), filename=name, by=request.user.username)
        return actions.import_issues(
            gazette=gazette, data=upload.read(), name=str(upload.name), source=form.cleaned_data["source"], files=known,
            dry_run="dry" in request.POST, by=request.acting,
        )  # fmt: skip
    except (HistoryRefused, FileRefused) as error:
        form.add_error(None, str(error))
        return None


def _years(gazette: Any) -> list[dict[str, Any]]:
    """Return year → how many issues stand here, and which numbers of the year are missing."""
    if gazette is None:
        return []
    rows = gazette.issues.filter(state=State.RELEASED)
    counted = rows.values("year").annotate(n=Count("pk")).order_by("-year")
    numbers: dict[int, list[int]] = {}
    for year, number in rows.values_list("year", "number"):
        numbers.setdefault(year, []).append(number)
    return [
        {"year": one["year"], "count": one["n"], "gaps": gap_words(missing_numbers(numbers[one["year"]]), "第", "号")}
        for one in counted
    ]
