"""The journal of backups: every run is on record, also the one that failed, and the one that was killed."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations.queries import the_system
from gongkai.oversight.safety import actions, queries
from gongkai.oversight.safety.actions.journal import journal_path, journalled
from gongkai.oversight.safety.models import BackupRun, Incident
from gongkai.oversight.safety.rules import Kind, RunKind, RunState
from gongkai.oversight.safety.tests.world import as_, moment
from gongkai.project.tests.cast import City

BY = the_system("safety")


def good(at: dt.datetime | None = None) -> None:
    with journalled(RunKind.BACKUP, command="gongkai backup", archive=Path("/b/all.tar.gz")) as run:
        run.ended(size=5_000_000, rows=120, files=3, lost=0, verified=True, **({"at": at.isoformat()} if at else {}))
    if at is not None:
        lines = journal_path().read_text(encoding="utf-8")
        journal_path().write_text(lines.replace(json.loads(lines.split("\n")[1])["at"], at.isoformat()))


@pytest.mark.requirement("R265")
def test_a_failing_backup_is_on_record_and_opens_one_incident(city: City, tmp_path: Path):
    target = tmp_path / "missing" / "all.tar.gz"
    for _ in range(2):
        with pytest.raises(CommandError, match="不存在"):
            call_command("backup", str(target))
    page = as_(city, "bian").get("/desk/safety/backups/").content.decode()
    assert page.count("失败") >= 2
    assert "不存在，请先建立" in page
    assert BackupRun.objects.filter(state=RunState.FAILED).count() == 2
    found = Incident.objects.get()
    assert found.kind == Kind.BACKUP
    assert len(found.facts) >= 1
    assert actions.take_in(by=BY) == 0


KILLED = """
import os, sys, time
os.environ["GONGKAI_DATA_DIR"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.project.settings"
import django
django.setup()
from pathlib import Path
from gongkai.oversight.safety.actions.journal import journalled
from gongkai.oversight.safety.rules import RunKind
with journalled(RunKind.BACKUP, command="gongkai backup", archive=Path("/b/all.tar.gz")):
    print("begun", flush=True)
    time.sleep(60)
"""


@pytest.mark.requirement("R265")
def test_a_killed_backup_is_on_record_as_broken_off(city: City, tmp_path: Path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, env=kept, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "begun"
    assert actions.take_in(by=BY) == 1
    assert BackupRun.objects.get().state == RunState.RUNNING
    assert not Incident.objects.exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert actions.take_in(by=BY) == 1
    assert actions.take_in(by=BY) == 0
    run = BackupRun.objects.get()
    assert run.state == RunState.KILLED
    assert "没有正常结束" in run.message
    assert Incident.objects.get().title == "备份中断"


@pytest.mark.requirement("R265")
def test_a_good_backup_shows_its_figures_and_takes_no_alarm(city: City):
    good()
    page = as_(city, "bian").get("/desk/safety/backups/").content.decode()
    assert "已重读校验" in page
    assert "数据120行，文件3个" in page
    assert not queries.backup_standing().is_late
    assert not Incident.objects.exists()
    table = as_(city, "bian").get("/desk/safety/backups/export.csv").content.decode("utf-8-sig")
    assert "5000000" in table


@pytest.mark.requirement("R265")
def test_an_overdue_backup_reminds_and_after_some_days_is_an_incident_once(city: City):
    good()
    actions.take_in(by=BY)
    later = timezone.now() + dt.timedelta(hours=30)
    assert actions.remind_backups(now=later) > 0
    assert actions.remind_backups(now=later) == 0
    told = Message.objects.filter(title="数据备份已经逾期")
    assert {row.person.username for row in told} >= {"bian", "guan"}
    assert not actions.alarm(by=BY, now=later)
    assert actions.alarm(by=BY, now=timezone.now() + dt.timedelta(days=4))
    assert not actions.alarm(by=BY, now=timezone.now() + dt.timedelta(days=5))
    assert Incident.objects.get().title == "数据备份超过期限"


@pytest.mark.requirement("R265")
def test_a_restore_test_is_put_down_by_hand_and_one_in_vain_is_an_incident(city: City):
    client = as_(city, "bian")
    facts = {"at": moment(-1), "archive": "all.tar.gz", "good": "1", "text": "备用服务器恢复，抽查20件"}
    refused = client.post("/desk/safety/backups/", facts | {"archive": ""})
    assert refused.status_code == 422
    assert "抽查20件" in refused.content.decode()
    assert client.post("/desk/safety/backups/", facts).status_code == 302
    standing = queries.backup_standing()
    assert standing.test is not None
    assert standing.test.person_name == "边若水"
    assert client.post("/desk/safety/backups/", facts | {"good": "0", "at": moment()}).status_code == 302
    assert "恢复测试失败" in Incident.objects.get().title
    assert as_(city, "jian").post("/desk/safety/backups/", facts).status_code == 403


def test_a_damaged_line_and_an_unknown_state_are_passed_over(city: City):
    good()
    with journal_path().open("a", encoding="utf-8") as journal:
        journal.write('{"run": "half\n\n{"run": "x", "state": "odd", "at": "now"}\n[]\n')
    good()
    assert actions.take_in(by=BY) == 2


def test_a_journal_that_cannot_be_written_does_not_stop_the_backup(city: City):
    journal_path().mkdir()
    good_before = time.monotonic()
    good()
    assert time.monotonic() >= good_before
