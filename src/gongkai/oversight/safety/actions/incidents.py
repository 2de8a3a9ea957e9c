"""安全事件: reported, contained, recovered, reviewed; or found to be none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.organisations.queries import check
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing.queries import item_by_number
from gongkai.oversight.safety.actions.rechecking import still_wrong
from gongkai.oversight.safety.actions.recording import (
    Attached,
    locked,
    note,
    put_down,
    save,
    start_report_clock,
    subject_of,
)
from gongkai.oversight.safety.models import Affected, Incident
from gongkai.oversight.safety.permissions import MANAGE, Refused, check_move, sites_offered
from gongkai.oversight.safety.queries import levels_of
from gongkai.oversight.safety.rules import KIND_NAMES, LEVEL_NAMES
from gongkai.oversight.safety.rules.incidents import REPORT_DUTY, REVIEW_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Site
    from gongkai.base.organisations.queries import Acting

__all__ = [
    "Attached", "add_note", "contain", "dismiss", "open_incident", "recover", "regrade", "relate", "report", "review",
]  # fmt: skip


@transaction.atomic
def open_incident(
    *,
    agency: Agency,
    site: Site | None,
    account: str,
    kind: str,
    level: str,
    title: str,
    detail: str,
    detected_at: dt.datetime,
    by: Acting,
    files: Iterable[Attached] = (),
    fingerprint: str = "",
    facts: Iterable[str] = (),
) -> Incident:
    """Begin an incident and its clock. Raises Refused for one nowhere or in the future; OutOfSight, NotAllowed."""
    check(by, MANAGE, agency)
    if site is None and not account.strip():
        raise Refused("请选择网站，或者写明新媒体账号。")
    if site is not None and not by.system and not sites_offered(by).filter(pk=site.pk).exists():
        raise Refused("这个网站与您的机关无关，请另选。")
    hours, source = _limit(agency, level)
    incident = Incident.objects.create(
        agency=agency, site=site, account=account.strip(), kind=kind, level=level, level_source=source[:300],
        title=title.strip()[:200], detail=detail.strip(), detected_at=detected_at, fingerprint=fingerprint[:120],
        report_by=detected_at + dt.timedelta(hours=hours), facts=list(facts), by_machine=bool(by.system),
        seen_at=detected_at if by.system else None, opened_by=by.person.name if by.person else "系统自动检查",
    )  # fmt: skip
    put_down(incident, "detect", at=detected_at, text=detail, by=by, files=files)
    note("open", incident, by, 种类=KIND_NAMES[kind], 位置=incident.where)
    start_report_clock(incident, by)
    return incident


def _limit(agency: Agency, level: str) -> tuple[int, str]:
    rules, source = levels_of(agency)
    return next(rule.report_hours for rule in rules if rule.level == level), source


def _moved(incident: Incident, verb: str, at: dt.datetime, text: str, by: Acting, files: Iterable[Attached]) -> None:
    incident.state = check_move(incident, verb)
    put_down(incident, verb, at=at, text=text, by=by, files=files)


@transaction.atomic
def contain(
    *,
    incident: Incident,
    at: dt.datetime,
    text: str,
    by: Acting,
    files: Iterable[Attached] = (),
    seen: int | None = None,
) -> Incident:
    """Say that it does not spread any more. Raises Refused, Stale, OutOfSight, NotAllowed, as all verbs below."""
    incident = locked(incident, by, seen)
    _moved(incident, "contain", at, _said(text, "请写明采取了什么措施，例如关停页面、更换口令、切断访问。"), by, files)
    save(incident, "state")
    note("contain", incident, by, text.strip())
    return incident


@transaction.atomic
def recover(
    *,
    incident: Incident,
    at: dt.datetime,
    text: str,
    by: Acting,
    files: Iterable[Attached] = (),
    seen: int | None = None,
) -> Incident:
    """Say that it is as before. What a machine found, it looks at again first; the clock of the review begins."""
    incident = locked(incident, by, seen)
    if wrong := still_wrong(incident):
        raise Refused(f"自动复查发现问题仍在：{'；'.join(wrong[:3])}。请先修复，再登记恢复。")
    _moved(incident, "recover", at, _said(text, "请写明怎样恢复、怎样确认已经正常。"), by, files)
    save(incident, "state")
    note("recover", incident, by, text.strip())
    duties.open_duty(
        rule=REVIEW_DUTY, subject=subject_of(incident), agency=incident.agency, title=f"复盘：{incident.title}"[:300],
        opened_on=timezone.localtime(at).date(), by=by, reference=incident.number,
        url=reverse("safety:incident", args=[incident.pk]),
    )  # fmt: skip
    return incident


@transaction.atomic
def review(
    *, incident: Incident, happened: str, cause: str, changes: str, by: Acting, seen: int | None = None
) -> Incident:
    """Close it with what happened, why, and what changes; nothing is closed that was not reported."""
    incident = locked(incident, by, seen)
    if incident.reported_at is None:
        raise Refused("还没有登记上报情况。请先登记何时向谁上报，再复盘结案。")
    texts = {"happened": happened.strip(), "cause": cause.strip(), "changes": changes.strip()}
    if not all(texts.values()):
        raise Refused("复盘须写明事件经过、原因和改进三项。")
    for name, text in texts.items():
        setattr(incident, name, text)
    _moved(incident, "review", timezone.now(), "复盘已完成，事件结案。", by, ())
    incident.closed_at = timezone.now()
    save(incident, "state", "closed_at", *texts)
    note("review", incident, by)
    duties.discharge(rule=REVIEW_DUTY, subject=subject_of(incident), by=by)
    return incident


@transaction.atomic
def dismiss(*, incident: Incident, text: str, by: Acting, seen: int | None = None) -> Incident:
    """Say with a reason that it is no incident; its clocks stop."""
    incident = locked(incident, by, seen)
    said = _said(text, "请写明为什么不是安全事件。")
    _moved(incident, "dismiss", timezone.now(), said, by, ())
    incident.closed_at = timezone.now()
    save(incident, "state", "closed_at")
    note("dismiss", incident, by, said)
    duties.cancel(rule=REPORT_DUTY, subject=subject_of(incident), reason=f"不是安全事件：{said}"[:300], by=by)
    return incident


@transaction.atomic
def report(
    *, incident: Incident, at: dt.datetime, to: str, text: str, by: Acting, files: Iterable[Attached] = (),
    seen: int | None = None,
) -> Incident:  # fmt: skip
    """Put down to whom it was reported; the first report ends the clock, later ones are further steps."""
    incident = locked(incident, by, seen)
    if not incident.is_waiting:
        raise Refused("这个事件已经办结，不能再登记上报。")
    if at < incident.detected_at.replace(second=0, microsecond=0):
        raise Refused("上报时间早于发现时间，请检查。")
    put_down(incident, "report", at=at, text=f"向{to.strip()}上报。{text.strip()}", by=by, files=files)
    if incident.reported_at is None:
        incident.reported_at, incident.reported_to = at, to.strip()
        duties.discharge(rule=REPORT_DUTY, subject=subject_of(incident), by=by, on=timezone.localtime(at).date())
    save(incident, "reported_at", "reported_to")
    note("report", incident, by, 上报对象=to.strip(), 按时=at <= incident.report_by)
    return incident


@transaction.atomic
def regrade(*, incident: Incident, level: str, text: str, by: Acting, seen: int | None = None) -> Incident:
    """Change the level with a reason; what is not reported yet gets the hours of the new level."""
    incident = locked(incident, by, seen)
    if not incident.is_waiting:
        raise Refused("这个事件已经办结，不能再调整级别。")
    if level == incident.level:
        raise Refused(f"现在就是“{LEVEL_NAMES[level]}”，请选择别的级别。")
    said = _said(text, "请写明调整级别的理由。")
    old, (hours, source) = incident.level, _limit(incident.agency, level)
    incident.level, incident.level_source = level, source[:300]
    incident.report_by = incident.detected_at + dt.timedelta(hours=hours)
    words = f"由{LEVEL_NAMES[old]}调整为{LEVEL_NAMES[level]}：{said}"
    put_down(incident, "regrade", at=timezone.now(), text=words, by=by)
    save(incident, "level", "level_source", "report_by")
    note("regrade", incident, by, said, 原级别=LEVEL_NAMES[old])
    if incident.reported_at is None:
        duties.cancel(rule=REPORT_DUTY, subject=subject_of(incident), reason=words[:300], by=by)
        start_report_clock(incident, by)
    return incident


@transaction.atomic
def add_note(
    *,
    incident: Incident,
    at: dt.datetime,
    text: str,
    by: Acting,
    files: Iterable[Attached] = (),
    seen: int | None = None,
) -> Incident:
    """Add what else became known, also after the end."""
    incident = locked(incident, by, seen)
    put_down(incident, "note", at=at, text=_said(text, "请写明情况。"), by=by, files=files)
    save(incident)
    note("note", incident, by, text.strip())
    return incident


@transaction.atomic
def relate(*, incident: Incident, number: str, remark: str, by: Acting, seen: int | None = None) -> Affected:
    """Name a content that it touched, by index number or document number."""
    incident = locked(incident, by, seen)
    item = item_by_number(number)
    release = getattr(item, "release", None) if item else None
    if item is None or release is None or not _concerns(incident, release.agency):
        raise Refused(f"本机关没有编号为“{number.strip()}”的公开内容，请检查索引号或者文号。")
    row, made = Affected.objects.get_or_create(
        incident=incident, item=item, defaults={"title": release.title, "note": remark.strip()[:300]}
    )
    if not made:
        raise Refused(f"“{row.title}”已经在列。")
    save(incident)
    note("relate", incident, by, 内容=row.title)
    return row


def _concerns(incident: Incident, agency: Agency) -> bool:
    tops = {incident.agency.code, *([incident.site.agency.code] if incident.site else [])}
    return bool(tops.intersection(agency.lineage_codes()))


def _said(text: str, missing: str) -> str:
    if not text.strip():
        raise Refused(missing)
    return text.strip()
