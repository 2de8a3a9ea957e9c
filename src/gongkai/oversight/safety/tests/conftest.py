"""The cast's city; the data folder of each test is its own, for the journal of backups lies in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gongkai.project.tests.cast import City, build_city


@pytest.fixture
def city(db: None, tmp_path: Path, settings: Any) -> City:
    found = build_city()
    settings.DATA_DIR = tmp_path
    return found
