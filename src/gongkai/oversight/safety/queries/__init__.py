"""Questions about the safety of sites and accounts."""

from gongkai.oversight.safety.queries.backups import BackupStanding, backup_standing, runs
from gongkai.oversight.safety.queries.counts import YearCounts, year_counts
from gongkai.oversight.safety.queries.incidents import (
    incident_of,
    incidents,
    last_inspection,
    levels_of,
    measures,
)
from gongkai.oversight.safety.queries.plans import drill_of, drills, plan_for, plan_of, plans, tree, undrilled

__all__ = [
    "BackupStanding",
    "YearCounts",
    "backup_standing",
    "drill_of",
    "drills",
    "incident_of",
    "incidents",
    "last_inspection",
    "levels_of",
    "measures",
    "plan_for",
    "plan_of",
    "plans",
    "runs",
    "tree",
    "undrilled",
    "year_counts",
]
