from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongkai.base.events.rules import Actor
from gongkai.base.jobs import actions
from gongkai.base.jobs.actions import register

OPERATOR = Actor("person:3", "赵强", role="系统管理员", agency="yc-zfb")


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def _only_my_handlers(monkeypatch):
    """Whatever the packages have registered stays out of these tests, and the tests' own stay in."""
    monkeypatch.setattr(register, "_handlers", {})
    monkeypatch.setattr(register, "_rhythms", {})


@pytest.fixture
def ran():
    """Register the kind "note": each batch it was given is appended here, as keys (or ids without key)."""
    batches = []

    @actions.handles("note", batch=3)
    def note(jobs):
        batches.append([job.key or job.payload.get("n") for job in jobs])

    return batches


REACTIONS = """
import os, time
from pathlib import Path
from gongkai.base.jobs import actions

def say(text):
    with open(os.environ["RAN"], "a") as file:
        file.write(text + "\\n")

@actions.handles("live:slow", lease_seconds=2)
def slow(jobs):
    say(f"begin {jobs[0].key} {jobs[0].attempt}")
    time.sleep(float(jobs[0].payload["seconds"]))
    say(f"end {jobs[0].key} {jobs[0].attempt}")

@actions.handles("live:count", batch=10)
def count(jobs):
    say("\\n".join(job.key for job in jobs))

@actions.handles("live:clock")
def clock(jobs):
    say("tick")

@actions.handles("live:killer", lease_seconds=0.3, max_attempts=2)
def killer(jobs):
    say("bang")
    os.kill(os.getpid(), 9)

actions.every("live:clock", seconds=3600)
"""


class Installation:
    """A real installation on a SQLite file, driven through the command line by real processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "live").mkdir()
        (folder / "live/__init__.py").write_text("")
        (folder / "live/reactions.py").write_text(REACTIONS)
        base = os.environ["DJANGO_SETTINGS_MODULE"]
        settings = f"from {base} import *\nINSTALLED_APPS = [*INSTALLED_APPS, 'live']\n"
        (folder / "live_settings.py").write_text(settings)
        self.told = folder / "ran.txt"
        paths = [str(folder), str(Path(__file__).parents[4]), os.environ.get("PYTHONPATH", "")]
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "GONGKAI_DATABASE_URL"},
            "PYTHONPATH": os.pathsep.join(paths),
            "DJANGO_SETTINGS_MODULE": "live_settings",
            "GONGKAI_DATA_DIR": str(folder / "data"),
            "GONGKAI_LOG_LEVEL": "ERROR",
            "RAN": str(self.told),
        }
        self.processes: list[subprocess.Popen] = []
        (folder / "data").mkdir()

    def start(self, *arguments):
        command = [sys.executable, "-m", "gongkai.project.cli", *arguments]
        process = subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE, text=True)
        self.processes.append(process)
        return process

    def finish(self, *arguments):
        process = self.start(*arguments)
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return errors

    def run(self, code):
        script = f"import django; django.setup()\nfrom gongkai.base.jobs import actions, queries\n{code}"
        return subprocess.run(
            [sys.executable, "-c", script], env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def lines(self):
        return self.told.read_text().split("\n")[:-1] if self.told.exists() else []

    def wait_for(self, line, seconds=90):
        end = time.monotonic() + seconds
        while line not in self.lines():
            assert time.monotonic() < end, f"{line!r} did not come: {self.lines()}"
            time.sleep(0.02)

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()


@pytest.fixture
def installation(migrated_folder, tmp_path):
    place = Installation(tmp_path)
    shutil.copytree(migrated_folder, tmp_path / "data", dirs_exist_ok=True)
    yield place
    place.close()
