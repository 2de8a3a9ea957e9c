"""What the mail server took, line by line, beside the database: it outlives kill -9, and costs no transaction a letter.

The database is told once a batch. A process killed in between has left a line for each letter that was accepted, so those are
settled as sent. Only the letter for which the server's answer was on its way has no line: it is offered again under the same
Message-ID, which mail systems take for the same mail. A journal lies on one machine; a worker elsewhere that takes over after
the lease has none and offers the whole batch again, under the same Message-IDs.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

NAME = re.compile(r"[A-Za-z0-9._-]+")


def folder() -> Path:
    return Path(settings.DATA_DIR) / "letters"


def _path(holder: str) -> Path:
    if not NAME.fullmatch(holder):
        raise ValueError(f"not a holder: {holder!r}")
    return folder() / f"{holder}.log"


class Journal:
    """Lines of one holder; written without a buffer, so that they are the system's the moment they are written."""

    def __init__(self, holder: str) -> None:
        self.path = _path(holder)

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.handle)

    def accepted(self, letter: int) -> None:
        os.write(self.handle, f"{letter}\n".encode())

    def forget(self) -> None:
        os.ftruncate(self.handle, 0)


def accepted_by(holder: str) -> set[int]:
    """Return the letters that a holder wrote down as accepted; a half-written last line does not count."""
    try:
        text = _path(holder).read_text(encoding="ascii")
    except (OSError, ValueError):
        return set()
    return {int(line) for line in text.split("\n")[:-1] if line.isdigit()}


def drop(holder: str) -> None:
    _path(holder).unlink(missing_ok=True)
