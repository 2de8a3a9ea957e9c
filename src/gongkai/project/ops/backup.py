"""Everything of an installation in one file, taken while it serves: database, stored files, log key and checkpoints.

The system's key and the keys of personal data come along only with `--with-keys`: a copy that is stolen tells nothing.
"""

from __future__ import annotations

import hmac
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

import gongkai
from gongkai.base.events import heads
from gongkai.base.events.models import ChainHead
from gongkai.base.files.models import StoredFile
from gongkai.base.files.queries import read_bytes
from gongkai.base.files.rules import FileRefused
from gongkai.base.files.store import local_path
from gongkai.base.vault import keys as vault_keys
from gongkai.base.vault import store as vault_store
from gongkai.base.vault.models import SealedFile
from gongkai.project.ops import archive, rows
from gongkai.project.ops.archive import Member
from gongkai.project.ops.clearing import database_file
from gongkai.project.ops.exits import Failed
from gongkai.project.ops.progress import Report

SQLITE, ROWS = "database.sqlite3", "database.jsonl"


@dataclass(frozen=True)
class Made:
    """What a backup holds; `lost` are stored files whose bytes were gone before it was taken."""

    path: Path
    size: int
    rows: int
    files: int
    lost: tuple[str, ...]


def fingerprint() -> str:
    """Return what tells one SECRET_KEY from another without giving it away."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"gongkai.backup.fingerprint", "sha256").hex()[:16]


def backup(*, target: Path, with_keys: bool, portable: bool, report: Report) -> Made:
    """Write the archive and read it again. Raises Failed; then there is no half archive, and an older one is unharmed."""
    if not target.parent.is_dir():
        raise Failed(f"目录 {target.parent} 不存在，请先建立，或另选位置。")
    try:
        with _workplace() as folder:
            source, log_size, counted, digests, sealed = _snapshot(folder, portable=portable, report=report)
            members, lost = _collect(source, log_size, digests, with_keys=with_keys, report=report)
            lost += _add_sealed(members, sealed)
            archive.write(target, _facts(source, counted, log_size, with_keys=with_keys), members, report)
    except OSError as error:
        raise Failed(
            f"备份没有写成（{error.strerror or error}）：{error.filename or target}。请检查磁盘空间和权限。"
        ) from error
    archive.unpack(target, None, report)
    return Made(
        target, target.stat().st_size, sum(counted.values()), len(digests) + len(sealed) - len(lost), tuple(lost)
    )


@contextmanager
def _workplace() -> Iterator[Path]:
    folder = Path(settings.DATA_DIR) / "run" / f"backup-{os.getpid()}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _snapshot(
    folder: Path, *, portable: bool, report: Report
) -> tuple[Path, int, dict[str, int], list[str], list[str]]:
    """Return the database as of one moment, with what else must fit it: log size, row counts, stored and sealed files."""
    database = database_file()
    if database is None or portable:
        target = folder / ROWS
        rows.dump(target, report)
        return target, *_of_rows(target)
    report("读取数据库", 0, 1)
    target = folder / SQLITE
    # One step under one read transaction: what is written meanwhile is in it wholly or not at all.
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        log_size = next(copy.execute("SELECT log_size FROM events_chainhead"), (0,))[0]
        names = [model._meta.db_table for model in rows.tables()]
        counted = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - our tables
        digests = [row[0] for row in copy.execute("SELECT sha256 FROM files_storedfile ORDER BY sha256")]
        sealed = [row[0] for row in copy.execute("SELECT sha256 FROM vault_sealedfile WHERE destroyed_at IS NULL")]
    report("读取数据库", 1, 1)
    return target, log_size, counted, digests, sorted(sealed)


def _of_rows(dump: Path) -> tuple[int, dict[str, int], list[str], list[str]]:
    """Return log size, row counts and digests (stored, sealed) from the dump itself: the database has moved on since."""
    counted: dict[str, int] = {}
    table, columns, log_size = "", [], 0
    digests: list[str] = []
    sealed: list[str] = []
    labels = {model._meta.label_lower: model._meta.db_table for model in rows.tables()}
    with dump.open(encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            if isinstance(found, dict):
                table, columns = found["table"], found["columns"]
                counted[labels[table]] = 0
                continue
            counted[labels[table]] += 1
            if table == StoredFile._meta.label_lower:
                digests.append(found[columns.index("sha256")])
            elif table == SealedFile._meta.label_lower and found[columns.index("destroyed_at")] is None:
                sealed.append(found[columns.index("sha256")])
            elif table == ChainHead._meta.label_lower:
                log_size = found[columns.index("log_size")]
    return log_size, counted, sorted(digests), sorted(sealed)


def _collect(
    source: Path, log_size: int, digests: list[str], *, with_keys: bool, report: Report
) -> tuple[list[Member], list[str]]:
    members = [Member.of_path(source.name, source), Member.of_bytes("log/heads.jsonl", _checkpoints(log_size))]
    members += [Member.of_path(f"keys/{path.name}", path) for path in _keys(with_keys=with_keys)]
    members += [Member.of_path(f"vault/{path.name}", path) for path in (vault_keys.files() if with_keys else [])]
    lost = []
    for place, digest in enumerate(digests, start=1):
        member = _stored(digest)
        if member is None or member.sha256 != digest:
            lost.append(digest)
        else:
            members.append(member)
        report("收集文件", place, len(digests))
    return members, lost


def _add_sealed(members: list[Member], digests: list[str]) -> list[str]:
    """Add the sealed files as they lie on disk; return those whose bytes are gone or changed."""
    lost = []
    for digest in digests:
        path = vault_store.folder() / SealedFile(sha256=digest).path
        member = Member.of_path(f"sealed/{SealedFile(sha256=digest).path}", path) if path.is_file() else None
        if member is None or member.sha256 != digest:
            lost.append(digest)
        else:
            members.append(member)
    return lost


def _stored(digest: str) -> Member | None:
    file = StoredFile(sha256=digest)
    path = local_path(file.path)
    try:
        if path is not None:
            return Member.of_path(f"files/{file.path}", path)
        return Member.of_bytes(f"files/{file.path}", read_bytes(file))
    except (FileNotFoundError, FileRefused):
        return None


def _checkpoints(log_size: int) -> bytes:
    """Return the checkpoint lines that the copied database knows; later ones were written after the copy."""
    lines = [head for _, head in heads.read() if head and head["size"] <= log_size]
    return "".join(json.dumps(head, separators=(",", ":")) + "\n" for head in lines).encode()


def _keys(*, with_keys: bool) -> list[Path]:
    root = Path(settings.DATA_DIR)
    wanted = ["log-key", "secret-key"] if with_keys else ["log-key"]
    return [root / name for name in wanted if (root / name).exists()]


def _facts(source: Path, counted: dict[str, int], log_size: int, *, with_keys: bool) -> dict[str, Any]:
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "gongkai": getattr(gongkai, "__version__", ""),
        "django": django.get_version(),
        "python": sys.version.split()[0],
        "database": source.name,
        "vendor": connection.vendor,
        "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        "rows": counted,
        "log_size": log_size,
        "secret_key_fingerprint": fingerprint(),
        "vault_keys": vault_keys.ids(),
        "with_keys": with_keys,
    }
