"""The key folder: one file a key, the name of the current one, and the pepper of the fingerprints, which never changes.

It lies outside the database, so that a copy of the database alone tells nothing. Made at first need under a lock; once
anything is sealed, a missing key is an error and never replaced.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import datetime as dt
import fcntl
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from gongkai.base.vault.rules import Key, KeyMissing, Refused, new_key
from gongkai.base.vault.walking import anything_sealed

CURRENT, PEPPER, LOCK, ROTATING = "current", "pepper", ".lock", "rotating"
PREFIX = "key-"
RESTORE = "请从密钥备份恢复整个文件夹；不要另造，否则已加密的个人信息永远打不开。"


@dataclass(frozen=True)
class Ring:
    """All keys of the installation: `current` seals, every one of `keys` opens."""

    current: Key
    keys: Mapping[str, Key] = field(repr=False)
    pepper: bytes = field(repr=False)
    since: dt.datetime

    @property
    def old(self) -> list[str]:
        return sorted(self.keys.keys() - {self.current.id})


_kept: tuple[tuple[str, int, int, int], Ring] | None = None


def folder() -> Path:
    """Return where the keys lie: GONGKAI_VAULT_DIR, or `vault` in the data folder."""
    return Path(getattr(settings, "VAULT_DIR", "") or Path(settings.DATA_DIR) / "vault")


def ring() -> Ring:
    """Return the keys, read again when they changed; at first need they are made. Raises KeyMissing."""
    global _kept  # noqa: PLW0603 - one reading a process, checked against the file each time
    place = folder()
    try:
        found = (place / CURRENT).stat()
    except OSError:
        _make(place)
        found = (place / CURRENT).stat()
    mark = (str(place), found.st_mtime_ns, found.st_ino, place.stat().st_mtime_ns)
    if _kept is None or _kept[0] != mark:
        _kept = (mark, _read(place))
    return _kept[1]


def exists() -> bool:
    return (folder() / CURRENT).is_file()


def files() -> list[Path]:
    """Return what a copy of the keys must hold."""
    place = folder()
    wanted = [place / CURRENT, place / PEPPER, place / ROTATING, *sorted(place.glob(f"{PREFIX}*"))]
    return [path for path in wanted if path.is_file()]


def ids() -> list[str]:
    """Return the names of the keys that lie in the folder; none while nothing was sealed."""
    return sorted(path.name.removeprefix(PREFIX) for path in folder().glob(f"{PREFIX}*"))


def _read(place: Path) -> Ring:
    try:
        current = (place / CURRENT).read_text(encoding="ascii").strip()
        since = dt.datetime.fromtimestamp((place / CURRENT).stat().st_mtime, tz=dt.UTC)
        keys = {path.name.removeprefix(PREFIX): Key(_secret(path)) for path in place.glob(f"{PREFIX}*")}
        pepper = _secret(place / PEPPER)
    except (OSError, ValueError) as error:
        raise KeyMissing(f"个人信息的密钥读不出来（{place}）。{RESTORE}") from error
    wrong = [name for name, key in keys.items() if key.id != name]
    if wrong:
        raise KeyMissing(f"密钥文件 {place / (PREFIX + wrong[0])} 已损坏，与编号不符。{RESTORE}")
    if current not in keys:
        raise KeyMissing(f"正在使用的密钥 {current} 不在 {place} 里。{RESTORE}")
    return Ring(keys[current], keys, pepper, since)


def _secret(path: Path) -> bytes:
    try:
        return base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except binascii.Error as error:
        raise ValueError(path.name) from error


def _make(place: Path) -> None:
    """Make the first key and the pepper; whoever comes second finds them. Raises KeyMissing over sealed data."""
    with locked():
        if (place / CURRENT).exists():
            return
        if anything_sealed():
            raise KeyMissing(f"数据库里有加密的个人信息，密钥文件夹 {place} 却没有密钥。{RESTORE}")
        if not (place / PEPPER).exists():
            _write(place / PEPPER, secrets.token_bytes(32))
        _put_current(place, add_key())


@contextlib.contextmanager
def locked(name: str = LOCK, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock of the key folder across processes; a process that is killed lets go of it. Raises Refused unless `wait`."""
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(place / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise KeyMissing(
            f"密钥文件夹 {place} 不能写入（{error.strerror}）。请检查 GONGKAI_VAULT_DIR 和权限。"
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("另一个更换密钥的命令正在运行，请等它结束。") from error
        yield
    finally:
        os.close(handle)


def add_key() -> Key:
    """Draw a key and put it into the folder, not yet current."""
    key = new_key()
    _write(folder() / f"{PREFIX}{key.id}", key.secret)
    return key


def begin_rotation() -> tuple[Key, bool]:
    """Return the key to which everything moves, and whether it is new; an interrupted rotation goes on with its own."""
    place = folder()
    ring()
    with locked():
        under_way = place / ROTATING
        if under_way.exists():
            wanted = under_way.read_text(encoding="ascii").strip()
            now = _read(place)
            if wanted not in now.keys:
                raise KeyMissing(f"更换密钥中断在密钥 {wanted}，密钥文件夹里却没有它。{RESTORE}")
            if now.current.id != wanted:
                _put_current(place, now.keys[wanted])
            return now.keys[wanted], False
        key = add_key()
        _replace(under_way, f"{key.id}\n")
        _put_current(place, key)
        return key, True


def rotating() -> bool:
    return (folder() / ROTATING).exists()


def end_rotation() -> None:
    (folder() / ROTATING).unlink(missing_ok=True)


def remove(key_id: str) -> None:
    """Delete an old key for good; what it sealed could never be read again."""
    with locked():
        if _read(folder()).current.id == key_id:
            raise Refused("正在使用的密钥不能停用。")
        (folder() / f"{PREFIX}{key_id}").unlink(missing_ok=True)


def open_to_others() -> list[Path]:
    """Return what in the folder others than its owner may read."""
    place = folder()
    found = [place, *place.glob("*")] if place.exists() else []
    return [path for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077]


def _put_current(place: Path, key: Key) -> None:
    _replace(place / CURRENT, f"{key.id}\n")


def _write(path: Path, secret: bytes) -> None:
    _replace(path, base64.b64encode(secret).decode() + "\n")


def _replace(path: Path, text: str) -> None:
    """Write a small file whole or not at all, for its owner only, and have it on the disk before anything relies on it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    above = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(above)
    finally:
        os.close(above)
