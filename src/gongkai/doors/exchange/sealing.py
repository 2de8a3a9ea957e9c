"""Keeping partners' secrets: encrypted under a key derived from SECRET_KEY, bound to the row they belong to.

Earlier keys in SECRET_KEY_FALLBACKS still open what they sealed.
"""

from __future__ import annotations

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class Unreadable(Exception):
    """The system key was replaced and the old one not kept: the partner needs a new key."""


def _derived(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"gongkai.exchange.partner-key", "sha256")


def seal(secret: str, *, bound_to: str) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_derived(settings.SECRET_KEY)).encrypt(nonce, secret.encode(), bound_to.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, *, bound_to: str) -> str:
    """Return the secret. Raises Unreadable."""
    raw = base64.b64decode(sealed)
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_derived(key)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode()).decode()
        except InvalidTag:
            continue  # perhaps it was sealed under an older SECRET_KEY
    raise Unreadable("对接密钥无法读取（系统密钥已更换而未保留旧密钥），请为对接系统签发新密钥。")
