"""Canonical JSON and the hash that ties an event to the one before it.

The hash covers a random salt, so that it can be shown in public without letting anybody guess the event behind it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TypeAlias
from uuid import UUID

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

GENESIS = "0" * 64
"""`prev_hash` of the first event."""

EVENT_DOMAIN = b"gongkai-event/1\n"
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Json) -> bytes:
    """Return the one byte string that stands for this value: sorted keys, no blanks, UTF-8."""
    return _encode(value).encode()


def event_hash(fields: Sequence[Json]) -> str:
    """Return the hex SHA-256 over an event's hashed columns, in their fixed order (`models.HASHED`)."""
    return hashlib.sha256(EVENT_DOMAIN + canonical(fields)).hexdigest()


def utc_text(moment: datetime) -> str:
    """Return the moment in UTC to the microsecond; a naive moment is refused."""
    if moment.tzinfo is None:
        raise ValueError("时间须带时区")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def clean(text: str) -> str:
    """Replace what no database text column can hold (NUL, lone surrogates), so that what is hashed is what is stored."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def plain(value: object) -> Json:
    """Return the value in JSON terms that every database gives back unchanged.

    Dates, decimals, UUIDs and enums become text, sets become sorted lists. Raises ValueError for a float, which
    databases may return differently: write a Decimal or text.
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int():
            return value
        case str():
            return clean(value)
        case datetime():
            return value.isoformat()
        case date() | time() | Decimal() | UUID():
            return str(value)
        case Mapping():
            return {clean(str(key)): plain(item) for key, item in value.items()}
        case AbstractSet():
            return sorted((plain(item) for item in value), key=canonical)
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [plain(item) for item in value]
    raise ValueError(f"事件中不能记录 {type(value).__name__} 类型的值 {value!r}，请先转换为文字或整数")
