"""Processes of the platform started for a section: the worker, the web server; their memory and CPU."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import scratch

PATIENCE = 60.0  # seconds until a server must answer
TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: list[str], folder: Path, **more: object) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a process running; end it and what it started."""
    with (folder / "bench-processes.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            env=scratch.environment(folder),
            cwd=scratch.ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **more,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, path: str = "/healthz", patience: float = PATIENCE) -> None:
    """Wait until the server answers. Raises SystemExit when it does not."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            if get(port, path)[0] < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"端口 {port} 的服务 {patience:.0f} 秒内没有应答")


def get(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": "localhost", "User-Agent": "Mozilla/5.0 bench"} | headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(after_name[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def memory_mb(pids: list[int]) -> dict[str, float]:
    """Return proportional memory (PSS: shared pages divided among those who share them), and its anonymous part."""
    total = {"Pss": 0, "Pss_Anon": 0}
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        for line in text.splitlines():
            name, _, rest = line.partition(":")
            if name in total:
                total[name] += int(rest.split()[0])
    return {name: round(value / 1024, 1) for name, value in total.items()}


def cpu_seconds(pids: list[int]) -> float:
    """Return user and system time of these processes so far; a tick is a hundredth of a second."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICK
