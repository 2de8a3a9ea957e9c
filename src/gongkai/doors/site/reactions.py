"""What the portal does when it hears the outbox: typeset copies of what is no longer public leave the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import Topic, consumes


@consumes("site.papers")
def forget_papers(entries: Sequence[Any]) -> None:
    """Remove PDF and DOCX made of withdrawn editions; pages stopped serving them with the withdrawal itself."""
    for entry in entries:
        if entry.topic != Topic.WITHDRAWN:
            continue
        item = publishing.tombstone(entry.key)
        if item is None:
            continue
        for digest in item.editions.exclude(content_sha256="").values_list("content_sha256", flat=True):
            for paper in (Path(settings.DATA_DIR) / "cache" / "papers").glob(f"{digest}*"):
                paper.unlink(missing_ok=True)
