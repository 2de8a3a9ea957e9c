"""An office system: hands documents over with whatever can go wrong on its side, and hears how they stand.

`python tests/partners/oa.py --platform http://127.0.0.1:8000 --key ID --secret SECRET message.json` sends one message.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import socket
import time
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.partners.wire import Fault, Key, Program, Said, call

PATH = "/api/v1/exchange/messages"


class Slip(StrEnum):
    """What may go wrong with one delivery before it is made properly."""

    NONE = "none"
    HANG_UP = "hang-up"
    TWICE = "twice"
    REPLAY = "replay"
    WRONG_SIGNATURE = "wrong-signature"
    NONSENSE = "nonsense"
    SKEW = "skew"
    HALF = "half"


class Office(Program):
    """`told` is what the platform said of each document, newest last, each once however often it came."""

    def __init__(self, key: Key, platform: str, port: int = 0) -> None:
        super().__init__(key, port)
        self.platform = platform
        self.told: dict[str, list[str]] = {}
        self.calls: Counter[str] = Counter()
        self.answers: list[tuple[Slip, Said]] = []

    def work(self, method: str, path: str, headers: Any, body: bytes, fault: Fault) -> tuple[int, Any]:
        key, said = headers["Idempotency-Key"], json.loads(body)
        with self.lock:
            self.calls[key] += 1
            if self.calls[key] == 1:
                self.told.setdefault(said["external_id"], []).append(said["status"])
        return 200, {"receipt": key[:100]}

    def deliver(self, message: dict[str, Any], key: str, slip: Slip = Slip.NONE) -> Said:
        """Deliver a message until the platform has answered properly, slipping once on the way."""
        body = json.dumps(message, ensure_ascii=False).encode()
        self._slip(body, key, slip)
        for _ in range(20):
            said = self._post(body, key)
            if said is not None and said.status != 429 and said.status < 500:
                return said
            time.sleep(0.3)
        raise AssertionError(f"平台一直没有收下：{said}")

    def _slip(self, body: bytes, key: str, slip: Slip) -> None:
        said: Said | None = None
        match slip:
            case Slip.HANG_UP:
                self._post(body, key, hang_up=True)
            case Slip.TWICE:
                said = self._post(body, key)
            case Slip.REPLAY:
                headers = self._headers(body, key)
                call(self.platform, "POST", PATH, headers, body)
                said = call(self.platform, "POST", PATH, headers, body)
            case Slip.WRONG_SIGNATURE:
                headers = self._headers(body, key) | {"Gongkai-Signature": "0" * 64}
                said = call(self.platform, "POST", PATH, headers, body)
            case Slip.NONSENSE:
                said = self._post(b"\xff\x00{nonsense", key)
            case Slip.SKEW:
                said = call(self.platform, "POST", PATH, self._headers(body, key, skew=-3600), body)
            case Slip.HALF:
                self._half(body, key)
        if said is not None:
            self.answers.append((slip, said))

    def _headers(self, body: bytes, key: str, *, skew: float = 0) -> dict[str, str]:
        return {"Idempotency-Key": key, **self.key.sign("POST", PATH, body, skew=skew)}

    def _post(self, body: bytes, key: str, *, hang_up: bool = False) -> Said | None:
        with contextlib.suppress(OSError):
            return call(self.platform, "POST", PATH, self._headers(body, key), body, hang_up=hang_up)
        return None

    def _half(self, body: bytes, key: str) -> None:
        """Announce a body, send half of it, and go away."""
        where = urlsplit(self.platform)
        lines = [f"POST {PATH} HTTP/1.1", f"Host: {where.netloc}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in self._headers(body, key).items()]
        with socket.create_connection((where.hostname or "", where.port or 80), timeout=5) as line:
            line.sendall("\r\n".join([*lines, "", ""]).encode() + body[: len(body) // 2])
            time.sleep(0.1)


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--platform", default="http://127.0.0.1:8000")
    wanted.add_argument("--key", required=True)
    wanted.add_argument("--secret", required=True)
    wanted.add_argument("message", type=Path)
    given = wanted.parse_args()
    office = Office(Key(given.key, given.secret), given.platform)
    said = office.deliver(json.loads(given.message.read_text(encoding="utf-8")), given.message.stem)
    print(json.dumps(said.body, ensure_ascii=False, indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
