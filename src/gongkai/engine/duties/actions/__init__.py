"""The verbs on duties and on the calendar they live by.

Whoever opens, pauses, extends or closes a duty is a verb of some process, which has checked who may do that; the duty
only follows. What is checked here is what the law allows the clock to do.
"""

from gongkai.engine.duties.actions.adopting import adopt_clock, end_adoption
from gongkai.engine.duties.actions.clocks import arrived_earlier, extend, pause, resume
from gongkai.engine.duties.actions.lifecycle import assign, cancel, discharge, forget, open_duty, reopen
from gongkai.engine.duties.actions.notices import (
    Imported,
    Outcome,
    import_record,
    load_notice,
    load_shipped,
    recompute,
)
from gongkai.engine.duties.actions.reminders import Sent, remind
from gongkai.engine.duties.permissions import NeedsConfirmation, Refused

__all__ = [
    "Imported",
    "NeedsConfirmation",
    "Outcome",
    "Refused",
    "Sent",
    "adopt_clock",
    "arrived_earlier",
    "assign",
    "cancel",
    "discharge",
    "end_adoption",
    "extend",
    "forget",
    "import_record",
    "load_notice",
    "load_shipped",
    "open_duty",
    "pause",
    "recompute",
    "remind",
    "reopen",
    "resume",
]
