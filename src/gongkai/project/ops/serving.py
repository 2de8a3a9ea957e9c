"""The web server (granian, WSGI) and beside it, where asked for, the worker: started and stopped together."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from gongkai.project.ops import children
from gongkai.project.ops.exits import Failed
from gongkai.project.ops.health import unapplied_migrations
from gongkai.project.ops.warming import warm

STOP_SECONDS = 20
RESTART_SECONDS = 3.0


def check_before_start(host: str, port: int) -> None:
    """Raise Failed with the one thing to do first, before anything is started."""
    check_data_folder()
    check_port(host, port)
    try:
        missing = unapplied_migrations()
    except DatabaseError as error:
        raise Failed(
            f"连不上数据库（{error}）。请检查 GONGKAI_DATABASE_URL，或数据目录 {settings.DATA_DIR}。"
        ) from error
    if missing:
        raise Failed(f"数据库还没有建好或者不是最新（差 {len(missing)} 步）。请先运行：gongkai migrate")


def check_data_folder() -> None:
    root = Path(settings.DATA_DIR)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root, prefix=".try-"):
            pass
    except OSError as error:
        raise Failed(
            f"数据目录 {root} 不可写（{error.strerror}）。请改权限，或用 GONGKAI_DATA_DIR 指定别的目录。"
        ) from error


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Failed(f"没有权限使用端口 {port}。请换 1024 以上的端口，例如 --port 8080。") from error
        except OSError as error:
            raise Failed(
                f"地址 {host}:{port} 用不了（{error.strerror}），可能已有程序占用。请停掉它，或换一个端口：--port {port + 1}。"
            ) from error


def serve(*, host: str, port: int, workers: int, with_worker: bool) -> None:
    """Serve until SIGINT or SIGTERM; requests and the job at hand are finished first."""
    _prepare_metrics()
    warm()
    connections.close_all()
    server = Granian(
        "gongkai.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    with _worker() if with_worker else contextlib.nullcontext():
        server.serve()


def _prepare_metrics() -> None:
    """Give the web processes a common place for their counters: any of them answers /metrics for all."""
    folder = Path(settings.DATA_DIR) / "run" / f"metrics-{os.getpid()}"
    for old in folder.parent.glob("metrics-*"):
        if not Path(f"/proc/{old.name.rpartition('-')[2]}").exists():
            shutil.rmtree(old, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


@contextmanager
def _worker() -> Iterator[None]:
    """Keep a worker running beside the web processes, out of the same loaded code: one that dies is started again."""
    keeper = children.keep(
        partial(call_command, "worker"), restart_after=RESTART_SECONDS, lost="后台任务进程意外结束，正在重新启动……\n"
    )
    try:
        yield
    finally:
        os.kill(keeper, signal.SIGTERM)
        _wait(keeper)


def _wait(pid: int) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return
        time.sleep(0.05)
