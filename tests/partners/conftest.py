"""The platform as two processes (`gongkai serve`, `gongkai worker`), two partner programs, and a clerk at the desk."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.partners.oa import Office
from tests.partners.superior import Superior
from tests.partners.wire import Key

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All share one platform: one worker of a parallel run takes them all."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("partners"))


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Clerk:
    """See clerk.py: `clerk("publish", number=1)` does it in the platform's own database and returns what it said."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.partners.clerk"], env=environment, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __call__(self, verb: str, **given: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([verb, given]) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer
        return answer["said"]

    def close(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait(timeout=20)
        if self.process.stdout is not None:
            self.process.stdout.close()


@dataclass
class World:
    """Everything at once: `url` of the platform, both programs, the clerk, and how to start a worker."""

    url: str
    environment: dict[str, str]
    clerk: Clerk
    superior: Superior
    office: Office

    def worker(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "gongkai.project.cli", "worker"], env=self.environment, cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def until(self, holds: Callable[[], bool], seconds: float = 90) -> None:
        """Wait for something to come true; fail with the state of the platform."""
        until = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < until, json.dumps(self.clerk("state"), ensure_ascii=False, indent=1)[:6000]
            time.sleep(0.1)

    def settle(self, seconds: float = 90) -> dict[str, Any]:
        """Wait until nothing is under way, and return the state."""
        self.until(lambda: self.clerk("settled") == 0, seconds)
        state: dict[str, Any] = self.clerk("state")
        return state


def _environment(data: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "PYTEST_", "DJANGO_"))
    }
    return kept | {
        "GONGKAI_DATA_DIR": str(data), "GONGKAI_LOG_LEVEL": "CRITICAL", "GONGKAI_API_CALLS_PER_MINUTE": "10000",
        "GONGKAI_EXCHANGE_LOOK_SECONDS": "1",
        "DJANGO_SETTINGS_MODULE": "gongkai.project.settings", "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }  # fmt: skip


def _wait(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < until, "网站没有启动"
            time.sleep(0.2)


@pytest.fixture(scope="session")
def world(migrated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    data = tmp_path_factory.mktemp("platform") / "data"
    shutil.copytree(migrated_folder, data)
    environment = _environment(data)
    with ExitStack() as stack:
        clerk = Clerk(environment)
        stack.callback(clerk.close)
        clerk("build")
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        office, superior = Office(Key("", ""), url), Superior(Key("", ""))
        office.key = Key(*clerk("partner", code="oa", kind="oa", base_url=office.url))
        superior.key = Key(*clerk("partner", code="province", kind="superior", base_url=f"{superior.url}/gongkai"))
        stack.enter_context(office.running())
        stack.enter_context(superior.running())
        command = [sys.executable, "-m", "gongkai.project.cli", "serve", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stack.callback(server.wait, 60)
        stack.callback(server.terminate)
        _wait(url)
        world = World(url, environment, clerk, superior, office)
        worker = world.worker()
        stack.callback(worker.wait, 60)
        stack.callback(worker.terminate)
        yield world
