"""`gongkai demo`: builds once, keeps what is there, starts over after a build that was cut short."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from gongkai.project.tests.conftest import Installation

pytestmark = pytest.mark.slow


def count(installation: Installation, table: str) -> int:
    with closing(sqlite3.connect(installation.folder / "gongkai.sqlite3")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def copied(city: Installation, to: Path) -> Installation:
    shutil.copytree(city.folder, to)
    return Installation(to)


def test_the_city_prints_who_can_sign_in_and_is_found_by_searching(small_city: Installation) -> None:
    again = small_city.run("demo", "--size", "small", "--build-only")
    assert again.returncode == 0
    assert "zjj.draft" in again.stdout
    assert "Yunchuan-2026" in again.stdout
    found = json.loads(small_city.run("search", "住房租赁补贴", "--json").stdout)
    assert found["total"] >= 3


def test_a_second_start_keeps_what_people_did(small_city: Installation, tmp_path: Path) -> None:
    city = copied(small_city, tmp_path / "kept")
    with closing(sqlite3.connect(city.folder / "gongkai.sqlite3")) as database, database:
        database.execute("UPDATE organisations_person SET phone = '000-1' WHERE username = 'zjj.draft'")
    events = count(city, "events_event")
    assert city.run("demo", "--size", "city", "--build-only").returncode == 0
    assert count(city, "events_event") == events
    with closing(sqlite3.connect(city.folder / "gongkai.sqlite3")) as database:
        row = database.execute("SELECT phone FROM organisations_person WHERE username = 'zjj.draft'").fetchone()
    assert row == ("000-1",)


def test_a_build_that_was_killed_starts_over_and_leaves_nothing_double(
    small_city: Installation, installation: Installation
) -> None:
    build = installation.start("demo", "--size", "small", "--build-only")
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        database = installation.folder / "gongkai.sqlite3"
        try:
            if database.exists() and count(installation, "documents_document") > 3:
                break
        except sqlite3.OperationalError:
            pass  # the tables are not there yet
        time.sleep(0.05)
    build.send_signal(signal.SIGKILL)
    build.communicate()
    assert json.loads((installation.folder / "demo.json").read_text())["finished"] is False
    assert installation.run("demo", "--size", "small", "--build-only").returncode == 0
    for table in ("documents_document", "events_event", "organisations_person", "publishing_release"):
        assert count(installation, table) == count(small_city, table)
    assert installation.run("log", "verify").returncode == 0


def test_a_folder_with_real_data_is_left_alone(migrated: Installation) -> None:
    assert migrated.run("createagency", "real", "真实机关").returncode == 0
    for arguments in (("demo", "--build-only"), ("demo", "--build-only", "--fresh")):
        refused = migrated.run(*arguments)
        assert refused.returncode == 3
        assert "已有正式数据" in refused.stderr
    assert count(migrated, "organisations_agency") == 1
