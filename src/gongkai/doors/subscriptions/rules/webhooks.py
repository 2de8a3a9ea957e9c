"""What a partner's system is sent, and how it knows that it is from us. No Django.

A call is a POST of JSON with three headers: `X-Gongkai-Delivery` (the same for each try, so a repeat is known), `X-Gongkai-Timestamp`
(Unix time) and `X-Gongkai-Signature: sha256=<hex>`, the HMAC-SHA-256 of "<timestamp>.<body>" under the secret that partner and agency
share. Whoever answers 200 to 299 has it. Everything else is tried again after 30, 60, 120 … seconds for a day.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from gongkai.engine.screening.rules.reachable import WEB_PORTS, is_literal, public_only

TOLERANCE = 300  # seconds that a timestamp may be off; for the receiving side


class AddressRefused(ValueError):
    """The sentence says what to write instead."""


def read_address(written: str) -> str:
    """Return a webhook address. Raises AddressRefused for what is no outside https address."""
    try:
        parts = urlsplit(written.strip())
        port = parts.port or 443
    except ValueError as error:
        raise AddressRefused("推送地址写法不对，应形如 https://push.example.cn/policies。") from error
    if parts.scheme != "https" or not parts.hostname:
        raise AddressRefused("推送地址应以 https:// 开头，并写明主机名。")
    if parts.username or parts.password or parts.fragment:
        raise AddressRefused("推送地址中不能带用户名、密码或 #。")
    if port not in WEB_PORTS:
        raise AddressRefused("推送地址只能用常用的网页端口（443、8443、8080）。")
    host = parts.hostname
    if (is_literal(host) and not public_only(host, port)) or host == "localhost" or "." not in host.strip("[]") + host:
        raise AddressRefused("不能推送到内部网络的地址，请填写对方在互联网上的域名。")
    return written.strip()


def body_of(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signature(secret: str, timestamp: int, body: bytes) -> str:
    return "sha256=" + hmac.digest(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hex()


def is_signed(secret: str, timestamp: int, body: bytes, given: str, *, now: int) -> bool:
    """What the receiving side does; here for partners to read, and for tests."""
    fresh = abs(now - timestamp) <= TOLERANCE
    return fresh and hmac.compare_digest(signature(secret, timestamp, body).encode(), given.encode())
