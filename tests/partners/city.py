"""A city platform: hands applications over a bad line that drops, delays, answers 500 and delivers twice.

It knows the address, its token and docs of the API, nothing of the platform's code. Between it and the platform stands a
relay, a program of its own: what goes wrong goes wrong before or after the platform has done its work.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, urlsplit

from tests.partners.wire import Fault, Faults, Said, call

PATH = "/api/v1/intake/applications"
FORWARDED = ("Authorization", "Idempotency-Key", "Content-Type")


class Relay(ThreadingHTTPServer):
    """The line between the city and the platform, with the fault whose turn it is."""

    daemon_threads = True

    def __init__(self, platform: str) -> None:
        super().__init__(("127.0.0.1", 0), Line)
        self.platform, self.faults = platform, Faults(delay_seconds=0.3)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A line that breaks is what these tests are about."""

    @contextmanager
    def running(self) -> Iterator[Relay]:
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()
            thread.join()


class Line(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""

    def _carry(self, method: str) -> None:
        relay: Relay = self.server  # type: ignore[assignment]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = relay.faults.next()
        if fault is Fault.DROP_BEFORE:
            self._hang_up()
        elif fault is Fault.ERROR_BEFORE:
            self._say(500, b"{}", "application/json")
        else:
            if fault is Fault.DELAY:
                time.sleep(relay.faults.delay_seconds)
            status, kind, data = self._forward(relay, method, body)
            if fault is Fault.DROP_AFTER:
                self._hang_up()
            elif fault is Fault.ERROR_AFTER:
                self._say(502, b"<html>bad gateway</html>", "text/html")
            else:
                self._say(status, data, kind)

    def _forward(self, relay: Relay, method: str, body: bytes) -> tuple[int, str, bytes]:
        parts = urlsplit(relay.platform)
        with contextlib.closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)) as line:
            headers = {name: self.headers[name] for name in FORWARDED if name in self.headers}
            line.request(method, self.path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()

    def _say(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.close()

    def do_POST(self) -> None:
        self._carry("POST")

    def do_GET(self) -> None:
        self._carry("GET")


class City:
    """`secrets` is what the platform told of each form; a secret that changes on the way is a fault."""

    def __init__(self, token: str, url: str) -> None:
        self.token, self.url = token, url
        self.secrets: dict[str, str] = {}
        self.receipts: dict[str, str] = {}
        self.calls = 0
        self._lock = threading.Lock()

    def _headers(self, key: str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **({"Idempotency-Key": key} if key else {})}

    def post(self, form: dict[str, Any], key: str) -> Said | None:
        with self._lock:
            self.calls += 1
        with contextlib.suppress(OSError, http.client.HTTPException):
            return call(self.url, "POST", PATH, self._headers(key), json.dumps(form, ensure_ascii=False).encode())
        return None

    def hand_over(self, form: dict[str, Any], key: str, *, times: int = 1) -> Said:
        """Hand a form over until it was answered properly, and then some more times."""
        heard = 0
        for _ in range(30):
            said = self.post(form, key)
            if said is None or said.status >= 500 or said.status == 429:
                time.sleep(0.05)
                continue
            if said.status == 201:
                self._keep(form["external_id"], said.body)
            heard += 1
            if heard >= times:
                return said
        raise AssertionError("平台一直没有收下")

    def _keep(self, external_id: str, body: Any) -> None:
        with self._lock:
            assert self.secrets.setdefault(external_id, body["secret"]) == body["secret"]
            assert self.receipts.setdefault(external_id, body["receipt"]) == body["receipt"]

    def standing(self, external_id: str) -> Said:
        said = call(self.url, "GET", f"{PATH}/{quote(external_id, safe='/')}", self._headers(), b"")
        assert said is not None
        return said
