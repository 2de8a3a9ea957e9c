"""Loaded by pytest before Django reads its settings (`-p house.test_environment`): a data folder for this run alone.

On PostgreSQL only what can differ there runs again: see `touches_the_database`.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("GONGKAI_SECRET_KEY", "test-only-" + "k" * 50)
base = Path(os.environ.setdefault("GONGKAI_TEST_ROOT", tempfile.mkdtemp(prefix="gongkai-test-")))
folder = base / os.environ.get("PYTEST_XDIST_WORKER", "main")
folder.mkdir(parents=True, exist_ok=True)
os.environ["GONGKAI_DATA_DIR"] = str(folder)
# A file, not memory: tests with threads need a second connection to the same database.
os.environ.setdefault("GONGKAI_TEST_DATABASE_FILE", str(folder / "test.sqlite3"))
os.environ.setdefault("GONGKAI_LOG_LEVEL", "ERROR")

# pytest-django refuses the database to every test that has none of these.
DATABASE = frozenset({"db", "transactional_db", "_django_db_helper", "django_db_setup", "live_server"})
MARKS = ("django_db", "postgres", "redis")
TOLD = "gongkai_left_out"  # what a worker tells the controller
LEFT_OUT = pytest.StashKey[int]()


def on_postgresql() -> bool:
    return os.environ.get("GONGKAI_DATABASE_URL", "").startswith("postgres")


def touches_the_database(item: pytest.Item) -> bool:
    """Return whether the test can reach the configured database, itself or by a fixture, and is not marked `one_database`.

    All others are the same on any database (pure rules, and processes on a SQLite file of their own), and the other
    run of CI has them; unless they are named one by one.
    """
    if item.get_closest_marker("one_database"):
        return False
    return bool(DATABASE & set(getattr(item, "fixturenames", ()))) or any(map(item.get_closest_marker, MARKS))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not on_postgresql() or any("::" in argument for argument in config.args):
        return
    kept = [item for item in items if touches_the_database(item)]
    left_out = [item for item in items if not touches_the_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept
    config.stash[LEFT_OUT] = len(left_out)
    if hasattr(config, "workeroutput"):
        config.workeroutput[TOLD] = len(left_out)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{count} tests left out: the database is nothing to them, and the run on SQLite has them."
        )


class FromWorkers:
    """With xdist, only the workers collect: what they left out comes back with their last word."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_testnodedown(self, node: Any) -> None:
        told = getattr(node, "workeroutput", {}).get(TOLD, 0)
        self.config.stash[LEFT_OUT] = max(told, self.config.stash.get(LEFT_OUT, 0))


def pytest_configure(config: pytest.Config) -> None:
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(FromWorkers(config), "gongkai-from-workers")
