"""Publish, then kill the worker at any point: afterwards the document is searchable once, mailed once, logged once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

WORLD = """
import django; django.setup()
from gongkai.project.tests.cast import build_city, document_at
from gongkai.proactive.documents.rules import Status
from gongkai.base.organisations.models import Person
city = build_city()
Person.objects.filter(username="lin").update(email="lin@yunchuan.example")
for number in range(1, 6):
    document_at(city, Status.PUBLISHED, number=f"云川住建发〔2026〕{number}号", title=f"第{number}批住房补贴名单")
"""
STATE = """
import django, json; django.setup()
from pathlib import Path
from django.conf import settings
from gongkai.base.events import queries as events
from gongkai.base.jobs import queries as jobs
from gongkai.base.notify.models import Message
from gongkai.engine.search import queries as search
from gongkai.engine.search.queries import SearchRequest
from gongkai.engine.publishing.models import Release
found = search.search(SearchRequest(text="住房补贴名单", page_size=50))
mails = sum(path.read_text().count("\\nTo: ") for path in Path(settings.EMAIL_FILE_PATH).glob("*.log"))
print(json.dumps({
    "hits": sorted(hit.key for hit in found.hits), "total": found.total,
    "releases": sorted(Release.objects.values_list("key", flat=True)),
    "messages": Message.objects.filter(kind="documents").count(), "mails": mails,
    "log": sorted(entry.item for entry in events.entries()), "faults": len(events.verify()),
    "dead": jobs.dead_letters().count(),
}))
"""


def run(code: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=180
    )
    return done.stdout


def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(migrated_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(migrated_folder, tmp_path, dirs_exist_ok=True)
    env = os.environ | {
        "GONGKAI_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "gongkai.project.settings",
        "PYTHONPATH": os.pathsep.join(["src", "."]), "GONGKAI_LOG_LEVEL": "CRITICAL",
    }  # fmt: skip
    env.pop("GONGKAI_DATABASE_URL", None)
    run(WORLD, env)
    command = [sys.executable, "-m", "gongkai.project.cli", "worker"]
    # From before it has read anything to the middle of index and mail: every tenth of a second another death.
    for tenths in (6, 9, 11, 13, 15, 18):
        worker = subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(tenths / 10)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    deadline = time.monotonic() + 240
    while True:
        subprocess.run([*command, "--once"], env=env, check=False, capture_output=True, timeout=120)
        state = json.loads(run(STATE, env).splitlines()[-1])
        if state["total"] == 5 and state["messages"] == 5:
            break
        assert time.monotonic() < deadline, state
        time.sleep(0.2)
    assert state["hits"] == state["releases"]
    assert state["log"] == state["releases"]
    assert state["mails"] <= 5
    assert state["faults"] == 0
    assert state["dead"] == 0
