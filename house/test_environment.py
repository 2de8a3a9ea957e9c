"""Loaded by pytest before Django reads its settings (`-p house.test_environment`): a data folder for this run alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("GONGKAI_SECRET_KEY", "test-only-" + "k" * 50)
base = Path(os.environ.setdefault("GONGKAI_TEST_ROOT", tempfile.mkdtemp(prefix="gongkai-test-")))
folder = base / os.environ.get("PYTEST_XDIST_WORKER", "main")
folder.mkdir(parents=True, exist_ok=True)
os.environ["GONGKAI_DATA_DIR"] = str(folder)
# A file, not memory: tests with threads need a second connection to the same database.
os.environ.setdefault("GONGKAI_TEST_DATABASE_FILE", str(folder / "test.sqlite3"))
os.environ.setdefault("GONGKAI_LOG_LEVEL", "ERROR")
