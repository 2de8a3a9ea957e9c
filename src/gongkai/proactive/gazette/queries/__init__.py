"""Questions about the gazette: issues and their gates, candidates, the window of all policy documents, paper, what is public."""

from gongkai.proactive.gazette.queries.candidates import Candidate, candidates, missing_count, window, window_counts
from gongkai.proactive.gazette.queries.issues import (
    all_numbers,
    contents_of,
    gates,
    gazette_model,
    gazettes,
    issue,
    issue_model,
    issues,
    missing_channels,
    missing_here,
    open_divergences,
    open_findings,
    working_edition,
)
from gongkai.proactive.gazette.queries.paper import print_runs, shortages, supply_totals
from gongkai.proactive.gazette.queries.public import (
    english_release,
    issue_release,
    numbers_public,
    public_issues,
    texts_of,
    translated,
)
from gongkai.proactive.gazette.queries.standard import (
    Written,
    comparison_of,
    notes_for_document,
    notes_for_text,
    standing,
)

__all__ = [
    "Candidate",
    "Written",
    "all_numbers",
    "candidates",
    "comparison_of",
    "contents_of",
    "english_release",
    "gates",
    "gazette_model",
    "gazettes",
    "issue",
    "issue_model",
    "issue_release",
    "issues",
    "missing_channels",
    "missing_count",
    "missing_here",
    "notes_for_document",
    "notes_for_text",
    "numbers_public",
    "open_divergences",
    "open_findings",
    "print_runs",
    "public_issues",
    "shortages",
    "standing",
    "supply_totals",
    "texts_of",
    "translated",
    "window",
    "window_counts",
    "working_edition",
]
