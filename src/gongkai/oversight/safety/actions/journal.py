"""The journal of backup and restore-test commands: a file, so that a run is on record even when the database is not there.

A line when a run begins, a line when it ends. A run that was killed has no second line. `take_in` brings the lines into
the database; a database put back from a backup does not hold the very run that made it as unfinished.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.oversight.safety.rules import RunKind, RunState

JOURNAL = "backups.jsonl"
log = logging.getLogger(__name__)


@dataclass
class Run:
    """What a command says of its run; `ended` is called when it went well."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)

    def ended(self, **facts: Any) -> None:
        """Take figures of the result: size, rows, files, lost, verified, message."""
        self.facts.update(facts)


def journal_path() -> Path:
    return Path(settings.DATA_DIR) / JOURNAL


def _write(line: dict[str, Any]) -> None:
    """Add a line. A record that cannot be written must not stop the backup itself."""
    text = json.dumps({"at": timezone.now().isoformat()} | line, ensure_ascii=False)
    try:
        # The break before the line parts it from what a killed process may have left half written.
        place = os.open(journal_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(place, f"\n{text}\n".encode())
            os.fsync(place)
        finally:
            os.close(place)
    except OSError as error:
        log.warning("backup journal not written", extra={"error": str(error)})


@contextmanager
def journalled(kind: RunKind, *, command: str, archive: Path) -> Iterator[Run]:
    """Keep the journal of one run: begun, then done or failed. What fails is raised on."""
    run = Run(secrets.token_hex(12))
    _write(
        {
            "run": run.key, "state": RunState.RUNNING, "kind": kind, "command": command, "archive": str(archive),
            "host": socket.gethostname()[:100], "pid": os.getpid(),
        }
    )  # fmt: skip
    try:
        yield run
    except BaseException as error:
        words = "按 Ctrl-C 中断" if isinstance(error, KeyboardInterrupt) else str(error) or type(error).__name__
        state = RunState.KILLED if isinstance(error, KeyboardInterrupt) else RunState.FAILED
        _write({"run": run.key, "state": state, "message": words[:500]})
        raise
    _write({"run": run.key, "state": RunState.DONE, **run.facts})


def read_journal() -> list[dict[str, Any]]:
    """Return the runs in the order in which they began, each with all that its lines say. Damaged lines are left out."""
    path = journal_path()
    runs: dict[str, dict[str, Any]] = {}
    if not path.exists():
        return []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                found = json.loads(line)
                key, state, at = str(found["run"]), RunState(found["state"]), str(found["at"])
            except (ValueError, KeyError, TypeError):
                continue
            if state == RunState.RUNNING:
                runs[key] = found | {"started_at": at}
            elif key in runs:
                runs[key] |= found | {"ended_at": at}
    return list(runs.values())
