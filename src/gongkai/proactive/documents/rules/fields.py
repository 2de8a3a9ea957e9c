"""Checks of single fields that a document has wherever it comes in: partner API and exchange use the same. No Django.

Each raises ValueError with a sentence, as pydantic's validators do.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Collection


def one_of(known: Collection[str] | Callable[[], Collection[str]], name: str) -> Callable[[str], str]:
    """Return a check that a code is one of the known ones; "" passes. A function is asked anew on each call."""

    def checked(value: str) -> str:
        now = known() if callable(known) else known
        if value and value not in now:
            raise ValueError(f"没有“{value}”这个{name}，可用的有：{'、'.join(now)}。")
        return value

    return checked


def base64_text(value: str) -> str:
    """Return the value if it is Base64; the bytes themselves are decoded where they are used."""
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("文件内容应为 Base64 编码。") from error
    return value
