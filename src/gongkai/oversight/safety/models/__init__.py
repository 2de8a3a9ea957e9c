"""What is kept of incidents, backups, plans and drills. Only actions change these rows."""

from gongkai.oversight.safety.models.backups import BackupRun, Inspection
from gongkai.oversight.safety.models.incidents import Affected, Incident, Measure, Step, StepFile
from gongkai.oversight.safety.models.plans import Contact, Drill, Plan, PlanVersion

__all__ = [
    "Affected",
    "BackupRun",
    "Contact",
    "Drill",
    "Incident",
    "Inspection",
    "Measure",
    "Plan",
    "PlanVersion",
    "Step",
    "StepFile",
]
