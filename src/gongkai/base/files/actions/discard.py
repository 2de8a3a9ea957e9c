"""Bytes that nobody owns."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from gongkai.base.files.models import StoredFile
from gongkai.base.files.store import local_path

# Bytes are written before their row: younger ones may belong to a request under way.
ORPHAN_AGE = timedelta(days=1)


def drop_orphan_bytes(*, now: datetime | None = None) -> int:
    """Delete bytes in a local store that have no row (a crash between two steps) and are older than a day; return how many."""
    root = local_path("")
    if root is None or not root.is_dir():
        return 0
    latest = ((now or timezone.now()) - ORPHAN_AGE).timestamp()
    dropped = 0
    for path in root.glob("??/??/*"):
        if not path.is_file() or path.stat().st_mtime >= latest:
            continue
        if not StoredFile.objects.filter(sha256=path.name).exists():
            path.unlink()
            dropped += 1
    return dropped
