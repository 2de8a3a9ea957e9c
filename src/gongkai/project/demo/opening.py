"""Bring up the city: build it once, keep it afterwards; a build that was cut short starts over."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from gongkai.base.organisations.models import Agency
from gongkai.project.demo import building, large, marker
from gongkai.project.demo.marker import Marker
from gongkai.project.ops import clearing
from gongkai.project.ops.exits import Failed
from gongkai.project.ops.progress import Report

IN_USE = "示范城市正在另一进程中运行或建设。请先停止它（Ctrl-C），或用 GONGKAI_DATA_DIR 指定别的目录。"


@contextmanager
def held() -> Iterator[int]:
    """Hold the folder's lock alone while building; `share` it while serving. Gone with the process, even after kill -9."""
    root = Path(settings.DATA_DIR)
    root.mkdir(parents=True, exist_ok=True)
    with (root / "demo.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failed(IN_USE) from error
        yield file.fileno()


def share(lock: int) -> None:
    fcntl.flock(lock, fcntl.LOCK_SH)


def open_city(*, size: str, fresh: bool, report: Report) -> tuple[Marker, bool]:
    """Return the finished city's marker, and whether it was built just now. Raises Failed for data that is not a demo's."""
    found = marker.read()
    if found is None or (found.finished and not fresh):
        call_command("migrate", verbosity=0, interactive=False)
        inhabited = Agency.objects.exists()
        if found is None and inhabited:
            raise Failed(
                f"数据目录 {settings.DATA_DIR} 里已有正式数据，示范城市不能建在其中。请用 GONGKAI_DATA_DIR 指定一个空目录。"
            )
        if found is not None and inhabited:
            return found, False
    return _build(size, report), True


def _build(size: str, report: Report) -> Marker:
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
