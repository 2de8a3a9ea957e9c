"""What a form shows when the door stays shut."""

from __future__ import annotations

MINUTE, HOUR = 60, 3600


class GuardRefused(Exception):
    """The challenge was not met; the form comes back with a new one and everything that was typed."""

    field = "guard_answer"


class TooMany(GuardRefused):
    """Too often in too short a time; `wait` are the seconds until the next try."""

    def __init__(self, wait: int) -> None:
        self.wait = max(wait, 1)
        super().__init__(f"操作太频繁，请在{in_words(self.wait)}后再试。")


def in_words(seconds: int) -> str:
    """Return a time to wait, rounded up."""
    for unit, word in ((HOUR, "小时"), (MINUTE, "分钟")):
        if seconds > unit:
            return f"{-(-seconds // unit)}{word}"
    return f"{seconds}秒"
