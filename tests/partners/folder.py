"""A superior platform behind a folder: fetches packages, leaves receipts and its list as files, fails like its cousin.

Written from docs/exchange.md alone: nothing of the platform is imported.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
import json
import os
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.partners.superior import Superior
from tests.partners.wire import Fault, Faults, Key

DELAY_SECONDS, PIECE_SECONDS = 0.5, 0.05


class FolderSuperior:
    """A fault means here what comes nearest to it on a line. "Dropped": the package is gone, or its receipt never comes.
    "Error": the package could not be deleted, before or after the work; it is found again.

    `effects`, `books` and `calls` as of `Superior`, whose bookkeeping it borrows. `before`: index numbers it was never
    to hear of, because they were public when it was registered.
    """

    _effect = Superior._effect

    def __init__(self, root: Path, before: frozenset[str] = frozenset()) -> None:
        self.root, self.before, self.key, self.faults = root, before, Key("", ""), Faults(delay_seconds=DELAY_SECONDS)
        self.effects: Counter[tuple[str, int, str]] = Counter()
        self.calls: Counter[str] = Counter()
        self.answers: dict[str, dict[str, str]] = {}
        self.books: dict[str, dict[str, Any]] = {}
        self.taken_down: dict[str, int] = {}
        self.refuses: dict[str, str] = {}
        self.owed: list[tuple[str, dict[str, str]]] = []
        self.digests: dict[str, str] = {}
        self._lock = threading.RLock()
        self._stop = threading.Event()

    @property
    def out(self) -> Path:
        return self.root / "out"

    @contextmanager
    def running(self) -> Iterator[FolderSuperior]:
        thread = threading.Thread(target=self._watch, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            for package in sorted(self.out.glob("*.zip")):
                with self._lock, contextlib.suppress(FileNotFoundError):  # taken back before it was opened
                    self._fetch(package)

    def _fetch(self, package: Path) -> None:
        fault = self.faults.next()
        data = package.read_bytes()
        if fault is Fault.ERROR_BEFORE:
            return
        if fault is not Fault.ERROR_AFTER:
            package.unlink(missing_ok=True)
        if fault is Fault.DROP_BEFORE:
            return
        filing = self._read(data)
        key = filing["key"]
        self.calls[key] += 1
        self.digests[key] = hashlib.sha256(data).hexdigest()
        if key not in self.answers:
            self.answers[key] = self._effect(key, filing)
        answer = self.answers[key]
        if fault in {Fault.PENDING, Fault.LATE_RECEIPT}:
            self.owed.append((key, answer))
        if fault is Fault.PENDING:
            self.leave(key, {"result": "pending", "receipt": answer["receipt"]})
        elif fault not in {Fault.DROP_AFTER, Fault.LATE_RECEIPT}:
            self.leave(key, answer, fault)

    @staticmethod
    def _read(data: bytes) -> dict[str, Any]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            filing: dict[str, Any] = json.loads(archive.read("manifest.json"))
            for one in filing["attachments"]:
                assert hashlib.sha256(archive.read(one["path"])).hexdigest() == one["sha256"]
            assert not filing["text"] or archive.read(filing["text"])
        return filing

    def leave(self, key: str, answer: dict[str, str], fault: Fault = Fault.NONE) -> None:
        said = {"key": key, "sha256": self.digests[key], **answer}
        text = "\n".join([key, said["sha256"], said["result"], said["receipt"]])
        secret = "wrong" if fault is Fault.WRONG_SIGNATURE else self.key.secret
        said["signature"] = hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()
        whole = json.dumps(said, ensure_ascii=False).encode()
        place = self.root / "in" / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.receipt.json"
        match fault:
            case Fault.NONSENSE:
                place.write_bytes(b"<html>login please")
                os.utime(place, (0, 0))
            case Fault.SLOW:
                with place.open("wb") as file:
                    for at in range(0, len(whole), 40):
                        file.write(whole[at : at + 40])
                        file.flush()
                        time.sleep(PIECE_SECONDS)
            case _:
                time.sleep(self.faults.delay_seconds if fault is Fault.DELAY else 0)
                place.write_bytes(whole)

    def give_receipts(self, times: int = 1) -> None:
        """Leave what is owed, each so many times, late and again."""
        with self._lock:
            owed, self.owed = self.owed, []
        for key, answer in owed:
            for _ in range(times):
                self.leave(key, answer)
                time.sleep(PIECE_SECONDS)

    def show(self) -> None:
        """Write the list that the comparison reads."""
        items = [{"id": key, **book} for key, book in sorted(self.books.items())]
        (self.root / "in/catalogue.json").write_text(json.dumps({"items": items}, ensure_ascii=False), encoding="utf-8")
