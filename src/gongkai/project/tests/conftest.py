"""A small city told into the test database, and an installation of its own in a folder for commands that need one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from gongkai.project.demo import building
from gongkai.project.ops.progress import quiet
from gongkai.project.tests.prepared import small_city_folder


@dataclass(frozen=True)
class Installation:
    """A data folder and the commands run on it, each in a process of its own as an operator would."""

    folder: Path

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "PYTEST_"))}
        return {**kept, "GONGKAI_DATA_DIR": str(self.folder), "GONGKAI_LOG_LEVEL": "ERROR"}

    def run(
        self, *arguments: str, stdin: str = "", extra: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gongkai.project.cli", *arguments],
            env={**self.environment(), **(extra or {})}, input=stdin, capture_output=True, text=True, check=False,
            timeout=240,
        )  # fmt: skip

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "gongkai.project.cli", *arguments],
            env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options,
        )  # fmt: skip


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An empty data folder."""
    return Installation(tmp_path / "data")


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The small demo city as `gongkai demo` leaves it; tests that change it copy it first."""
    copy = tmp_path_factory.mktemp("small-city") / "data"
    shutil.copytree(small_city_folder(), copy)
    return Installation(copy)


@pytest.fixture
def migrated(migrated_folder: Path, tmp_path: Path) -> Installation:
    """An installation as `gongkai migrate` leaves it: all tables, no data."""
    shutil.copytree(migrated_folder, tmp_path / "migrated")
    return Installation(tmp_path / "migrated")


@contextmanager
def _database_at(file: Path) -> Iterator[None]:
    """Let the default connection, of this and of other threads, lead to this file."""
    settings = connection.settings_dict
    usual = settings["NAME"]
    connection.close()
    settings["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = usual


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small city in the test database for the length of a module; returns its data folder.

    SQLite: a copy of the file that the whole run shares. Elsewhere it is told anew and rolled back.
    """
    folder = tmp_path_factory.mktemp("told") / "data"
    if connection.vendor == "sqlite":
        shutil.copytree(small_city_folder(), folder)
        with _database_at(folder / "gongkai.sqlite3"):
            yield folder
        return
    folder.mkdir()
    with (
        django_db_blocker.unblock(),
        override_settings(DATA_DIR=folder, SEARCH_DIR=folder / "index"),
        transaction.atomic(),
    ):
        building.build(size="small", today=timezone.localdate(), progress=quiet)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def told_city(told: Path, settings: Any) -> None:
    """Let a test look at the told city: its database rows, its index, its keys."""
    settings.DATA_DIR, settings.SEARCH_DIR = told, told / "index"
    key = told / "secret-key"  # with which the command that built the city has signed its chain
    if key.exists():
        settings.SECRET_KEY = key.read_text(encoding="utf-8").strip()
