"""Scratch data: a folder for one run; a database beside the configured one where PostgreSQL is asked for."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(tempfile.gettempdir()) / f"gongkai-bench-cache-{os.getuid()}"
ASKED_DATABASE = "GONGKAI_BENCH_DATABASE_URL"  # what the caller had in GONGKAI_DATABASE_URL


def asked_database() -> str:
    return os.environ.get(ASKED_DATABASE) or os.environ.get("GONGKAI_DATABASE_URL", "")


def database_url(folder: Path) -> str:
    """Return the address of this folder's own database on the asked-for server; empty for SQLite in the folder."""
    asked = asked_database()
    if not asked:
        return ""
    parts = urlsplit(asked)
    name = f"{parts.path.lstrip('/') or 'gongkai'}_bench_{hashlib.sha256(str(folder).encode()).hexdigest()[:10]}"
    return urlunsplit(parts._replace(path=f"/{name}"))


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a process that works on this folder."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    env |= {
        "GONGKAI_DATA_DIR": str(folder),
        "GONGKAI_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "gongkai.project.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    if url := database_url(folder):
        env |= {"GONGKAI_DATABASE_URL": url, ASKED_DATABASE: asked_database()}
    return env


def gongkai(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "gongkai.project.cli", *arguments]


def run(command: list[str], folder: Path, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a command on this folder. Raises SystemExit with what it said when it fails."""
    done = subprocess.run(
        command, env=environment(folder), cwd=ROOT, capture_output=True, text=True, check=False, **more
    )
    if done.returncode:
        raise SystemExit(
            f"{' '.join(command[:6])} 失败（{done.returncode}）：\n{done.stdout[-1500:]}{done.stderr[-3000:]}"
        )
    return done


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """Give an empty folder (and database); both go away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=f"gongkai-bench-{name}-"))
    create_database(folder)
    try:
        yield folder
    finally:
        drop_database(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _administer(folder: Path, statement: str) -> None:
    url = database_url(folder)
    if not url:
        return
    import psycopg  # only where PostgreSQL is asked for

    parts = urlsplit(asked_database())
    with psycopg.connect(
        urlunsplit(parts._replace(scheme="postgresql", path="/postgres")), autocommit=True
    ) as connection:
        connection.execute(statement.format(name=urlsplit(url).path.lstrip("/")))


def create_database(folder: Path, like: Path | None = None) -> None:
    """Make the folder's database, empty or as a copy of another folder's. SQLite needs nothing: it lies in the folder."""
    drop_database(folder)
    template = f' TEMPLATE "{urlsplit(database_url(like)).path.lstrip("/")}"' if like and asked_database() else ""
    _administer(folder, 'CREATE DATABASE "{name}"' + template)


def drop_database(folder: Path) -> None:
    _administer(folder, 'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def start_django() -> None:
    """Set Django up in this process and bring the database of its folder up to date."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
