"""The verbs: counting a matter, and the road of a report."""

from gongkai.oversight.annual_report.actions.placing import place, place_many, remove
from gongkai.oversight.annual_report.actions.publishing import publish, take_over
from gongkai.oversight.annual_report.actions.reporting import (
    correct,
    freeze,
    open_report,
    open_year,
    take_again,
    write,
)
from gongkai.oversight.annual_report.actions.second import Brought, bring, enter, remind
from gongkai.oversight.annual_report.permissions import Refused, Stale

__all__ = [
    "Brought",
    "Refused",
    "Stale",
    "bring",
    "correct",
    "enter",
    "freeze",
    "open_report",
    "open_year",
    "place",
    "place_many",
    "publish",
    "remind",
    "remove",
    "take_again",
    "take_over",
    "write",
]
