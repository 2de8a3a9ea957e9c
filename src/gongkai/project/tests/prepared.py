"""What takes long to make and every run makes once, for all its workers: an empty database with its tables, the small city."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import pytest

MOST_KEPT = 8  # sets of tables of earlier migrations


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of this name that the workers of a run share; the first that asks makes it. Look, or copy it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    root = Path(os.environ["GONGKAI_TEST_ROOT"]) / f"prepared-{run}"
    root.mkdir(parents=True, exist_ok=True)
    folder, made = root / name, root / f"{name}.made"
    with (root / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            made.touch()
    return folder


def _by_command(*arguments: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "PYTEST_"))}
        done = subprocess.run(
            [sys.executable, "-m", "gongkai.project.cli", *arguments],
            env=kept | {"GONGKAI_DATA_DIR": str(folder), "GONGKAI_LOG_LEVEL": "ERROR"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]

    return make


def small_city_folder() -> Path:
    """Return the small demo city as `gongkai demo` leaves it; whoever changes anything copies it first."""
    return once("small-city", _by_command("demo", "--size", "small", "--build-only"))


def _tables_digest() -> str:
    """Return a digest of what decides how the empty database looks: migrations, what they sow, the list of packages."""
    found = hashlib.sha256(f"{sys.version_info[:2]} {django.__version__}".encode())
    source = Path(__file__).resolve().parents[2]
    sown = [*source.glob("*/*/migrations/*.py"), *source.rglob("*.toml"), *source.glob("law/**/*.json")]
    for path in sorted([*sown, source / "project" / "settings.py"]):
        found.update(str(path.relative_to(source)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _migrated(folder: Path) -> None:
    """Copy what an earlier run made of the same migrations, or make it and keep it: the making takes twelve seconds."""
    home = Path(tempfile.gettempdir()) / f"gongkai-tables-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    kept = home / _tables_digest()
    if not kept.is_dir():
        _keep(home, kept)
    shutil.copytree(kept, folder)


def _keep(home: Path, kept: Path) -> None:
    with tempfile.TemporaryDirectory(dir=home) as made:
        _by_command("migrate", "--skip-checks", "-v0")(Path(made) / "tables")
        with contextlib.suppress(OSError):  # another run was faster
            (Path(made) / "tables").rename(kept)
    sets = sorted((path for path in home.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for older in sets[:-MOST_KEPT]:
        shutil.rmtree(older, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_folder() -> Path:
    """A data folder with a SQLite database that has all tables and no data; whoever works in it copies it first."""
    return once("migrated", _migrated)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_keepdb: bool) -> Any:
    """Begin with a copy of the migrated database, where that is a file: all migrations take twelve seconds, a copy none."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if django_db_keepdb or "sqlite" not in database["ENGINE"] or not database["TEST"]["NAME"]:
        return django_db_keepdb
    shutil.copy(request.getfixturevalue("migrated_folder") / "gongkai.sqlite3", database["TEST"]["NAME"])
    return True
