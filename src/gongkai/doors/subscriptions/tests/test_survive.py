"""Real workers, a real mail server, kill -9: each letter arrives once in effect."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from gongkai.doors.subscriptions.tests.sink import Sink, serve

pytestmark = [pytest.mark.slow, pytest.mark.one_database]
LIVE = Path(__file__).with_name("live.py")
READERS = 3000


class Installation:
    """A data folder and a mail server of its own; verbs run as processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "taken.log"
        self.sink = serve(self.log)
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_TEST")},
            "GONGKAI_DATA_DIR": str(folder), "PYTHONPATH": "src",
            "GONGKAI_EMAIL_URL": f"smtp://127.0.0.1:{self.sink.server_address[1]}",
        }  # fmt: skip

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", str(LIVE), *words], env=self.env, text=True, stdout=subprocess.PIPE
        )

    def run(self, *words: str) -> dict[str, int]:
        with self.start(*words) as process:
            out, _ = process.communicate(timeout=200)
        return json.loads(out) if out.strip() else {}

    def taken(self) -> Counter[str]:
        lines = self.log.read_text(encoding="ascii").splitlines()
        return Counter(line.split()[0] for line in lines)

    def wait_for(self, count: int) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.taken().total() >= count:
                return
            time.sleep(0.005)
        raise AssertionError(f"nothing more than {self.taken().total()}")


@pytest.fixture
def installation(tmp_path, migrated_folder):
    shutil.copy(migrated_folder / "gongkai.sqlite3", tmp_path)
    found = Installation(tmp_path)
    found.run("build", str(READERS))
    assert found.run("release")["letters"] == READERS
    yield found
    found.sink.shutdown()
    found.sink.server_close()


@pytest.mark.requirement("R185")
def test_each_letter_arrives_once_though_the_worker_is_killed_twice(installation):
    for count in (READERS // 4, READERS // 2):
        worker = installation.start("send", "300", "500")
        installation.wait_for(count)
        worker.kill()
        worker.communicate()
    assert installation.run("states")["handing"] > 0  # both died with letters in hand
    assert installation.run("send", "300", "500")["sent"] > 0
    assert installation.run("states") == {"sent": READERS}
    taken = installation.taken()
    assert len(taken) == READERS
    # Two answers at most were on their way: those letters came twice, under one Message-ID.
    assert sum(count - 1 for count in taken.values()) <= 2


def talk(sink: Sink, *lines: bytes) -> None:
    """Say these lines to the mail server and hang up; return when it has hung up too."""
    with socket.create_connection(("127.0.0.1", sink.server_address[1])) as client:
        client.sendall(b"".join(lines))
        client.shutdown(socket.SHUT_WR)
        while client.recv(4096):
            pass


@pytest.mark.parametrize(
    "cut", [b"Message-ID: <on", b"Message-ID: <one@x>\r\n", b"Message-ID: <one@x>\r\n\r\ntext\r\n."]
)
def test_a_letter_cut_off_in_the_middle_was_not_taken(tmp_path, cut):
    """Else a killed worker would seem to have sent one letter too many."""
    sink = serve(tmp_path / "taken.log")
    try:
        talk(sink, b"RCPT TO:<one@x>\r\n", b"DATA\r\n", cut)
        talk(sink, b"RCPT TO:<two@x>\r\n", b"DATA\r\n", b"Message-ID: <two@x>\r\n\r\ntext\r\n.\r\n")
    finally:
        sink.shutdown()
        sink.server_close()
    assert (tmp_path / "taken.log").read_text(encoding="ascii") == "<two@x> two@x\n"


def test_letters_of_a_worker_elsewhere_are_taken_over_after_its_lease(installation):
    worker = installation.start("send", "2", "500")
    installation.wait_for(READERS // 4)
    worker.kill()
    worker.communicate()
    for file in (installation.folder / "letters").glob("*.log"):
        file.unlink()  # as if it lay on another machine
    time.sleep(2)
    installation.run("send", "2", "500")
    assert installation.run("states") == {"sent": READERS}
    assert len(installation.taken()) == READERS
