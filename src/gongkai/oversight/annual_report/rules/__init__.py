"""Reports as figures, the constraints on them, reading them, what a report of our own goes through. No Django."""

from gongkai.oversight.annual_report.rules.checks import judge, roll_up
from gongkai.oversight.annual_report.rules.figures import RULE_NAMES, Fault, Figures, Finding, Rule, Sum
from gongkai.oversight.annual_report.rules.records import Unreadable, figures_of_record, linked, reports_in

__all__ = [
    "RULE_NAMES",
    "Fault",
    "Figures",
    "Finding",
    "Rule",
    "Sum",
    "Unreadable",
    "figures_of_record",
    "judge",
    "linked",
    "reports_in",
    "roll_up",
]
