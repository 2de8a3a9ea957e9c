"""Put a backup back: everything is unpacked and verified beside the data, then changes place in one go."""

from __future__ import annotations

import hmac
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from gongkai.base.events.queries import verify
from gongkai.base.files.store import local_path, put
from gongkai.base.jobs.queries import live_workers
from gongkai.base.organisations.models import Agency
from gongkai.base.vault import keys as vault_keys
from gongkai.base.vault.queries import places
from gongkai.base.vault.rules import VaultError
from gongkai.engine.search.actions import rebuild
from gongkai.engine.search.reactions import documents_of_releases
from gongkai.project.ops import archive, rows
from gongkai.project.ops.backup import ROWS, SQLITE, fingerprint
from gongkai.project.ops.clearing import database_file
from gongkai.project.ops.exits import Failed
from gongkai.project.ops.progress import Report

REPLACED = "replaced-by-restore"
TREES = ("files", "log", "sealed")


@dataclass(frozen=True)
class Restored:
    """`faults` are sentences about the event chain and about sealed data; none is as it should be."""

    rows: int
    files: int
    documents: int
    faults: tuple[str, ...]


def restore(*, source: Path, force: bool, report: Report) -> Restored:
    """Restore an archive into this installation. Raises Failed; until the last moment nothing has been changed then."""
    manifest = archive.read_manifest(source)
    _check_version(manifest)
    _check_engine(manifest)
    _check_stopped()
    if not force:
        _check_empty()
    _check_key(manifest)
    try:
        with _workplace() as folder:
            archive.unpack(source, folder, report)
            _check_database(folder)
            _put_in_place(folder, manifest, report)
    except OSError as error:
        raise Failed(
            f"恢复没有完成（{error.strerror or error}）：{error.filename or ''}。原有数据没有改动。"
        ) from error
    call_command("migrate", verbosity=0, interactive=False)
    report("重建检索库", 0, 1)
    documents = rebuild(documents=documents_of_releases())
    report("核验事件链", 0, 1)
    faults = tuple(fault.message for fault in verify())
    report("打开加密内容", 0, 1)
    faults += _still_sealed(manifest)
    stored = sum(name.startswith(("files/", "sealed/")) for name in manifest["members"])
    return Restored(sum(manifest["rows"].values()), stored, documents, faults)


def _still_sealed(manifest: dict[str, Any]) -> tuple[str, ...]:
    """Say what personal data cannot be read yet. Nothing is lost by it: once the keys lie in their folder it opens."""
    missing = set(manifest.get("vault_keys", ())) - set(vault_keys.ids())
    try:
        broken = sum(len(place.broken) for place in places())
    except VaultError as error:
        return (str(error),)
    if not broken:
        return ()
    if missing:
        names, place = "、".join(sorted(missing)), vault_keys.folder()
        way_out = (
            "请把原安装的密钥文件夹放回这里，再运行 gongkai vault check；备份时加 --with-keys 可以把密钥一并装入。"
        )
        return (f"个人信息的密钥 {names} 不在 {place}，有 {broken} 项加密内容打不开。{way_out}",)
    return (f"有 {broken} 项加密内容打不开，请运行 gongkai vault check。",)


def _check_version(manifest: dict[str, Any]) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := set(manifest["migrations"]) - known:
        raise Failed(
            f"这份备份来自更新版本的程序（例如迁移 {min(unknown)}）。请先把本程序升级到 {manifest['gongkai']} 或更新的版本。"
        )
    if manifest["database"] == ROWS and known - set(manifest["migrations"]):
        raise Failed(
            f"--portable 的备份只能用做备份时的版本（{manifest['gongkai']}）恢复。请先用那个版本恢复，再升级。"
        )


def _check_engine(manifest: dict[str, Any]) -> None:
    if manifest["database"] == SQLITE and database_file() is None:
        raise Failed("这份备份是 SQLite 数据库，而本安装用的是别的数据库。请在原安装上用 backup --portable 重新备份。")


def _check_stopped() -> None:
    try:
        running = live_workers().exists()
    except DatabaseError:
        return
    if running:
        raise Failed("后台任务进程正在运行。请先停止服务（gongkai serve、worker、demo），一分钟后再恢复。")


def _check_empty() -> None:
    files = local_path("")
    stored = files is not None and files.is_dir() and any(files.iterdir())
    try:
        inhabited = Agency.objects.exists()
    except DatabaseError:
        inhabited = False  # not even tables: as empty as can be
    if inhabited or stored:
        raise Failed(f"{settings.DATA_DIR} 里已有数据，恢复会覆盖它。请换一个空目录；确要覆盖，请加 --force。")


def _check_key(manifest: dict[str, Any]) -> None:
    """Without the key of the original the event chain could not be continued, nor sealed data read."""
    if manifest["secret_key_fingerprint"] == fingerprint():
        return
    from_environment = os.environ.get("GONGKAI_SECRET_KEY") or os.environ.get("GONGKAI_SECRET_KEY_FILE")
    if "keys/secret-key" in manifest["members"] and not from_environment:
        return
    raise Failed(
        "系统密钥与备份时的不一致，恢复后事件链不能继续、加密内容读不出来。请先把原安装的 secret-key 文件放到 "
        f"{Path(settings.DATA_DIR) / 'secret-key'}（或设置 GONGKAI_SECRET_KEY），再运行本命令。"
        "备份时加 --with-keys 可以把密钥一并装入。"
    )


@contextmanager
def _workplace() -> Iterator[Path]:
    """Unpack on the same disk as the data, so that everything can move by renaming."""
    folder = Path(settings.DATA_DIR) / f"restoring-{os.getpid()}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_database(folder: Path) -> None:
    path = folder / SQLITE
    if not path.exists():
        return
    with closing(sqlite3.connect(path)) as copy:
        found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise Failed(f"备份里的数据库不完整：{found[0]}。没有作任何改动。")


def _put_in_place(folder: Path, manifest: dict[str, Any], report: Report) -> None:
    root = Path(settings.DATA_DIR)
    moves = [(folder / name, root / name) for name in TREES if (folder / name).exists()]
    moves += [(path, root / path.name) for path in sorted((folder / "keys").glob("*"))]
    moves += _vault_moves(folder / "vault")
    if local_path("") is None:
        _upload(folder / "files", report)
        moves = [move for move in moves if move[1].name != "files"]
    connection.close()
    database = database_file()
    if manifest["database"] == ROWS:
        with _exchanged(root, moves):
            _adopt_key(root)
            call_command("migrate", verbosity=0, interactive=False)
            rows.load(folder / ROWS, report)  # one transaction: the old rows stay if it fails
        return
    assert database is not None
    for suffix in ("-wal", "-shm", "-journal"):
        moves.append((folder / f"none{suffix}", database.with_name(database.name + suffix)))
    with _exchanged(root, [*moves, (folder / SQLITE, database)]):
        _adopt_key(root)


def _vault_moves(packed: Path) -> list[tuple[Path, Path]]:
    """Put packed keys of personal data into their place in the data folder; keys that are there already stay as old ones.

    A folder elsewhere (GONGKAI_VAULT_DIR) is never touched: who keeps the keys apart puts them back by hand.
    """
    place = vault_keys.folder()
    if not packed.exists() or place.parent != Path(settings.DATA_DIR):
        return []
    packed.chmod(0o700)
    for path in place.glob("key-*"):
        if not (packed / path.name).exists():
            shutil.copy2(path, packed / path.name)
    for path in packed.iterdir():
        path.chmod(0o600)
    return [(packed, place)]


def _upload(files: Path, report: Report) -> None:
    """Give the bytes to a remote store: under their hash, so nothing that is there already can be harmed."""
    found = sorted(path for path in files.rglob("*") if path.is_file())
    for place, path in enumerate(found, start=1):
        put(str(path.relative_to(files)), path)
        report("写入文件库", place, len(found))


@contextmanager
def _exchanged(root: Path, moves: list[tuple[Path, Path]]) -> Iterator[None]:
    """Put each new thing where the old one stood; what fails before the end brings every old one back."""
    aside = root / REPLACED
    if aside.exists():
        raise Failed(f"上次恢复被中断，当时的原有数据还在 {aside}。请核对后移走这个目录，再运行。")
    aside.mkdir()
    done: list[tuple[Path, Path, bool]] = []
    try:
        for place, (new, old) in enumerate(moves):
            kept = aside / f"{place:03d}-{old.name}"
            existed = old.exists()
            done.append((old, kept, existed))
            if existed:
                old.rename(kept)
            if new.exists():
                old.parent.mkdir(parents=True, exist_ok=True)
                new.rename(old)
        yield
    except BaseException:
        connection.close()
        for old, kept, existed in reversed(done):
            _bring_back(old, kept, existed=existed)
        shutil.rmtree(aside, ignore_errors=True)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _bring_back(old: Path, kept: Path, *, existed: bool) -> None:
    if existed and not kept.exists():
        return  # it had not been moved yet
    if old.is_dir():
        shutil.rmtree(old)
    else:
        old.unlink(missing_ok=True)
    if existed:
        kept.rename(old)


def _adopt_key(root: Path) -> None:
    """Go on under the restored secret key: this process read the old one when it started."""
    path = root / "secret-key"
    if os.environ.get("GONGKAI_SECRET_KEY") or os.environ.get("GONGKAI_SECRET_KEY_FILE") or not path.exists():
        return
    key = path.read_text(encoding="ascii")
    if not hmac.compare_digest(key.encode(), settings.SECRET_KEY.encode()):
        settings.SECRET_KEY = key
