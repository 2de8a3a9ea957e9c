"""Calling a partner: only its registered address, signed, with a deadline over everything, and no redirects.

`http.client` follows no redirect by itself and takes no proxy from the environment; a timer closes the connection at the
deadline, so that an answer which drips in byte by byte ends as well.
"""

from __future__ import annotations

import http.client
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils import timezone

from gongkai.doors.exchange.actions.hosts import check_host
from gongkai.doors.exchange.permissions import Refused
from gongkai.doors.exchange.queries import signing_key
from gongkai.doors.exchange.rules.signing import NONCE_HEADER, SIGNATURE, answer_holds, signed_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.doors.exchange.models import Partner

CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 4 * 1024 * 1024


class Unreachable(Exception):
    """No answer that could be read; whether the partner acted on the call is not known. The sentence goes on record."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def call(
    partner: Partner, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None,
    patience: float = 1,
) -> Answer:  # fmt: skip
    """Make one signed call to `path` below the partner's base address. Raises Unreachable.

    `patience` multiplies the partner's time to answer. Refused when there is no address or key.
    """
    base, key = urlsplit(partner.base_url), signing_key(partner)
    if not base.hostname or key is None:
        raise Refused(f"“{partner.name}”还没有登记接口地址或签发密钥，请先补全。")
    target = f"{base.path.rstrip('/')}{path}"
    signed = signed_headers(*key, method=method, path=target, body=body, now=timezone.now().timestamp())
    sent = {
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
        **signed,
        **(headers or {}),
    }
    answer, given = _exchange(
        base.scheme, base.hostname, base.port, method, target, body, sent, partner.timeout_seconds * patience
    )
    if partner.signs_answers and not answer_holds(
        key[1], given, nonce=signed[NONCE_HEADER], status=answer.status, body=answer.body
    ):
        raise Unreachable("对方答复的签名不符，未予采信；请与对方核对密钥指纹。")
    return answer


def _exchange(
    scheme: str, host: str, port: int | None, method: str, target: str, body: bytes, headers: Mapping[str, str],
    deadline: float,
) -> tuple[Answer, str]:  # fmt: skip
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=min(CONNECT_SECONDS, deadline))
    started = time.monotonic()
    timer = None
    try:
        connection.connect()
        _check_peer(connection.sock)
        left = max(0.05, deadline - (time.monotonic() - started))
        timer = threading.Timer(left, _cut, [connection.sock])
        timer.daemon = True
        timer.start()
        connection.sock.settimeout(left)
        connection.request(method, target, body=body or None, headers=dict(headers))
        answer = connection.getresponse()
        read = answer.read(LARGEST_ANSWER + 1)
        if answer.length:  # promised more than it sent
            raise Unreachable("对方的答复不完整（连接中断或超过时限）。")
        if len(read) > LARGEST_ANSWER:
            raise Unreachable("对方的答复过大，已停止读取。")
        return Answer(answer.status, read), answer.headers.get(SIGNATURE, "")
    except TimeoutError as error:
        raise Unreachable(f"对方在{deadline:.0f}秒内没有答复。") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"没有得到对方的答复（{type(error).__name__}）。") from error
    finally:
        if timer is not None:
            timer.cancel()
        connection.close()


def _check_peer(sock: socket.socket) -> None:
    """Look at the address that the name led to: a name may point anywhere, and change after it was registered."""
    try:
        check_host(str(sock.getpeername()[0]))
    except Refused as error:
        raise Unreachable(str(error)) from error


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # already closed
