"""What both partner programs share: signing (written anew, from docs/exchange.md alone), faults, and a plain client."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Fault(StrEnum):
    """What may go wrong with one call. "before" and "after" say whether the program had done its work by then."""

    NONE = "none"
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    ERROR_BEFORE = "error-before"
    ERROR_AFTER = "error-after"
    DELAY = "delay"
    NONSENSE = "nonsense"
    WRONG_SIGNATURE = "wrong-signature"
    SLOW = "slow"
    PENDING = "pending"
    LATE_RECEIPT = "late-receipt"


@dataclass
class Faults:
    """The faults to come, one a call, in order; afterwards all goes well. Safe to use from many threads."""

    coming: list[Fault] = field(default_factory=list)
    delay_seconds: float = 2.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> Fault:
        with self._lock:
            return self.coming.pop(0) if self.coming else Fault.NONE

    def plan(self, *faults: Fault) -> None:
        with self._lock:
            self.coming.extend(faults)

    def clear(self) -> None:
        """From now on all goes well."""
        with self._lock:
            self.coming.clear()


@dataclass(frozen=True)
class Key:
    key_id: str
    secret: str

    def sign(self, method: str, path: str, body: bytes, *, skew: float = 0) -> dict[str, str]:
        timestamp, nonce = str(int(time.time() + skew)), secrets.token_hex(16)
        text = "\n".join([timestamp, nonce, method, path, hashlib.sha256(body).hexdigest()])
        return {
            "Gongkai-Key": self.key_id,
            "Gongkai-Timestamp": timestamp,
            "Gongkai-Nonce": nonce,
            "Gongkai-Signature": hmac.new(self.secret.encode(), text.encode(), "sha256").hexdigest(),
        }

    def fits(self, headers: Any, method: str, path: str, body: bytes) -> bool:
        timestamp, nonce = headers.get("Gongkai-Timestamp", ""), headers.get("Gongkai-Nonce", "")
        text = "\n".join([timestamp, nonce, method, path, hashlib.sha256(body).hexdigest()])
        wanted = hmac.new(self.secret.encode(), text.encode(), "sha256").hexdigest()
        fresh = timestamp.isdigit() and abs(int(timestamp) - time.time()) <= 300
        return fresh and hmac.compare_digest(wanted, headers.get("Gongkai-Signature", ""))

    def sign_answer(self, nonce: str, status: int, body: bytes) -> str:
        text = "\n".join([nonce, str(status), hashlib.sha256(body).hexdigest()])
        return hmac.new(self.secret.encode(), text.encode(), "sha256").hexdigest()


@dataclass(frozen=True)
class Said:
    status: int
    headers: dict[str, str]
    body: Any


def call(
    url: str,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes,
    *,
    timeout: float = 20,
    hang_up: bool = False,
) -> Said | None:
    """Make one call. With `hang_up` the caller goes away without waiting for the answer, and gets None."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        if hang_up:
            return None
        answer = connection.getresponse()
        data = answer.read()
        said = json.loads(data) if "json" in answer.headers.get("Content-Type", "") else data
        return Said(answer.status, dict(answer.headers), said)
    finally:
        connection.close()


class Program(ThreadingHTTPServer):
    """A partner as a program: answers signed calls, each with the fault whose turn it is."""

    daemon_threads = True

    def __init__(self, key: Key, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.key, self.faults = key, Faults()
        self.lock = threading.RLock()
        self.refused = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def work(self, method: str, path: str, headers: Any, body: bytes, fault: Fault) -> tuple[int, Any]:
        raise NotImplementedError

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is what these tests are about; it needs no traceback."""

    @contextmanager
    def running(self) -> Iterator[Program]:
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""

    def _serve(self, method: str) -> None:
        program: Program = self.server  # type: ignore[assignment]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not program.key.fits(self.headers, method, self.path, body):
            program.refused += 1
            self._say(401, {"detail": "签名不符"})
            return
        fault = program.faults.next()
        if fault is Fault.DROP_BEFORE:
            self._hang_up()
        elif fault is Fault.ERROR_BEFORE:
            self._say(500, {"detail": "内部错误"})
        else:
            self._after(*program.work(method, self.path, self.headers, body, fault), fault, program)

    def _after(self, status: int, answer: Any, fault: Fault, program: Program) -> None:
        match fault:
            case Fault.DROP_AFTER | Fault.LATE_RECEIPT:
                self._hang_up()
            case Fault.ERROR_AFTER:
                self._say(503, {"detail": "处理后出错"})
            case Fault.NONSENSE:
                self._raw(200, b"<html>\xff\xfe login please</html>", "text/html")
            case Fault.DELAY:
                time.sleep(program.faults.delay_seconds)
                self._say(status, answer)
            case _:
                self._say(status, answer, wrong=fault is Fault.WRONG_SIGNATURE, slow=fault is Fault.SLOW)

    def do_POST(self) -> None:
        self._serve("POST")

    def do_GET(self) -> None:
        self._serve("GET")

    def _say(self, status: int, answer: Any, *, wrong: bool = False, slow: bool = False) -> None:
        self._raw(status, json.dumps(answer, ensure_ascii=False).encode(), "application/json", wrong=wrong, slow=slow)

    def _raw(self, status: int, body: bytes, kind: str, *, wrong: bool = False, slow: bool = False) -> None:
        program: Program = self.server  # type: ignore[assignment]
        nonce = "0" * 32 if wrong else self.headers.get("Gongkai-Nonce", "")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Gongkai-Signature", program.key.sign_answer(nonce, status, body))
        self.end_headers()
        if not slow:
            self.wfile.write(body)
            return
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()
            time.sleep(0.2)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
