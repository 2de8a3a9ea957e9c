"""The journal comes into the record; what failed or is overdue is told, and becomes an incident."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import socket
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import check, default_site, holders
from gongkai.base.organisations.rules import Permission
from gongkai.oversight.safety.actions.detecting import Found, detected
from gongkai.oversight.safety.actions.journal import read_journal
from gongkai.oversight.safety.models import BackupRun
from gongkai.oversight.safety.permissions import MANAGE, Refused
from gongkai.oversight.safety.queries import backup_standing, runs
from gongkai.oversight.safety.rules import RUN_NAMES, Kind, RunKind, RunState
from gongkai.oversight.safety.rules.backups import ALARM_DAYS, BACKUP_HOURS, LONGEST_RUN, RUN_KIND_NAMES

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

FIGURES = ("size", "rows", "files", "lost", "verified")


def take_in(*, by: Acting) -> int:
    """Bring new lines of the journal into the record and return how many runs changed. Twice does no harm."""
    known = dict(BackupRun.objects.values_list("run", "state"))
    changed = []
    for line in read_journal():
        state = _state(line)
        if known.get(line["run"]) in {state, RunState.DONE, RunState.FAILED}:
            continue
        if (row := _kept(line, state, by)) is not None:
            changed.append(row)
    for row in changed:
        if row.state in {RunState.FAILED, RunState.KILLED}:
            _alarm_failed(row, by)
    return len(changed)


def _state(line: dict[str, Any]) -> RunState:
    """Return how a run stands; one without an end whose process is gone was killed."""
    state = RunState(line["state"])
    if state != RunState.RUNNING:
        return state
    began = parse_datetime(line["started_at"])
    if began is None or timezone.now() - began > LONGEST_RUN:
        return RunState.KILLED
    return RunState.KILLED if line.get("host") == socket.gethostname()[:100] and _gone(line.get("pid")) else state


def _gone(pid: Any) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, TypeError, ValueError, OverflowError):
        return False  # somebody else's process, or nothing to ask: time will tell
    return False


@transaction.atomic
def _kept(line: dict[str, Any], state: RunState, by: Acting) -> BackupRun | None:
    began = parse_datetime(line["started_at"])
    ended = parse_datetime(line.get("ended_at") or "")
    if began is None:
        return None
    message = str(line.get("message", ""))
    if state == RunState.KILLED and not message:
        message = "进程没有正常结束，备份文件没有写成，或者没有校验。"
    facts = {name: line[name] for name in FIGURES if line.get(name) is not None}
    kind = line.get("kind") if line.get("kind") in RUN_KIND_NAMES else RunKind.BACKUP.value
    values = {
        "kind": kind, "state": state, "command": str(line.get("command", ""))[:300],
        "archive": str(line.get("archive", ""))[:300], "host": str(line.get("host", ""))[:100], "started_at": began,
        "ended_at": ended or (timezone.now() if state == RunState.KILLED else None), "message": message[:500], **facts,
    }  # fmt: skip
    row, made = BackupRun.objects.get_or_create(run=str(line["run"])[:40], defaults=values)
    if not made:
        row = BackupRun.objects.select_for_update().get(pk=row.pk)
        if row.state in {state, RunState.DONE, RunState.FAILED}:
            return None  # somebody else took it in a moment ago
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    if state != RunState.RUNNING:
        _record("test" if row.kind == RunKind.RESTORE_TEST else "run", row, by)
    return row


def _record(verb: str, row: BackupRun, by: Acting) -> None:
    site = default_site()
    events.record(
        tag=f"safety:backup:{verb}", by=by.actor(MANAGE, site.agency if site else None),
        subject=Subject("safety.backup", str(row.pk), str(row)), remark=row.message[:300],
        new={"文件": row.archive_name, "结果": RUN_NAMES[row.state], "大小": row.size, "用时（秒）": row.seconds},
    )  # fmt: skip


def _alarm_failed(row: BackupRun, by: Acting) -> None:
    """Open an incident for a failure that no good run has followed."""
    site = default_site()
    if site is None or runs(kind=row.kind, state=RunState.DONE).filter(started_at__gt=row.started_at).exists():
        return
    when = f"{timezone.localtime(row.started_at):%Y-%m-%d %H:%M}"
    what = RUN_KIND_NAMES[row.kind]
    words = f"{when}的{what}{RUN_NAMES[row.state]}：{row.message or '没有说明'}"
    detected(found=Found(f"{row.kind}:failed", site, Kind.BACKUP, f"{what}{RUN_NAMES[row.state]}", (words,)), by=by)


def alarm(*, by: Acting, now: dt.datetime | None = None) -> bool:
    """Open an incident when no backup went well for too long; return whether one began."""
    moment, site = now or timezone.now(), default_site()
    standing = backup_standing(moment)
    if site is None or standing.late + dt.timedelta(hours=BACKUP_HOURS) <= dt.timedelta(days=ALARM_DAYS):
        return False
    last = standing.good.started_at if standing.good else None
    since = f"{timezone.localtime(last):%Y-%m-%d %H:%M}以后" if last else "平台启用以来"
    facts = (f"{since}没有成功的备份",)
    _, begun = detected(found=Found("backup:late", site, Kind.BACKUP, "数据备份超过期限", facts), by=by)
    return begun


def remind_backups(*, today: dt.date | None = None, now: dt.datetime | None = None) -> int:
    """In the morning: tell of an overdue backup or restore test, once a day; return to how many people."""
    day, site = today or timezone.localdate(), default_site()
    if site is None:
        return 0
    standing = backup_standing(now)
    people = {
        person.pk: person for one in (MANAGE, Permission.ORGANISATIONS_AGENCIES) for person in holders(one, site.agency)
    }
    told, where = 0, reverse("safety:backups")
    for late, key, title in (
        (standing.is_late, "backup", "数据备份已经逾期"),
        (standing.test_is_late and day.weekday() == 0, "test", "恢复测试已经逾期"),
    ):
        if late:
            told += notify.tell(
                people=people.values(), title=title, key=f"safety:{key}-late:{day}", url=where, kind="safety",
                body="请运行 gongkai backup，并查看备份记录。" if key == "backup" else "请运行 gongkai testrestore。",
            )  # fmt: skip
    return told


@transaction.atomic
def note_restore_test(*, at: dt.datetime, archive: str, good: bool, text: str, by: Acting) -> BackupRun:
    """Put down a restore test that people did elsewhere. Raises Refused, OutOfSight, NotAllowed."""
    site = default_site()
    if site is None:
        raise Refused("还没有设立默认网站，请先设立。")
    check(by, MANAGE, site.agency)
    if at > timezone.now() + dt.timedelta(minutes=1):
        raise Refused("测试时间还没有到，请检查。")
    if not archive.strip() or not text.strip():
        raise Refused("请写明用了哪份备份、怎样确认结果。")
    row = BackupRun.objects.create(
        run=secrets.token_hex(12), kind=RunKind.RESTORE_TEST, state=RunState.DONE if good else RunState.FAILED,
        archive=archive.strip()[:300], started_at=at, ended_at=at, message=text.strip()[:500], verified=good,
        person=by.person, person_name=by.person.name if by.person else "系统",
    )  # fmt: skip
    _record("test", row, by)
    if not good:
        _alarm_failed(row, by)
    return row
