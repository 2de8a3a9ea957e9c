"""Kill `gongkai takeover` with -9 at many moments: afterwards the old site stands here as if nothing had happened."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gongkai.doors.takeover.tests import old_site

pytestmark = pytest.mark.slow

WORLD = """
import django; django.setup()
from gongkai.project.tests.cast import build_city
build_city()
"""
STATE = """
import django, json; django.setup()
from collections import Counter
from gongkai.base.events import queries as events
from gongkai.base.files.models import StoredFile
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.engine.publishing.models import Redirect, Release
titles = dict(Release.objects.values_list("key", "title"))
def leads_to(address):
    start, _, rest = address.strip("/").partition("/")
    key, _, name = rest.partition("/")
    return f"{start}:{titles.get(key, key)}:{name.partition('/')[2].partition('/')[2]}"
entries = Counter(entry.item for entry in events.entries())
print(json.dumps({
    "runs": [run.state for run in Run.objects.all()],
    "pages": {page.address: [page.fate, page.reason, page.title] for page in OldPage.objects.all()},
    "rows": OldPage.objects.count(),
    "releases": sorted([r.title, sorted(f.name for f in r.edition.files.all()), r.edition.number] for r in Release.objects.all()),
    "keys_told": sorted(titles) == sorted(OldPage.objects.filter(fate="done").values_list("key", flat=True)),
    "redirects": {one.old_path: leads_to(one.new_path) for one in Redirect.objects.all()},
    "files": sorted(StoredFile.objects.values_list("sha256", flat=True)),
    "logged_once": sorted(entries) == sorted(titles) and set(entries.values()) <= {1},
    "faults": len(events.verify()),
}))
"""


def environment(data: Path) -> dict[str, str]:
    found = os.environ | {
        "GONGKAI_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "gongkai.project.settings",
        "PYTHONPATH": os.pathsep.join(["src", "."]), "GONGKAI_LOG_LEVEL": "CRITICAL",
    }  # fmt: skip
    found.pop("GONGKAI_DATABASE_URL", None)
    return found


def run(code: str, data: Path) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment(data), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


class Command:
    """The command over one folder in one data folder, started as often as it takes."""

    def __init__(self, data: Path, site: Path, sheet: Path) -> None:
        self.data = data
        self.arguments = ["takeover", str(site), "--columns", str(sheet), "--agency", "yc-zjj"]

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "gongkai.project.cli", *self.arguments], env=environment(self.data),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def finish(self) -> int:
        return self.start().wait(timeout=300)

    def killed_when(self, so_far: Callable[[dict[str, int]], bool]) -> bool:
        """Start, kill at the first moment that fits; False when the command was done before."""
        process = self.start()
        until = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < until:
            if so_far(self.standing()):
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return True
            time.sleep(0.002)
        assert process.poll() is not None, "命令两分钟没有进展"
        return False

    def standing(self) -> dict[str, int]:
        """Return how far the run is, as another process sees it in the database."""
        query = (
            "SELECT (SELECT count(*) FROM takeover_oldpage), (SELECT count(*) FROM takeover_oldpage WHERE key <> ''),"
            " (SELECT count(*) FROM takeover_oldpage WHERE fate = 'done'), (SELECT count(*) FROM publishing_redirect),"
            " (SELECT count(*) FROM files_storedfile), (SELECT count(*) FROM takeover_run WHERE state <> 'scanning')"
        )
        with closing(sqlite3.connect(f"file:{self.data}/gongkai.sqlite3?mode=ro", uri=True, timeout=20)) as database:
            found = database.execute(query).fetchone()
        return dict(zip(("rows", "keys", "done", "redirects", "files", "judged"), found, strict=True))


# In the order of the work; each names the moment as the database shows it.
MOMENTS: dict[str, Callable[[dict[str, int]], bool]] = {
    "while it scans": lambda now: now["rows"] >= 100,
    "when all is scanned and nothing judged": lambda now: now["rows"] >= 230,
    "when it is judged": lambda now: now["judged"] >= 1,
    "when index numbers are given": lambda now: now["keys"] >= 1,
    "when the first file is kept": lambda now: now["files"] >= 1,
    "after the first batch": lambda now: now["done"] >= 1,
    "after the second batch": lambda now: now["done"] >= 51,
    "before the last batch": lambda now: now["done"] >= 101,
}


@pytest.fixture(scope="module")
def town(migrated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A platform with its people, an old site of 170 articles and their copies, and a sheet of columns."""
    folder = tmp_path_factory.mktemp("town")
    data = folder / "data"
    shutil.copytree(migrated_folder, data)
    run(WORLD, data)
    site = old_site.build(folder / "old", articles=170)
    sheet = folder / "columns.csv"
    sheet.write_text("旧栏目,栏目\n通知公告,department-docs\n部门文件,department-docs\n", encoding="utf-8")
    return data, site.root, sheet


def state(data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(STATE, data).splitlines()[-1])
    return found


@pytest.mark.requirement("R271")
def test_a_command_killed_at_every_stage_takes_each_page_over_once(
    town: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    prepared, site, sheet = town
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    shutil.copytree(prepared, whole)
    shutil.copytree(prepared, broken)
    assert Command(whole, site, sheet).finish() in {0, 1}

    command = Command(broken, site, sheet)
    killed = [name for name, moment in MOMENTS.items() if command.killed_when(moment)]
    assert len(killed) >= len(MOMENTS) - 2, f"只在这些时刻来得及中断：{killed}"
    assert command.finish() in {0, 1}

    unharmed, survived = state(whole), state(broken)
    assert survived["runs"] == ["done"]
    assert survived["rows"] == len(survived["pages"])
    assert len(survived["releases"]) > 150
    assert survived["keys_told"]
    assert survived["logged_once"]
    assert survived["faults"] == 0
    for name in ("pages", "releases", "redirects", "files"):
        assert survived[name] == unharmed[name], name
