"""`gongkai serve`: says what is in the way before it starts, and stops in good order."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from gongkai.project.ops.exits import Failed
from gongkai.project.ops.serving import check_data_folder
from gongkai.project.tests.conftest import Installation

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(url: str, seconds: float = 180) -> int:
    """Ask until there is an answer; return its status."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_a_taken_port_is_named_with_another_to_try(small_city: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = small_city.run("serve", "--port", str(port))
    assert refused.returncode == 3
    assert f"--port {port + 1}" in refused.stderr


def test_a_database_without_tables_is_told_to_migrate(installation: Installation) -> None:
    refused = installation.run("serve", "--port", str(free_port()))
    assert refused.returncode == 3
    assert "gongkai migrate" in refused.stderr


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    settings.DATA_DIR = tmp_path / "file" / "data"
    with pytest.raises(Failed, match="不可写") as refused:
        check_data_folder()
    assert refused.value.returncode == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_stops_with_its_worker(small_city: Installation, number: signal.Signals) -> None:
    port = free_port()
    server = small_city.start("serve", "--port", str(port), "--workers", "1", "--with-worker")
    try:
        assert answered(f"http://127.0.0.1:{port}/healthz") == 200
        assert answered(f"http://127.0.0.1:{port}/") == 200
        deadline = time.monotonic() + 120
        while answered(f"http://127.0.0.1:{port}/readyz") != 200 and time.monotonic() < deadline:
            time.sleep(0.3)
        assert answered(f"http://127.0.0.1:{port}/readyz") == 200
    finally:
        server.send_signal(number)
        _, told = server.communicate(timeout=60)
    assert server.returncode == 0, told
    with pytest.raises(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)


def test_a_worker_that_is_killed_is_started_again(small_city: Installation) -> None:
    port = free_port()
    server = small_city.start("serve", "--port", str(port), "--workers", "1", "--with-worker")
    try:
        assert answered(f"http://127.0.0.1:{port}/healthz") == 200
        (first,) = workers_of(server.pid)
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + 120
        while workers_of(server.pid) in ([], [first]):
            assert time.monotonic() < deadline, "nobody started it again"
            time.sleep(0.2)
        assert answered(f"http://127.0.0.1:{port}/healthz") == 200
    finally:
        server.send_signal(signal.SIGTERM)
        _, told = server.communicate(timeout=60)
    assert server.returncode == 0, told
    assert "重新启动" in told
    assert workers_of(server.pid) == []


def workers_of(server: int) -> list[int]:
    """Return the workers of a server: grandchildren by the keeper, which leads a session of its own."""
    keepers = [pid for pid in children_of(server) if os.getsid(pid) == pid]
    return [pid for keeper in keepers for pid in children_of(keeper)]


def children_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, _, rest = stat.read_text().partition(" (")
            state, ppid = rest.rpartition(") ")[2].split()[:2]
            if int(ppid) == parent and state != "Z":
                found.append(int(pid))
    return found
