"""A browser and its maker's push service, as far as we see them: it opens what it gets (RFC 8291, the receiving side)."""

from __future__ import annotations

import json
import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gongkai.doors.subscriptions.rules.webpush import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator


def mac(key: bytes, text: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(text)
    return made.finalize()


@dataclass
class Browser:
    """Its key pair and shared word; `form` is what the script of the page posts."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def form(self, endpoint: str, name: str = "家里的电脑") -> dict[str, str]:
        return {
            "endpoint": endpoint, "public": packed(self.public), "auth": packed(self.auth), "device_name": name,
        }  # fmt: skip

    def opened(self, body: bytes) -> bytes:
        """Written from the text of RFC 8291 and RFC 8188 with HMAC alone, so that it shares no line with the sealing side."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, cipher = body[21 : 21 + length], body[21 + length :]
        assert len(body) <= size
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        first = mac(self.auth, self.key.exchange(ec.ECDH(), point))
        second = mac(salt, mac(first, b"WebPush: info\x00" + self.public + theirs + b"\x01"))
        key = mac(second, b"Content-Encoding: aes128gcm\x00\x01")[:16]
        nonce = mac(second, b"Content-Encoding: nonce\x00\x01")[:12]
        plain = AESGCM(key).decrypt(nonce, cipher, None).rstrip(b"\x00")
        assert plain[-1:] == b"\x02"
        return plain[:-1]


def claims(header: str) -> tuple[dict[str, Any], str]:
    """Return what a token says and the key it is said to be signed with. Raises InvalidSignature."""
    scheme, _, rest = header.partition(" ")
    assert scheme == "vapid"
    parts = dict(one.strip().split("=", 1) for one in rest.split(","))
    text, _, signature = parts["t"].rpartition(".")
    raw = unpacked(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(parts["k"]))
    numbers = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    assert len(raw) == 64
    point.verify(encode_dss_signature(*numbers), text.encode(), ec.ECDSA(hashes.SHA256()))
    head, body = (json.loads(unpacked(one)) for one in text.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    return body, parts["k"]


@dataclass
class Taken:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """Answers 201, or what `answers` says for a path, one after the other."""

    url: str = ""
    taken: list[Taken] = field(default_factory=list)
    answers: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)

    def told(self, browser: Browser) -> list[dict[str, Any]]:
        return [json.loads(browser.opened(one.body)) for one in self.taken]


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            waiting = service.answers.get(self.path)
            status, headers = waiting.pop(0) if waiting else (201, {})
            service.taken.append(Taken(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
