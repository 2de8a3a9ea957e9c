"""Screening as the screen and other packages ask for it."""

from gongkai.engine.screening.queries.citations import cited_laws  # it registers
from gongkai.engine.screening.queries.decided import (
    decisions_of,
    gate,
    hits_of,
    item_in_sight,
    statement_of,
    undecided,
    working_edition,
)
from gongkai.engine.screening.queries.figures import CheckFigures, decided_by_check
from gongkai.engine.screening.queries.links import broken_links  # it registers
from gongkai.engine.screening.queries.registers import registered_names  # it registers
from gongkai.engine.screening.queries.related import Combination, Related, related_for_edition, related_public
from gongkai.engine.screening.queries.screens import findings_for_edition, findings_for_screen
from gongkai.engine.screening.queries.subjects import file_findings, screen_subject, screened, subject_of

__all__ = [
    "CheckFigures",
    "Combination",
    "Related",
    "broken_links",
    "cited_laws",
    "decided_by_check",
    "decisions_of",
    "file_findings",
    "findings_for_edition",
    "findings_for_screen",
    "gate",
    "hits_of",
    "item_in_sight",
    "registered_names",
    "related_for_edition",
    "related_public",
    "screen_subject",
    "screened",
    "statement_of",
    "subject_of",
    "undecided",
    "working_edition",
]
