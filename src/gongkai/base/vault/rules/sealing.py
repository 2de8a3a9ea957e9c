"""AES-256-GCM under a named key, bound to the place where the value stands."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gongkai.base.vault.rules.refusals import KeyMissing, Unreadable

VERSION = "v1"
MARK = b"GKV1"
NONCE_BYTES = 12
KEY_BYTES = 32
ID_LENGTH = 12
TOKEN = re.compile(r"v1\.(?P<id>[0-9a-f]{12})\.(?P<body>[A-Za-z0-9_-]{38,})")
CHANGED = "加密内容打不开：内容被改动过，或者是从别处复制来的。请联系系统管理员运行 gongkai vault check。"


@dataclass(frozen=True)
class Key:
    """A secret of 32 bytes; its `id` follows from it, so that a damaged key file is noticed."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise KeyMissing(f"个人信息密钥应为 {KEY_BYTES} 字节，现为 {len(self.secret)} 字节，请从密钥备份恢复。")

    @property
    def id(self) -> str:
        return hashlib.sha256(b"gongkai.vault.key-id" + self.secret).hexdigest()[:ID_LENGTH]


def new_key() -> Key:
    return Key(secrets.token_bytes(KEY_BYTES))


def _bound(key_id: str, context: str) -> bytes:
    return f"{VERSION}.{key_id}.{context}".encode()


def _encrypt(plain: bytes, key: Key, context: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key.secret).encrypt(nonce, plain, _bound(key.id, context))


def _decrypt(raw: bytes, key_id: str, keys: Mapping[str, Key], context: str) -> bytes:
    key = keys.get(key_id)
    if key is None:
        raise KeyMissing(f"加密内容用的是密钥 {key_id}，密钥文件夹里没有它。请从密钥备份恢复这个文件，不要另造。")
    try:
        return AESGCM(key.secret).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound(key_id, context))
    except (InvalidTag, ValueError) as error:
        raise Unreadable(CHANGED) from error


def seal(plain: bytes, *, key: Key, context: str) -> str:
    """Return "v1.<key id>.<base64url>"; it opens only with the same `context` (say, which column it stands in)."""
    body = base64.urlsafe_b64encode(_encrypt(plain, key, context)).decode().rstrip("=")
    return f"{VERSION}.{key.id}.{body}"


def unseal(token: str, keys: Mapping[str, Key], context: str) -> bytes:
    """Raises Unreadable for what is no token, was changed, or belongs elsewhere; KeyMissing when its key is not there."""
    found = TOKEN.fullmatch(token)
    if found is None:
        raise Unreadable("这里应当是加密内容，现有内容却不是。请联系系统管理员运行 gongkai vault check。")
    body = found["body"]
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable(CHANGED) from error
    return _decrypt(raw, found["id"], keys, context)


def is_token(text: str) -> bool:
    return TOKEN.fullmatch(text) is not None


def key_id_of(token: str) -> str:
    """Return which key a token needs, empty for what is no token."""
    found = TOKEN.fullmatch(token)
    return found["id"] if found else ""


def seal_bytes(plain: bytes, *, key: Key, context: str) -> bytes:
    """Return the sealed form of a file: mark, key id, nonce and ciphertext."""
    return MARK + key.id.encode() + _encrypt(plain, key, context)


def key_id_of_bytes(sealed: bytes) -> str:
    """Return which key the head of a sealed file names, empty for what is none."""
    head = sealed[len(MARK) : len(MARK) + ID_LENGTH]
    fitting = sealed.startswith(MARK) and re.fullmatch(rb"[0-9a-f]{12}", head)
    return head.decode() if fitting else ""


def unseal_bytes(sealed: bytes, keys: Mapping[str, Key], context: str) -> bytes:
    """Raises Unreadable or KeyMissing, as `unseal` does."""
    key_id = key_id_of_bytes(sealed)
    if not key_id:
        raise Unreadable(CHANGED)
    return _decrypt(sealed[len(MARK) + ID_LENGTH :], key_id, keys, context)
