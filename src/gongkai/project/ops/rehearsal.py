"""A backup put back for real, into a folder of its own that is thrown away: the only proof that it can be."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gongkai.base.vault import keys as vault_keys
from gongkai.project.ops import archive
from gongkai.project.ops.exits import DONE, Failed

RESTORED = re.compile(r"已恢复：数据 (\d+) 行，文件 (\d+) 个，检索库重建 (\d+) 件")


# Settings that name a place where the installation in use keeps something, or its key.
PLACES = (
    "GONGKAI_DATABASE_URL", "GONGKAI_DATA_DIR", "GONGKAI_CACHE_URL", "GONGKAI_SECRET_KEY", "GONGKAI_VAULT_DIR",
)  # fmt: skip


@dataclass(frozen=True)
class Rehearsed:
    """What came back, as the restore itself said."""

    made_at: str
    size: int
    rows: int
    files: int
    documents: int


def rehearse(*, source: Path, beside: Path | None = None) -> Rehearsed:
    """Restore into a scratch folder by a process of its own, verified to the last event. Raises Failed.

    The data in use is not touched: the process is given another data folder, and no database but the one in it.
    `beside` is where the scratch folder is made; it needs room for the unpacked backup.
    """
    manifest = archive.read_manifest(source)
    root = beside or Path(settings.DATA_DIR) / "run"
    folder = root / f"restore-test-{os.getpid()}"
    try:
        folder.mkdir(parents=True, mode=0o700)
        _lend_keys(folder / "vault")
        done = subprocess.run(  # noqa: S603 - this program, by the interpreter that runs it
            [sys.executable, "-m", "gongkai.project.cli", "restore", str(source)],
            env=_environment(folder), capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError as error:
        raise Failed(
            f"恢复测试没有完成（{error.strerror or error}）：{error.filename or folder}。请检查磁盘空间和权限。"
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = RESTORED.search(done.stderr)
    if done.returncode != DONE or found is None:
        last = [line for line in done.stderr.splitlines() if line.strip()]
        raise Failed(f"这份备份不能恢复：{last[-1] if last else f'退出状态 {done.returncode}'}")
    rows, files, documents = map(int, found.groups())
    return Rehearsed(str(manifest["made_at"]), source.stat().st_size, rows, files, documents)


def _lend_keys(place: Path) -> None:
    """Copy the keys of personal data in use, so that the test opens what is sealed; they go with the scratch folder."""
    place.mkdir(mode=0o700)
    for path in vault_keys.files():
        shutil.copy2(path, place / path.name)


def _environment(folder: Path) -> dict[str, str]:
    """Keep the settings that say how, drop those that say where: the scratch folder has its own database and files."""
    kept = {name: value for name, value in os.environ.items() if not name.removesuffix("_FILE").endswith(PLACES)}
    return kept | {"GONGKAI_DATA_DIR": str(folder), "GONGKAI_SECRET_KEY": settings.SECRET_KEY}
