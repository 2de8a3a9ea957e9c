"""The verbs: scan, map, decide, commit, stop, resume, undo."""

from gongkai.doors.takeover.actions.committing import commit
from gongkai.doors.takeover.actions.deciding import decide, map_pages, start_commit, undo
from gongkai.doors.takeover.actions.judging import judge
from gongkai.doors.takeover.actions.reading import Scan, begin, scan
from gongkai.doors.takeover.actions.refusals import Refused, Stopped
from gongkai.doors.takeover.actions.stopping import resume, stop

__all__ = [
    "Refused",
    "Scan",
    "Stopped",
    "begin",
    "commit",
    "decide",
    "judge",
    "map_pages",
    "resume",
    "scan",
    "start_commit",
    "stop",
    "undo",
]
