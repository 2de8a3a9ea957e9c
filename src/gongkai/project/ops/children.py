"""Processes of our own command that end when the one that started them ends, however it ends."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    # Linux only; elsewhere a parent killed with -9 leaves its child behind.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start `gongkai …` in a process of its own; `options` are those of Popen."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "gongkai.project.cli", *arguments],
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads hold locks yet
        **options,
    )


def keep(run: Callable[[], object], *, restart_after: float, lost: str) -> int:
    """Run something in a process that shares what is loaded by now; begin it anew whenever it ends. Return the keeper's pid.

    The keeper stands between: it has one thread and never more, so that it may fork again at any time. SIGTERM to it ends
    both in good order. To be called before this process starts a thread. `lost` is written when the run ended by itself.
    """
    parent = os.getpid()
    keeper = os.fork()
    if not keeper:
        _keep(run, restart_after, lost, parent)
    return keeper


def _keep(run: Callable[[], object], restart_after: float, lost: str, parent: int) -> NoReturn:
    os.setsid()  # Ctrl-C reaches the server, which then stops this one in good order
    _die_with_parent()
    if os.getppid() != parent:
        os._exit(1)
    child = 0

    def stop(number: int, _frame: FrameType | None) -> None:
        del number
        if not child:
            os._exit(0)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
        os._exit(0)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        # A signal between the fork and the note of the pid would leave the child running, so it waits for both.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        child = os.fork() or _work(run)
        signal.signal(signal.SIGTERM, stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)
        child = 0
        sys.stderr.write(lost)
        sys.stderr.flush()
        time.sleep(restart_after)


def _work(run: Callable[[], object]) -> NoReturn:
    _die_with_parent()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    code = 1
    try:
        run()
        code = 0
    except BaseException:  # noqa: BLE001 - whatever ends it, the keeper begins it anew
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
