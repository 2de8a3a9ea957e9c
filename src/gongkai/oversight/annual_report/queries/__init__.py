"""Questions: tables of any period, the cases behind a number, reports and what is found in them."""

from gongkai.oversight.annual_report.queries.fees import fee_sentence
from gongkai.oversight.annual_report.queries.overview import Line, year_lines
from gongkai.oversight.annual_report.queries.reports import (
    agencies_beyond,
    agency_read,
    before,
    corrected,
    corrections,
    figures_of,
    figures_with,
    findings,
    is_nil,
    known_before,
    live_figures,
    missing,
    moved,
    report_of,
    reports,
    years,
)
from gongkai.oversight.annual_report.queries.second import Handed, Hints, balances, collection, counted, hints, settled
from gongkai.oversight.annual_report.queries.tables import cases, handled, live, matters, table3, table4

__all__ = [
    "Handed",
    "Hints",
    "Line",
    "agencies_beyond",
    "agency_read",
    "balances",
    "before",
    "cases",
    "collection",
    "corrected",
    "corrections",
    "counted",
    "fee_sentence",
    "figures_of",
    "figures_with",
    "findings",
    "handled",
    "hints",
    "is_nil",
    "known_before",
    "live",
    "live_figures",
    "matters",
    "missing",
    "moved",
    "report_of",
    "reports",
    "settled",
    "table3",
    "table4",
    "year_lines",
    "years",
]
