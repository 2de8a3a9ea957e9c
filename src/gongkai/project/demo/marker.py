"""What the data folder says about its demo city: nothing, a build that was cut short, or a finished one."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

SIZES = ("small", "city", "large")


@dataclass(frozen=True)
class Marker:
    finished: bool
    size: str
    documents: int = 0
    built_on: str = ""


def path() -> Path:
    return Path(settings.DATA_DIR) / "demo.json"


def read() -> Marker | None:
    """Return None where no demo city was ever begun. An unreadable marker counts as a build cut short."""
    try:
        return Marker(**json.loads(path().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        return Marker(finished=False, size="")


def write(marker: Marker) -> None:
    """Replace the marker in one step, on the disk when this returns."""
    path().parent.mkdir(parents=True, exist_ok=True)
    draft = path().with_suffix(".new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(marker), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path())
