"""Emptying an installation, for a demo city that starts over and a restore that was told to replace."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

FOLDERS = ("files", "index", "log", "sealed", "uploads", "mail")
FILES = ("log-key",)


def database_file() -> Path | None:
    """Return the SQLite file, None for another database or one in memory."""
    name = str(connection.settings_dict["NAME"])
    return None if connection.vendor != "sqlite" or "memory" in name else Path(name)


def empty_database() -> None:
    """Remove every table; `migrate` makes them anew. An SQLite file goes as a whole."""
    path = database_file()
    connection.close()
    if path is not None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            tail = " CASCADE" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)}{tail}")
    connection.close()


def empty_data_folder() -> None:
    """Remove files, index, log and signing key. The secret key stays: it belongs to the installation, not to the data."""
    root = Path(settings.DATA_DIR)
    for name in FOLDERS:
        shutil.rmtree(root / name, ignore_errors=True)
    for name in FILES:
        (root / name).unlink(missing_ok=True)
