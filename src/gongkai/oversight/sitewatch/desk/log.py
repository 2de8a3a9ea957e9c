"""值班读网: the sheet of days, one entry, the roster, the export."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import officers_of, subtree
from gongkai.oversight.sitewatch import actions
from gongkai.oversight.sitewatch.desk.forms import EntryForm, TurnForm
from gongkai.oversight.sitewatch.desk.shared import as_csv, shown, site_asked
from gongkai.oversight.sitewatch.queries import duty
from gongkai.oversight.sitewatch.rules.checklist import LATEST_ENTRY_DAYS, POINTS, SEEN_NAMES, SOURCE


def _people(site: Any) -> Any:
    agencies = subtree(site.agency) if site.whole_tree else subtree(site.agency).filter(pk=site.agency_id)
    return officers_of(agencies)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The sheet; a post names somebody for some days."""
    site = site_asked(request, pk)
    form = TurnForm(request.POST or None, people=_people(site))
    if request.method == "POST" and form.is_valid():
        try:
            turn = actions.assign_turn(site=site, by=request.acting, **form.cleaned_data)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已安排{turn.person.name}值班。")
            return redirect("sitewatch:log", pk)
    today = timezone.localdate()
    rows = duty.sheet(site, today)
    mine = {one.person.pk for one in duty.on_duty(site, today)}
    context = {
        "rows": [
            {
                "one": row,
                "words": duty.answers_in_words(row.entry) if row.entry else "",
                "mine": _may_add(request, row, today),
            }
            for row in rows
        ],
        "missing": duty.missing(site, today),
        "today_written": any(row.day == today and row.entry for row in rows),
        "mine": request.user.pk in mine,
        "on_duty": duty.on_duty(site, today),
        "turns": duty.turns(site).filter(ends_on__gte=today),
        "form": form,
        "source": SOURCE,
        "today": today,
    }
    return shown(request, site, "log", context, tab="log", status=422 if form.errors else 200)


def _may_add(request: OfficerRequest, row: duty.DayRow, today: dt.date) -> bool:
    """Return whether this reader was on duty on a day that can still be written up."""
    return (today - row.day).days <= LATEST_ENTRY_DAYS and any(one.person.pk == request.user.pk for one in row.on_duty)


def _day(request: OfficerRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return timezone.localdate()


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """One entry, begun with what the platform itself saw on the day."""
    site = site_asked(request, pk)
    day = _day(request)
    form = EntryForm(request.POST or None, initial={"day": day})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.write_entry(
                site=site, day=data["day"], answers=form.answers, seen=data["seen"], found=data["found"],
                repaired=data["repaired"], by=request.acting,
            )  # fmt: skip
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "值班记录已保存。")
            return redirect("sitewatch:log", pk)
    named = duty.on_duty(site, day)
    # Whoever is not on duty sees who is, before typing anything; what was typed already is never taken away.
    mine = request.method == "POST" or any(one.person.pk == request.user.pk for one in named)
    context = {
        "form": form, "happened": duty.happened(site, day), "source": SOURCE, "mine": mine, "day": day,
        "named": "、".join(one.words for one in named),
    }  # fmt: skip
    return shown(request, site, "write", context, tab="log", status=422 if form.errors else 200)


@officer_required
@require_POST
def end(request: OfficerRequest, pk: int, turn: int) -> HttpResponseBase:
    site = site_asked(request, pk)
    found = duty.turns(site).filter(pk=turn).select_related("site__agency", "person").first()
    if found is None:
        raise Http404
    actions.end_turn(turn=found, by=request.acting)
    messages.success(request, "已取消这项值班安排。")
    return redirect("sitewatch:log", pk)


@officer_required
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The log as a table, missing days included."""
    site = site_asked(request, pk)
    lines: list[list[object]] = [
        [
            "日期",
            "值班人",
            "身份",
            *(point.name for point in POINTS),
            "读网情况",
            "发现的问题",
            "修复情况",
            "填写时间",
            "备注",
        ]
    ]
    for row in duty.sheet(site, timezone.localdate(), days=366):
        if row.entry is None:
            words = "缺记" if row.missing else "待填写"
            lines.append([row.day.isoformat(), row.who, "", *[""] * len(POINTS), "", "", "", "", words])
            continue
        one = row.entry
        answers = [SEEN_NAMES.get(one.answers.get(point.key, ""), "") for point in POINTS]
        made = timezone.localtime(one.made_at).strftime("%Y-%m-%d %H:%M")
        late = "补记" if one.is_late else ""
        lines.append(
            [one.day.isoformat(), one.person.name, one.role, *answers, one.seen, one.found, one.repaired, made, late]
        )
    return as_csv(f"site-log-{timezone.localdate()}", lines)
