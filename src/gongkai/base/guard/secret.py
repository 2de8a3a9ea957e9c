"""The keys of the guard: derived from SECRET_KEY, one for each use."""

from __future__ import annotations

import hmac

from django.conf import settings


def key(use: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"gongkai.guard.{use}".encode(), "sha256")


def code_of(purpose: str, visitor: str) -> str:
    """Return what stands for an address or another key in the table of counts; another purpose has another code."""
    return hmac.digest(key("visits"), f"{purpose}\0{visitor}".encode(), "sha256").hex()
