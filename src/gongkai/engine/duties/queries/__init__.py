"""The questions: which days are worked, what is due, how a due day accounts for itself, how many were in time."""

from gongkai.engine.duties.queries.adoptions import adopted_clock, adoptions, unverified
from gongkai.engine.duties.queries.calendars import Book, calendar, current_book, notice_of, notices
from gongkai.engine.duties.queries.clocks import clock, due_text, reckoning
from gongkai.engine.duties.queries.figures import Counts, Rate, counts, export_rows, on_time_rate
from gongkai.engine.duties.queries.lists import (
    BUCKETS,
    Section,
    done_duties,
    duty,
    of_subject,
    open_duties,
    opens,
    overdue_subjects,
    sections,
    tasks,
)

__all__ = [
    "BUCKETS",
    "Book",
    "Counts",
    "Rate",
    "Section",
    "adopted_clock",
    "adoptions",
    "calendar",
    "clock",
    "counts",
    "current_book",
    "done_duties",
    "due_text",
    "duty",
    "export_rows",
    "notice_of",
    "notices",
    "of_subject",
    "on_time_rate",
    "open_duties",
    "opens",
    "overdue_subjects",
    "reckoning",
    "sections",
    "tasks",
    "unverified",
]
