"""Messages to browsers: sealed for one browser (RFC 8291 over RFC 8188, aes128gcm), signed for its push service (RFC 8292). No Django.

A browser gives an address at its maker's push service, a public key and a shared word. What we send is sealed so that only this
browser reads it; the push service sees its length, its topic (no word of ours, a code) and who signs.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gongkai.doors.subscriptions.rules.webhooks import AddressRefused, read_address

CURVE = ec.SECP256R1()
POINT_BYTES, AUTH_BYTES, SALT_BYTES, SCALAR_BYTES = 65, 16, 16, 32
UNCOMPRESSED = 4
RECORD = 4096  # what every push service must take (RFC 8030, 7.2), the header of 86 bytes included
LONGEST_PLAIN = RECORD - (SALT_BYTES + 4 + 1 + POINT_BYTES) - 16 - 1
LAST_RECORD = b"\x02"
LONGEST_ADDRESS = 1000  # those of today's push services have 150 to 600 letters
TOKEN_LIVES = dt.timedelta(hours=12)  # RFC 8292 allows a day at most
# Kept for a browser that is off: after that the mail has told it long ago.
MESSAGE_LIVES_SECONDS = 3 * 86_400


class PushRefused(ValueError):
    """The sentence says what to do."""


@dataclass(frozen=True)
class Receiver:
    """One browser: where its push service listens, its public key (an uncompressed point of P-256), the shared word."""

    endpoint: str = field(repr=False)
    public: bytes = field(repr=False)
    auth: bytes = field(repr=False)


@dataclass(frozen=True)
class Push:
    """One message for one browser, not sealed yet."""

    receiver: Receiver
    topic: str
    plain: bytes


@dataclass(frozen=True)
class Sender:
    """The installation's own key pair, and where its operator is reached (a mailto: or https: address)."""

    private: str = field(repr=False)
    contact: str

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return _private(unpacked(self.private))

    @property
    def public(self) -> str:
        return packed(_point(self.key))


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """Raises ValueError for what is no base64url."""
    if not text.isascii():
        raise ValueError("not base64url")
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def new_private() -> str:
    return packed(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(SCALAR_BYTES, "big"))


def _private(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(scalar, "big"), CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    numbers = key.public_key().public_numbers()
    return bytes([UNCOMPRESSED]) + numbers.x.to_bytes(SCALAR_BYTES, "big") + numbers.y.to_bytes(SCALAR_BYTES, "big")


def read_receiver(endpoint: str, public: str, auth: str, *, loopback: bool = False) -> Receiver:
    """Return what a browser gave. Raises PushRefused for anything that is no browser's. `loopback`: see `read_endpoint`."""
    try:
        point, word = unpacked(public), unpacked(auth)
    except ValueError as error:
        raise PushRefused("浏览器给出的密钥不能用，请刷新页面再试一次。") from error
    if len(point) != POINT_BYTES or point[0] != UNCOMPRESSED or len(word) != AUTH_BYTES:
        raise PushRefused("浏览器给出的密钥长度不对，请刷新页面再试一次。")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError as error:
        raise PushRefused("浏览器给出的密钥不能用，请刷新页面再试一次。") from error
    return Receiver(read_endpoint(endpoint, loopback=loopback), point, word)


def read_endpoint(written: str, *, loopback: bool = False) -> str:
    """Return the address of a push service: outside and https. `loopback` lets a trial service of this machine pass."""
    address = written.strip()
    if len(address) > LONGEST_ADDRESS:
        raise PushRefused("浏览器给出的推送地址太长，不能添加这台设备。")
    if not address.isascii() or any(char.isspace() for char in address):
        raise PushRefused("浏览器给出的推送地址不能用，不能添加这台设备。")
    if loopback and is_loopback(address):
        return address
    try:
        return read_address(address)
    except AddressRefused as error:
        raise PushRefused("浏览器给出的推送地址不能用，不能添加这台设备。邮件通知不受影响。") from error


def is_loopback(url: str) -> bool:
    try:
        return is_loopback_address(urlsplit(url).hostname or "")
    except ValueError:
        return False


def is_loopback_address(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _stretched(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def sealed(
    plain: bytes,
    receiver: Receiver,
    *,
    salt: bytes | None = None,
    key: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Return the body for one browser. `salt` and `key` are drawn anew for each message; only tests give them."""
    if len(plain) > LONGEST_PLAIN:
        raise PushRefused(f"推送内容最多{LONGEST_PLAIN}字节。")
    salt = salt or os.urandom(SALT_BYTES)
    own = key or ec.generate_private_key(CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, receiver.public)
    mine = _point(own)
    shared = own.exchange(ec.ECDH(), theirs)
    secret = _stretched(receiver.auth, shared, b"WebPush: info\0" + receiver.public + mine, 32)
    cipher = AESGCM(_stretched(salt, secret, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _stretched(salt, secret, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!LB", RECORD, len(mine)) + mine
    return head + cipher.encrypt(nonce, plain + LAST_RECORD, None)


def origin_of(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def authorization(endpoint: str, sender: Sender, now: dt.datetime) -> str:
    """Return the header that tells a push service who sends: a token for this service alone, for half a day."""
    claims = {"aud": origin_of(endpoint), "exp": int((now + TOKEN_LIVES).timestamp()), "sub": sender.contact}
    text = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(sender.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(SCALAR_BYTES, "big") + s.to_bytes(SCALAR_BYTES, "big")
    return f"vapid t={text}.{packed(signature)}, k={sender.public}"


def _json(facts: Mapping[str, object]) -> str:
    return packed(json.dumps(facts, separators=(",", ":")).encode())


def topic_of(subject: str) -> str:
    """Return the code under which a newer message takes the place of an older one: 32 letters at most (RFC 8030, 5.4)."""
    return packed(hashlib.sha256(f"gongkai.push.{subject}".encode()).digest()[:18])


def headers_for(topic: str, token: str) -> dict[str, str]:
    return {
        "Authorization": token, "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream",
        "TTL": str(MESSAGE_LIVES_SECONDS), "Topic": topic, "Urgency": "normal",
    }  # fmt: skip


def seconds_asked(retry_after: str, now: dt.datetime) -> int:
    """Return how long a push service asks us to wait; it may write seconds or a date, and rubbish is no wish."""
    if retry_after.isascii() and retry_after.isdigit():
        return int(retry_after[:9])
    try:
        until = parsedate_to_datetime(retry_after)
        return max(int((until - now).total_seconds()), 0)
    except (TypeError, ValueError):
        return 0
