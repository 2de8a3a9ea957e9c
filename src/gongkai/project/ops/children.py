"""Processes of our own command that end when the one that started them ends, however it ends."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from typing import Any

PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    # Runs in the child between fork and exec. Linux only; elsewhere a parent killed with -9 leaves its child behind.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start `gongkai …` in a process of its own; `options` are those of Popen."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "gongkai.project.cli", *arguments],
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads hold locks yet
        **options,
    )
