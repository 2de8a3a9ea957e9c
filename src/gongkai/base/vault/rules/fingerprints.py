"""A stand-in for a value, the same for the same value, from which nobody gets back to it without the pepper."""

from __future__ import annotations

import hmac
import unicodedata


def normalised(value: str) -> str:
    """Return one writing of the same number or name: NFKC, upper case, no white space."""
    return "".join(unicodedata.normalize("NFKC", value).upper().split())


def fingerprint(value: str, pepper: bytes, purpose: str) -> str:
    """Return 64 hexadecimal digits; nothing for nothing. Another `purpose` gives another one, so lists cannot be joined."""
    text = normalised(value)
    if not text:
        return ""
    return hmac.digest(pepper, f"gongkai.vault.{purpose}\0{text}".encode(), "sha256").hex()
