"""The verbs of watching: look, record, repair, write down."""

from gongkai.oversight.sitewatch.actions.daily import ask_for, daily, may_probe, morning, snapshot, visit_all
from gongkai.oversight.sitewatch.actions.duty import assign_turn, end_turn, write_entry
from gongkai.oversight.sitewatch.actions.findings import exempt, reopen, report_repaired
from gongkai.oversight.sitewatch.actions.inspecting import inspect
from gongkai.oversight.sitewatch.actions.patrol import look_again, patrol
from gongkai.oversight.sitewatch.actions.recheck import recheck
from gongkai.oversight.sitewatch.actions.watching import adopt, change_watch, record, record_channel
from gongkai.oversight.sitewatch.permissions import Refused

__all__ = [
    "Refused",
    "adopt",
    "ask_for",
    "assign_turn",
    "change_watch",
    "daily",
    "end_turn",
    "exempt",
    "inspect",
    "look_again",
    "may_probe",
    "morning",
    "patrol",
    "recheck",
    "record",
    "record_channel",
    "reopen",
    "report_repaired",
    "snapshot",
    "visit_all",
    "write_entry",
]
