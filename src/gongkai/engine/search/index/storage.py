"""Where the index lies: a folder of generations and a pointer that names the one in use.

<directory>/current          {"generation": "g-…", "version": 1}; replaced atomically
<directory>/g-…/             one tantivy index
<directory>/writer.lock      locked (flock) by the process that writes; gone with the process, even after kill -9
<directory>/rebuild.lock     the same for a rebuild, which may run beside the writer
<directory>/journal.jsonl    changes made while a rebuild runs; the rebuild repeats them before it swaps
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from gongkai.engine.search.index.schema import VERSION, register_tokenizers, schema

POINTER = "current"
JOURNAL = "journal.jsonl"
PAUSE_SECONDS = 0.01


class WriterBusyError(Exception):
    """Another process is writing the index."""


class IndexOutdatedError(Exception):
    """The index on disk was made with other fields."""


@contextmanager
def locked(directory: Path, name: str, *, wait_seconds: float, doing: str) -> Iterator[None]:
    """Hold the lock file, waiting at most so long; raise WriterBusyError that names the holder."""
    directory.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with (directory / name).open("a+", encoding="ascii") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    file.seek(0)
                    holder = file.read().strip() or "不明"
                    raise WriterBusyError(
                        f"检索库正由另一进程{doing}（进程号 {holder}）。请等它结束后重试；若确认它已不该运行，请先停止该进程。"
                    ) from None
                time.sleep(PAUSE_SECONDS)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def is_locked(directory: Path, name: str) -> bool:
    """Return whether some process holds the lock at this moment."""
    try:
        with locked(directory, name, wait_seconds=0, doing=""):
            return False
    except WriterBusyError:
        return True


def current_generation(directory: Path) -> Path | None:
    """Return the folder in use, None when there is no index yet. Raises IndexOutdatedError."""
    try:
        pointer = json.loads((directory / POINTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if pointer["version"] != VERSION:
        raise IndexOutdatedError(
            f"检索库的结构是第 {pointer['version']} 版，程序需要第 {VERSION} 版。请运行 gongkai reindex 重建检索库。"
        )
    return directory / str(pointer["generation"])


def create_generation(directory: Path) -> Path:
    path = directory / f"g-{time.time_ns():x}-{secrets.token_hex(2)}"
    path.mkdir(parents=True)
    return path


def point_to(directory: Path, generation: Path) -> None:
    """Make the generation the one in use, in one step that survives a power cut."""
    temporary = directory / f"{POINTER}.{os.getpid()}"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump({"generation": generation.name, "version": VERSION}, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(directory / POINTER)


def remove_other_generations(directory: Path, kept: Path) -> None:
    """Remove what is no longer used; readers that still have it mapped go on until they look at the pointer again."""
    for path in directory.glob("g-*"):
        if path != kept:
            shutil.rmtree(path, ignore_errors=True)


def open_generation(path: Path) -> tantivy.Index:
    """Open for reading; raises ValueError or FileNotFoundError when the folder has just been removed."""
    index = tantivy.Index.open(str(path))
    register_tokenizers(index)
    index.config_reader(reload_policy="manual")
    return index


def make_index(path: Path) -> tantivy.Index:
    """Open for writing, creating it in an empty folder."""
    index = tantivy.Index(schema(), path=str(path), reuse=True)
    register_tokenizers(index)
    index.config_reader(reload_policy="manual")
    return index
