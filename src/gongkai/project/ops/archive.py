"""The backup file: a tar.gz whose first member lists every other one with size and SHA-256."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gongkai.project.ops.exits import Failed
from gongkai.project.ops.progress import Report

MANIFEST = "manifest.json"
FORMAT = 1
PIECE = 1024 * 1024
LARGEST_MANIFEST = 256 * 1024 * 1024
PRIVATE = 0o600


@dataclass(frozen=True)
class Member:
    """One file of the archive: from a path or from bytes at hand. `sha256` is known before it is written."""

    name: str
    size: int
    sha256: str
    path: Path | None = None
    data: bytes = b""

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> Member:
        return cls(name, len(data), hashlib.sha256(data).hexdigest(), None, data)

    @classmethod
    def of_path(cls, name: str, path: Path) -> Member:
        with path.open("rb") as file:
            return cls(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest(), path)

    def opened(self) -> IO[bytes]:
        return self.path.open("rb") if self.path else io.BytesIO(self.data)


def write(target: Path, facts: Mapping[str, Any], members: Sequence[Member], report: Report) -> None:
    """Write the archive beside its place, readable by the owner only, and move it there when it is whole."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    listing = {member.name: {"size": member.size, "sha256": member.sha256} for member in members}
    manifest = json.dumps({**facts, "format": FORMAT, "members": listing}, ensure_ascii=False, indent=1).encode()
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    try:
        with os.fdopen(handle, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=5) as tar:
                _add(tar, Member.of_bytes(MANIFEST, manifest))
                for place, member in enumerate(members, start=1):
                    _add(tar, member)
                    report("写入备份", place, len(members))
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _add(tar: tarfile.TarFile, member: Member) -> None:
    info = tarfile.TarInfo(member.name)
    info.size, info.mode = member.size, PRIVATE
    with member.opened() as file:
        tar.addfile(info, file)


def read_manifest(source: Path) -> dict[str, Any]:
    """Return the first member. Raises Failed for what is no backup of this platform."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            manifest = _first(tar)
    except FileNotFoundError as error:
        raise Failed(f"没有这个文件：{source}") from error
    except (OSError, tarfile.TarError, EOFError, ValueError, KeyError) as error:
        raise Failed(f"{source} 不是本平台的备份文件，或者已经损坏（{error}）。") from error
    if manifest.get("format") != FORMAT:
        raise Failed(
            f"备份文件的格式是第 {manifest.get('format')} 版，本程序只认第 {FORMAT} 版。请用相应版本的程序恢复。"
        )
    return manifest


def _first(tar: tarfile.TarFile) -> dict[str, Any]:
    info = tar.next()
    if info is None or info.name != MANIFEST or info.size > LARGEST_MANIFEST:
        raise ValueError("缺少清单")
    file = tar.extractfile(info)
    manifest = json.loads(file.read() if file else b"")
    if not isinstance(manifest, dict) or not isinstance(manifest["members"], dict):
        raise ValueError("清单不完整")  # noqa: TRY004 - what is read, not how it is called
    return manifest


def unpack(source: Path, folder: Path | None, report: Report) -> dict[str, Any]:
    """Read every member and compare it with the manifest; write them below `folder` if one is given.

    Raises Failed at the first member that is missing, changed or not in the list. Names come from the manifest only
    if they stay inside the folder.
    """
    manifest = read_manifest(source)
    expected: dict[str, dict[str, Any]] = manifest["members"]
    phase = "校验备份" if folder is None else "展开备份"
    seen: set[str] = set()
    try:
        with tarfile.open(source, "r:gz") as tar:
            _first(tar)
            for info in _rest(tar):
                _check_member(info, expected, seen)
                digest = _copy(tar, info, _place(folder, info.name))
                if digest != expected[info.name]["sha256"]:
                    raise Failed(f"备份文件已损坏：{info.name} 的内容与清单不符。没有作任何改动。")
                seen.add(info.name)
                report(phase, len(seen), len(expected))
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Failed(f"备份文件读到中途出错（{error}）。没有作任何改动。") from error
    if missing := set(expected) - seen:
        raise Failed(f"备份文件不完整，缺 {len(missing)} 个文件，例如 {min(missing)}。没有作任何改动。")
    return manifest


def _rest(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while (info := tar.next()) is not None:
        yield info


def _check_member(info: tarfile.TarInfo, expected: Mapping[str, Mapping[str, Any]], seen: set[str]) -> None:
    known = expected.get(info.name)
    if known is None or not info.isfile() or info.size != known["size"] or info.name in seen:
        raise Failed(f"备份文件里有清单之外的内容：{info.name}。没有作任何改动。")


def _place(folder: Path | None, name: str) -> Path | None:
    if folder is None:
        return None
    place = (folder / name).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise Failed(f"备份文件里的路径越出了目录：{name}。没有作任何改动。")
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _copy(tar: tarfile.TarFile, info: tarfile.TarInfo, place: Path | None) -> str:
    """Read one member, write it if it has a place, and return its SHA-256."""
    digest, source = hashlib.sha256(), tar.extractfile(info)
    assert source is not None
    out = os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") if place else None
    try:
        while piece := source.read(PIECE):
            digest.update(piece)
            if out:
                out.write(piece)
        if out:
            out.flush()
            os.fsync(out.fileno())
    finally:
        if out:
            out.close()
    return digest.hexdigest()
