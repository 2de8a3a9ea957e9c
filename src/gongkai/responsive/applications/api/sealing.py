"""The secret of a form in an answer that is kept for a repeated call: only the token that it was told to opens it.

The key is derived from the token itself, of which we keep a digest: what lies in the database opens nothing by itself.
"""

from __future__ import annotations

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def _key(token: str) -> bytes:
    return hmac.digest(token.encode(), b"gongkai.applications.intake", "sha256")


def seal(secret: str, *, token: str, receipt: str) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(_key(token)).encrypt(nonce, secret.encode(), receipt.encode())).decode()


def opened(sealed: str, *, token: str, receipt: str) -> str | None:
    """Return the secret, None under another token: the one it was told to has been replaced."""
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(_key(token)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], receipt.encode()).decode()
    except InvalidTag:
        return None
