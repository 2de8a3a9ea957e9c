"""常见问题: what a list of questions is, its road, and where questions come from. Pure Python."""

from gongkai.proactive.faq.rules.entries import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    MOST_ENTRIES,
    Numbered,
    cleaned,
    entry_html,
    numbered,
    wording,
)
from gongkai.proactive.faq.rules.incoming import INCOMING, Asked, incoming, without_persons
from gongkai.proactive.faq.rules.likeness import ALIKE, likeness, near
from gongkai.proactive.faq.rules.road import (
    CHECK,
    KIND,
    SECRECY,
    STATUS_NAMES,
    STEPS,
    TURNS,
    Status,
    lacking,
    path_of,
)

__all__ = [
    "ALIKE",
    "CHECK",
    "INCOMING",
    "KIND",
    "LONGEST_ANSWER",
    "LONGEST_QUESTION",
    "MOST_ENTRIES",
    "SECRECY",
    "STATUS_NAMES",
    "STEPS",
    "TURNS",
    "Asked",
    "Numbered",
    "Status",
    "cleaned",
    "entry_html",
    "incoming",
    "lacking",
    "likeness",
    "near",
    "numbered",
    "path_of",
    "without_persons",
    "wording",
]
