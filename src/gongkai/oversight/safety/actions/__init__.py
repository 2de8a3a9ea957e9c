"""The verbs: incidents and their steps, what the machine finds, backups, plans, drills."""

from gongkai.oversight.safety.actions.backups import alarm, note_restore_test, remind_backups, take_in
from gongkai.oversight.safety.actions.detecting import Found, detected
from gongkai.oversight.safety.actions.drills import cancel_drill, hold_drill, move_drill, plan_drill
from gongkai.oversight.safety.actions.incidents import (
    Attached,
    add_note,
    contain,
    dismiss,
    open_incident,
    recover,
    regrade,
    relate,
    report,
    review,
)
from gongkai.oversight.safety.actions.inspecting import inspect
from gongkai.oversight.safety.actions.journal import JOURNAL, Run, journalled
from gongkai.oversight.safety.actions.measures import add_measure, drop_measure, finish_measure
from gongkai.oversight.safety.actions.plans import adopt_version, confirm_plan, drop_contact, keep_contact
from gongkai.oversight.safety.permissions import Refused, Stale
from gongkai.oversight.safety.rules import RunKind

__all__ = [
    "JOURNAL",
    "Attached",
    "Found",
    "Refused",
    "Run",
    "RunKind",
    "Stale",
    "add_measure",
    "add_note",
    "adopt_version",
    "alarm",
    "cancel_drill",
    "confirm_plan",
    "contain",
    "detected",
    "dismiss",
    "drop_contact",
    "drop_measure",
    "finish_measure",
    "hold_drill",
    "inspect",
    "journalled",
    "keep_contact",
    "move_drill",
    "note_restore_test",
    "open_incident",
    "plan_drill",
    "recover",
    "regrade",
    "relate",
    "remind_backups",
    "report",
    "review",
    "take_in",
]
