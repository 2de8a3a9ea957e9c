"""Reads: runs and their pages, the folder of the crawl, and how the mapping's words are understood here."""

from gongkai.doors.takeover.queries.folder import Folder, WrongFolder
from gongkai.doors.takeover.queries.places import Places, WrongSheet, column_name, read_sheet
from gongkai.doors.takeover.queries.report import report_lines, report_xlsx, summary
from gongkai.doors.takeover.queries.runs import (
    Progress,
    counts,
    missing_steps,
    page_of,
    pages_of,
    progress_of,
    run_of,
    runs_for,
    unfinished,
)

__all__ = [
    "Folder",
    "Places",
    "Progress",
    "WrongFolder",
    "WrongSheet",
    "column_name",
    "counts",
    "missing_steps",
    "page_of",
    "pages_of",
    "progress_of",
    "read_sheet",
    "report_lines",
    "report_xlsx",
    "run_of",
    "runs_for",
    "summary",
    "unfinished",
]
