"""`flush` empties every table, which the append-only triggers forbid: they stand aside for this one command.

Tests with real transactions end with it; on a live system it asks before it destroys everything.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands.flush import Command as Flush
from django.db import connections

from gongkai.base.events import triggers


class Command(Flush):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        triggers.remove(connection)
        try:
            super().handle(**options)
        finally:
            triggers.install(connection)
