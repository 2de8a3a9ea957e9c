"""A small city told into the test database, and an installation of its own in a folder for commands that need one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from gongkai.project.demo import building
from gongkai.project.ops.progress import quiet


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
    made = Installation(tmp_path_factory.mktemp("small-city") / "data")
    done = made.run("demo", "--size", "small", "--build-only")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small city in the test database, told once a module and rolled back at its end; returns its data folder."""
    folder = tmp_path_factory.mktemp("told")
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
