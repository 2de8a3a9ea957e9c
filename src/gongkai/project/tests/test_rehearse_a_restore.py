"""`gongkai testrestore`: a backup is put back for real beside the data, and both commands stand on record at the desk."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest

from gongkai.project.tests.conftest import Installation

pytestmark = pytest.mark.slow
JOURNAL = "backups.jsonl"


def runs(installation: Installation) -> list[dict[str, str]]:
    """Return the newest line of each run of the commands, oldest run first."""
    found: dict[str, dict[str, str]] = {}
    for line in (installation.folder / JOURNAL).read_text(encoding="utf-8").splitlines():
        if line:
            entry = json.loads(line)
            found[entry["run"]] = found.get(entry["run"], {}) | entry
    return list(found.values())


@pytest.mark.requirement("R265")
def test_a_backup_and_its_rehearsal_are_on_record_and_leave_the_data_alone(
    small_city: Installation, tmp_path: Path
) -> None:
    target = tmp_path / "all.tar.gz"
    assert small_city.run("backup", str(target)).returncode == 0
    done = small_city.run("testrestore", str(target))
    assert done.returncode == 0, done.stderr
    assert "恢复测试成功" in done.stderr
    backup, test = runs(small_city)[-2:]
    assert (backup["kind"], backup["state"], backup["verified"]) == ("backup", "done", True)
    assert backup["size"] == target.stat().st_size
    assert (test["kind"], test["state"]) == ("restore-test", "done")
    assert test["rows"] == backup["rows"]
    assert not list((small_city.folder / "run").glob("restore-test-*"))
    assert "数据备份" in small_city.run("doctor").stdout


@pytest.mark.requirement("R265")
def test_a_damaged_backup_is_found_by_the_rehearsal(small_city: Installation, tmp_path: Path) -> None:
    target = tmp_path / "half.tar.gz"
    assert small_city.run("backup", str(target)).returncode == 0
    target.write_bytes(target.read_bytes()[:-2000])
    refused = small_city.run("testrestore", str(target))
    assert refused.returncode == 3
    assert "不能恢复" in refused.stderr or "损坏" in refused.stderr
    assert runs(small_city)[-1]["state"] == "failed"


@pytest.mark.requirement("R265")
def test_a_backup_killed_in_the_middle_has_begun_and_not_ended(small_city: Installation, tmp_path: Path) -> None:
    before = len(runs(small_city))
    process = small_city.start("backup", str(tmp_path / "never.tar.gz"))
    end = time.monotonic() + 180
    while len(runs(small_city)) == before and time.monotonic() < end and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stderr is not None
    process.stderr.close()
    assert runs(small_city)[-1]["state"] == "running"
    assert not (tmp_path / "never.tar.gz").exists()
