"""What a message is before it is anybody's: pure Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Calendar days in which a report of a mailbox is still matched with what was sent: mail servers try for days, not months.
RETURN_DAYS = 60
MAIL_JOB = "notify.mail"
TITLE_LENGTH = 200


@dataclass(frozen=True)
class Note:
    """Something to tell some people. `key` names the occasion: the same key tells a person only once.

    `url` is an address on this platform. `about` names the thing ("document:2026-0012"), so that what was said about it
    can be taken back (`actions.forget`). With `mail` the title and the address, never the body, also go by mail.
    """

    people: tuple[int, ...]
    title: str
    key: str
    body: str = ""
    url: str = ""
    kind: str = ""
    about: str = ""
    mail: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.key:
            raise ValueError("消息须有标题和事由键")


def shortened(title: str) -> str:
    """Return the title in the length that a message line holds."""
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"


def header_line(text: str) -> str:
    """Return the text without line breaks: a title must not add headers to a mail."""
    return " ".join(text.split())


def unique(people: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(people))
