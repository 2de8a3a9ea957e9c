"""The verbs: scan, map, decide, commit, undo."""

from gongkai.doors.takeover.actions.committing import commit
from gongkai.doors.takeover.actions.deciding import decide, map_pages, start_commit, undo
from gongkai.doors.takeover.actions.judging import judge
from gongkai.doors.takeover.actions.reading import Scan, begin, scan
from gongkai.doors.takeover.actions.refusals import Refused

__all__ = ["Refused", "Scan", "begin", "commit", "decide", "judge", "map_pages", "scan", "start_commit", "undo"]
