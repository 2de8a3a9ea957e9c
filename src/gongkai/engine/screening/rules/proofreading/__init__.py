"""Proofreading: typos, punctuation, numbering, damage, dates and figures. Importing this package registers its checks.

Checks of a text register with `rules.findings.check`; those of tables, pictures, headings and links look at an HTML tree
and register with `html_check`. What only title, text and date together show is asked for with `document_findings`.
"""

from gongkai.engine.screening.rules.proofreading import (
    access,
    doubled,
    figures,
    furniture,
    levels,
    mojibake,
    numbering,
    phrases,
    punctuation,
    script,
    sentences,
    sums,
    tables,
    typos,
    years,
)
from gongkai.engine.screening.rules.proofreading.trees import (
    HTML_CHECKS,
    HtmlCheck,
    HtmlFinding,
    html_check,
    html_findings,
    tree_findings,
)
from gongkai.engine.screening.rules.proofreading.whole import document_findings

__all__ = [
    "HTML_CHECKS",
    "HtmlCheck",
    "HtmlFinding",
    "access",
    "document_findings",
    "doubled",
    "figures",
    "furniture",
    "html_check",
    "html_findings",
    "levels",
    "mojibake",
    "numbering",
    "phrases",
    "punctuation",
    "script",
    "sentences",
    "sums",
    "tables",
    "tree_findings",
    "typos",
    "years",
]
