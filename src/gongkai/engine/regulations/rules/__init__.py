"""Laws without a database: titles, articles, versions, and every citation of a text with its verdict."""

from __future__ import annotations

from gongkai.engine.regulations.rules.articles import (
    DIFFERENCE_WORDS,
    Article,
    Difference,
    articles,
    differences,
    has_article,
    label,
    told,
)
from gongkai.engine.regulations.rules.deadlines import (
    LOOK_BACK_DAYS,
    REMIND_BEFORE,
    REMIND_SOURCE,
    UPDATE_SOURCE,
    UPDATE_WITHIN,
    Reminder,
    reminder_of,
)
from gongkai.engine.regulations.rules.judging import Days
from gongkai.engine.regulations.rules.library import LawEntry, Library, Own, OwnEntry, VersionEntry
from gongkai.engine.regulations.rules.mentions import Kind, Mention, find_mentions
from gongkai.engine.regulations.rules.records import (
    RANKS,
    LawRecord,
    RecordRefused,
    VersionRecord,
    known_numbers,
    read_record,
    repeals,
)
from gongkai.engine.regulations.rules.resolving import resolve
from gongkai.engine.regulations.rules.scanning import order_key
from gongkai.engine.regulations.rules.tasks import OUTCOME_NAMES, REASON_NAMES, Outcome, Reason, TaskRefused
from gongkai.engine.regulations.rules.titles import title_key
from gongkai.engine.regulations.rules.verdicts import QUIET, VERDICT_NAMES, Citation, Verdict

__all__ = [
    "DIFFERENCE_WORDS",
    "LOOK_BACK_DAYS",
    "OUTCOME_NAMES",
    "QUIET",
    "RANKS",
    "REASON_NAMES",
    "REMIND_BEFORE",
    "REMIND_SOURCE",
    "UPDATE_SOURCE",
    "UPDATE_WITHIN",
    "VERDICT_NAMES",
    "Article",
    "Citation",
    "Days",
    "Difference",
    "Kind",
    "LawEntry",
    "LawRecord",
    "Library",
    "Mention",
    "Outcome",
    "Own",
    "OwnEntry",
    "Reason",
    "RecordRefused",
    "Reminder",
    "TaskRefused",
    "Verdict",
    "VersionEntry",
    "VersionRecord",
    "articles",
    "differences",
    "find_mentions",
    "has_article",
    "known_numbers",
    "label",
    "order_key",
    "read_record",
    "reminder_of",
    "repeals",
    "resolve",
    "title_key",
    "told",
]
