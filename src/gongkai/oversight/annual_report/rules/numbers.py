"""Numbers as people write them into tables: １２, 1,204, +22, 160.5964万元, /. No Django."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

WAN = 10_000
_SHAPE = re.compile(r"^([+\-]*)(\d[\d,]*(?:\.\d+)?)(万)?(元|件|条|项|个|份)?$")
_MINUS = str.maketrans({"－": "-", "−": "-", "—": "-", "–": "-", "﹣": "-", "，": ",", "＋": "+"})


class NotANumber(ValueError):
    """The cell holds something else; the message is what it holds."""


def number_of(text: str, *, money_in_wan: bool = False) -> Decimal | None:
    """Return the number of a cell, None for a blank one. Raises NotANumber.

    With `money_in_wan` the number counts 万元: 元 written behind it is reckoned over.
    """
    bare = "".join(unicodedata.normalize("NFKC", text).translate(_MINUS).split())
    if not bare:
        return None
    match = _SHAPE.match(bare)
    if match is None:
        raise NotANumber(text.strip())
    signs, digits, wan, unit = match.groups()
    try:
        value = Decimal(digits.replace(",", ""))
    except InvalidOperation as error:
        raise NotANumber(text.strip()) from error
    if money_in_wan:
        value = value / WAN if unit == "元" and not wan else value
    elif wan:
        value *= WAN
    return -value if "-" in signs else value


def whole(text: str) -> int | None:
    """Return a count, None for a blank cell. Raises NotANumber for a fraction too."""
    value = number_of(text)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise NotANumber(text.strip())
    return int(value)
