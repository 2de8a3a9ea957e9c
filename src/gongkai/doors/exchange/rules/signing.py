"""How a call proves who sent it: HMAC-SHA256 over time, nonce, address and body. The same in both directions."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

WINDOW_SECONDS = 300
NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
KEY, TIMESTAMP, NONCE_HEADER, SIGNATURE = (
    "Gongkai-Key", "Gongkai-Timestamp", "Gongkai-Nonce", "Gongkai-Signature",
)  # fmt: skip


class BadSignature(Exception):
    """The call does not prove who sent it; the sentence says what to look at, and nothing about the key."""


@dataclass(frozen=True)
class Signed:
    """The four headers of a call, as sent."""

    key_id: str
    timestamp: str
    nonce: str
    signature: str


def text_to_sign(*, timestamp: str, nonce: str, method: str, path: str, body: bytes) -> bytes:
    """Return the five lines that are signed; `path` is what stands in the request line, query included."""
    return "\n".join((timestamp, nonce, method.upper(), path, hashlib.sha256(body).hexdigest())).encode()


def signature(secret: str, *, timestamp: str, nonce: str, method: str, path: str, body: bytes) -> str:
    text = text_to_sign(timestamp=timestamp, nonce=nonce, method=method, path=path, body=body)
    return hmac.digest(secret.encode(), text, "sha256").hex()


def signed_headers(key_id: str, secret: str, *, method: str, path: str, body: bytes, now: float) -> dict[str, str]:
    timestamp, nonce = str(int(now)), secrets.token_urlsafe(18)
    signed = signature(secret, timestamp=timestamp, nonce=nonce, method=method, path=path, body=body)
    return {KEY: key_id, TIMESTAMP: timestamp, NONCE_HEADER: nonce, SIGNATURE: signed}


def headers_of(headers: Mapping[str, str]) -> Signed:
    """Return the signature headers. Raises BadSignature naming the one that is missing or malformed."""
    found = [headers.get(name, "").strip() for name in (KEY, TIMESTAMP, NONCE_HEADER, SIGNATURE)]
    for name, value in zip((KEY, TIMESTAMP, NONCE_HEADER, SIGNATURE), found, strict=True):
        if not value:
            raise BadSignature(f"请求头缺少 {name}，请按对接说明签名后再送。")
    signed = Signed(*found)
    if not NONCE.fullmatch(signed.nonce):
        raise BadSignature(f"请求头 {NONCE_HEADER} 应为16至64位字母、数字、下划线或连字符，每次请求另取一个。")
    if not re.fullmatch(r"[0-9]{1,12}", signed.timestamp):
        raise BadSignature(f"请求头 {TIMESTAMP} 应为自1970年起的整秒数。")
    return signed


def check_time(signed: Signed, now: float) -> None:
    """Raise BadSignature when the caller's clock is more than five minutes away from ours."""
    off = int(signed.timestamp) - int(now)
    if abs(off) > WINDOW_SECONDS:
        way = "快" if off > 0 else "慢"
        raise BadSignature(f"请求时间比平台{way}{abs(off)}秒，超过允许的{WINDOW_SECONDS}秒，请校准时钟后重新签名。")


def holds(secret: str, signed: Signed, *, method: str, path: str, body: bytes) -> bool:
    wanted = signature(
        secret, timestamp=signed.timestamp, nonce=signed.nonce, method=method, path=path, body=body
    )  # fmt: skip
    return hmac.compare_digest(wanted.encode(), signed.signature.lower().encode())


def answer_signature(secret: str, *, nonce: str, status: int, body: bytes) -> str:
    """Return what an answer is signed with: bound to the nonce of the call, so that no old answer fits a new call."""
    text = "\n".join((nonce, str(status), hashlib.sha256(body).hexdigest())).encode()
    return hmac.digest(secret.encode(), text, "sha256").hex()


def answer_holds(secret: str, given: str, *, nonce: str, status: int, body: bytes) -> bool:
    wanted = answer_signature(secret, nonce=nonce, status=status, body=body)
    return hmac.compare_digest(wanted.encode(), given.strip().lower().encode())


def fingerprint(secret: str) -> str:
    """Return what people compare over the telephone instead of the key itself."""
    hexed = hashlib.sha256(secret.encode()).hexdigest()[:16]
    return "-".join(hexed[at : at + 4] for at in range(0, 16, 4))
