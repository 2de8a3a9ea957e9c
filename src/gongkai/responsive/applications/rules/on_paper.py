"""How an opinion may end that nobody gives on the platform. No Django."""

from __future__ import annotations

from enum import StrEnum


class Came(StrEnum):
    ANSWERED = "answered"
    DROPPED = "dropped"


class Counselled(StrEnum):
    AGREES = "agrees"
    DISAGREES = "disagrees"
    DROPPED = "dropped"


CAME_NAMES: dict[str, str] = {Came.ANSWERED: "收到了线下的意见，代为登记", Came.DROPPED: "不再等待，收回"}
COUNSELLED_NAMES: dict[str, str] = {
    Counselled.AGREES: "收到了书面意见：同意拟办意见",
    Counselled.DISAGREES: "收到了书面意见：不同意拟办意见",
    Counselled.DROPPED: "不再等待，收回",
}


def entered(words: str, giver: str, by: str) -> str:
    """Return an opinion as it stands in the case: whose it is, and who entered it."""
    return f"{words.strip()}（{giver.strip()}线下反馈，{by}代为登记）"
