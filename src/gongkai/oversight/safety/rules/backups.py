"""备份和恢复测试: how often, when it is late. Configuration with its source. No Django."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

BACKUP_HOURS = 24
RESTORE_TEST_DAYS = 90
# So long after the last good backup the machine opens an incident; before that it only reminds.
ALARM_DAYS = 3
BACKUP_SOURCE = (
    f"平台配置：每{BACKUP_HOURS}小时至少有一次成功的备份，每{RESTORE_TEST_DAYS}日至少做一次恢复测试；"
    f"超过{ALARM_DAYS}日没有成功的备份，自动登记为安全事件"
)
# The files of the public contents are read again over so many nights.
NIGHTS = 7
INSPECTION_SOURCE = (
    f"平台配置：每夜核验全部操作记录和公开日志，比对全部公开内容与发布时的摘要；附件分{NIGHTS}夜读完一遍"
)
# A run of which nothing was heard for so long has been killed, whatever the process table says.
LONGEST_RUN = dt.timedelta(hours=12)


class RunKind(StrEnum):
    BACKUP = "backup"
    RESTORE_TEST = "restore-test"


RUN_KIND_NAMES: dict[str, str] = {RunKind.BACKUP: "备份", RunKind.RESTORE_TEST: "恢复测试"}


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    KILLED = "killed"


RUN_NAMES: dict[str, str] = {
    RunState.RUNNING: "进行中",
    RunState.DONE: "成功",
    RunState.FAILED: "失败",
    RunState.KILLED: "中断",
}


def backup_late(last_good: dt.datetime | None, since: dt.datetime, now: dt.datetime) -> dt.timedelta:
    """Return by how much a good backup is overdue, zero or less when it is not. `since` is when the platform began."""
    return now - (last_good or since) - dt.timedelta(hours=BACKUP_HOURS)


def test_late(last_test: dt.datetime | None, since: dt.datetime, now: dt.datetime) -> dt.timedelta:
    return now - (last_test or since) - dt.timedelta(days=RESTORE_TEST_DAYS)
