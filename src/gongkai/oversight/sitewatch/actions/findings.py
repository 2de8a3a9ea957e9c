"""问题 begin, are reported repaired, are looked at again, end. One task a thing, one duty a task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.oversight.sitewatch.models import Finding
from gongkai.oversight.sitewatch.permissions import Refused, check_move, check_work
from gongkai.oversight.sitewatch.queries.problems import LONGEST_PRINT, Problem
from gongkai.oversight.sitewatch.rules import REPAIR_DUTY, WAITING, Kind, State
from gongkai.oversight.sitewatch.rules.findings import SEEN_BY_MACHINE

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.base.organisations.queries import Acting

LONGEST_NOTE = 300
RECHECK = "sitewatch.recheck"  # the job that looks again


def subject_of(finding: Finding) -> Subject:
    return Subject("sitewatch.finding", str(finding.pk), finding.title[:200])


def _note(verb: str, finding: Finding, by: Acting, remark: str = "") -> None:
    events.record(
        tag=f"sitewatch:finding:{verb}", by=by.actor(Permission.SITEWATCH_MANAGE, finding.agency),
        subject=subject_of(finding), remark=remark,
        new={"网站": finding.site.name, "页面": finding.url, "期限": finding.due_on.isoformat(), "状态": finding.state},
    )  # fmt: skip


@transaction.atomic
def found(*, site: Site, problem: Problem, today: dt.date, by: Acting) -> bool:
    """Put what was seen on record and return whether a task began: for a new thing, or one that is back again.

    A task reported repaired goes back to its owner; what was let stand with a reason stays let stand.
    """
    mark = problem.fingerprint[:LONGEST_PRINT]
    facts = {
        "agency": problem.agency, "kind": problem.kind, "title": problem.title[:300], "detail": problem.detail[:500],
        "url": problem.url[:300], "link_id": problem.link_id, "item_id": problem.item_id, "column": problem.column,
    }  # fmt: skip
    known = Finding.objects.select_for_update(of=("self",)).filter(site=site, fingerprint=mark).first()
    if known is None:
        finding = Finding.objects.create(
            site=site, fingerprint=mark, found_on=today, seen_on=today, due_on=today, **facts
        )
        _start(finding, today, by, "open")
        return True
    if known.state == State.EXEMPT:
        return False
    for name, value in facts.items():
        setattr(known, name, value)
    known.seen_on = today
    if known.state == State.REPAIRED:
        return _back(known, by)
    again = known.state == State.CLOSED
    if again:
        known.state, known.closed_at, known.closing_note, known.found_on = State.OPEN, None, "", today
        known.repaired_at, known.repaired_by = None, ""
    known.save()
    if again:
        _start(known, today, by, "reopen")
    return again


def _start(finding: Finding, today: dt.date, by: Acting, verb: str) -> None:
    duty = duties.open_duty(
        rule=REPAIR_DUTY, subject=subject_of(finding), agency=finding.agency, title=f"修复：{finding.title}"[:300],
        opened_on=today, by=by, url=reverse("sitewatch:finding", args=[finding.pk]),
    )  # fmt: skip
    finding.due_on = duty.due_on
    finding.save(update_fields=["due_on"])
    _note(verb, finding, by)


def _back(finding: Finding, by: Acting) -> bool:
    finding.state = check_move(finding, "fail")
    finding.save()
    _note("fail", finding, by, "复查时问题仍在")
    return False


@transaction.atomic
def confirm(*, finding: Finding, note: str, by: Acting) -> Finding:
    """End a task because the thing was seen to be right."""
    finding = _locked(finding)
    finding.state = check_move(finding, "confirm")
    _end(finding, note)
    duties.discharge(rule=REPAIR_DUTY, subject=subject_of(finding), by=by)
    _note("confirm", finding, by, note)
    return finding


@transaction.atomic
def report_repaired(*, finding: Finding, note: str, by: Acting) -> Finding:
    """Say that it is repaired; the next look decides. What only a person saw ends with that person's word.

    Raises Refused, OutOfSight, NotAllowed.
    """
    check_work(finding, by)
    finding = _locked(finding)
    if not note.strip():
        raise Refused("请写明怎样修复的，例如“已改为新地址”。")
    finding.state = check_move(finding, "report")
    finding.repaired_at, finding.repaired_by = timezone.now(), by.person.name if by.person else "系统"
    finding.save(update_fields=["state", "repaired_at", "repaired_by"])
    _note("report", finding, by, note.strip()[:LONGEST_NOTE])
    if Kind(finding.kind) not in SEEN_BY_MACHINE:
        return confirm(finding=finding, note=note, by=by)
    jobs.enqueue(kind=RECHECK, payload={"finding": finding.pk}, key=str(finding.pk))
    return finding


@transaction.atomic
def exempt(*, finding: Finding, reason: str, by: Acting) -> Finding:
    """Let it stand, with a reason. Raises Refused, OutOfSight, NotAllowed."""
    check_work(finding, by)
    finding = _locked(finding)
    if not reason.strip():
        raise Refused("请写明为什么不作为问题，例如“已打开核对，页面正常，对方只拒绝程序”。")
    finding.state = check_move(finding, "exempt")
    _end(finding, reason)
    duties.cancel(rule=REPAIR_DUTY, subject=subject_of(finding), reason=f"不作为问题：{reason.strip()}", by=by)
    _note("exempt", finding, by, reason.strip()[:LONGEST_NOTE])
    return finding


@transaction.atomic
def reopen(*, finding: Finding, by: Acting) -> Finding:
    """Take back that something was let stand. Raises Refused, OutOfSight, NotAllowed."""
    check_work(finding, by)
    finding = _locked(finding)
    finding.state = check_move(finding, "reopen")
    finding.closed_at, finding.closing_note = None, ""
    finding.save(update_fields=["state", "closed_at", "closing_note"])
    _start(finding, timezone.localdate(), by, "reopen")
    return finding


def settle(
    *, site: Site, problems: Iterable[Problem], kinds: Iterable[Kind], today: dt.date, by: Acting, only: str = ""
) -> tuple[int, int]:
    """Make the record of these kinds agree with what was found just now; return how many tasks began and ended.

    `only` limits it to one fingerprint: the look at a single thing again.
    """
    listed = [problem for problem in problems if not only or problem.fingerprint == only]
    opened = sum(found(site=site, problem=problem, today=today, by=by) for problem in listed)
    standing = {problem.fingerprint[:LONGEST_PRINT] for problem in listed}
    waiting = Finding.objects.filter(site=site, kind__in=list(kinds), state__in=WAITING).select_related(
        "site", "agency"
    )
    if only:
        waiting = waiting.filter(fingerprint=only)
    ended = [one for one in waiting if one.fingerprint not in standing]
    for one in ended:
        confirm(finding=one, note="复查时问题已经消除", by=by)
    return opened, len(ended)


def _end(finding: Finding, note: str) -> None:
    finding.closed_at, finding.closing_note = timezone.now(), note.strip()[:LONGEST_NOTE]
    finding.save(update_fields=["state", "closed_at", "closing_note"])


def _locked(finding: Finding) -> Finding:
    return Finding.objects.select_for_update(of=("self",)).select_related("site__agency", "agency").get(pk=finding.pk)
