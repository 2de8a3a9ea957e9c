"""Bring up the city: build it once, keep it afterwards; a build that was cut short starts over."""

from __future__ import annotations

import fcntl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from gongkai.base.organisations.models import Agency
from gongkai.project.demo import marker
from gongkai.project.demo.marker import Marker
from gongkai.project.ops import children, clearing
from gongkai.project.ops.exits import Failed
from gongkai.project.ops.progress import Report

IN_USE = "示范城市正在另一进程中运行或建设。请先停止它（Ctrl-C），或用 GONGKAI_DATA_DIR 指定别的目录。"


@contextmanager
def held(*, alone: bool) -> Iterator[None]:
    """Hold the folder's lock: alone while building, with others while serving. Gone with the process, even after kill -9."""
    root = Path(settings.DATA_DIR)
    root.mkdir(parents=True, exist_ok=True)
    with (root / "demo.lock").open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failed(IN_USE) from error
        yield


def standing() -> Marker | None:
    """Return the city's marker if it is finished and there. Raises Failed for a folder with data that is not a demo's."""
    found = marker.read()
    if found is not None and not found.finished:
        return None
    if found is None and not connection.introspection.table_names():
        return None  # an empty folder: bringing it up to date would be done twice
    call_command("migrate", verbosity=0, interactive=False)
    inhabited = Agency.objects.exists()
    if found is None and inhabited:
        raise Failed(
            f"数据目录 {settings.DATA_DIR} 里已有正式数据，示范城市不能建在其中。请用 GONGKAI_DATA_DIR 指定一个空目录。"
        )
    return found if inhabited else None


def build(*, size: str, report: Report) -> Marker:
    """Build from nothing, whatever a demo left there. Raises Failed while somebody else builds or serves it."""
    # Word, Excel and PDF libraries come with these; the process that only serves has no use for them.
    from gongkai.project.demo import building, large

    with held(alone=True):
        # First the mark, then the work: whatever is cut short from here on is seen to be so.
        marker.write(Marker(finished=False, size=size))
        report("准备数据库", 0, 1)
        clearing.empty_database()
        clearing.empty_data_folder()
        call_command("migrate", verbosity=0, interactive=False)
        today = timezone.localdate()
        documents = building.build(size=size, today=today, progress=report)
        if size == "large":
            documents += large.multiply(large.TARGET - documents, report)
        done = Marker(finished=True, size=size, documents=documents, built_on=today.isoformat())
        marker.write(done)
        return done


def build_apart(*, size: str) -> Marker:
    """Build in a process of its own, so that the one that serves afterwards is small. Raises Failed when it fails."""
    connections.close_all()
    child = children.start("demo", "--build-only", "--fresh", "--size", size, stdout=subprocess.DEVNULL)
    try:
        status = child.wait()
    finally:
        child.terminate()
    found = marker.read()
    if status or found is None or not found.finished:
        raise Failed("示范城市没有建成，原因见上。再次运行本命令会从头开始。")
    return found
