"""What the watch keeps. Only actions change these rows."""

from gongkai.oversight.sitewatch.models.accessible import PageReport
from gongkai.oversight.sitewatch.models.duty import LogEntry, Turn
from gongkai.oversight.sitewatch.models.findings import Finding, Link, Look, Patrol
from gongkai.oversight.sitewatch.models.settings import Adoption, ChannelRelease, HealthDay, Record, Visit, Watch

__all__ = [
    "Adoption",
    "ChannelRelease",
    "Finding",
    "HealthDay",
    "Link",
    "LogEntry",
    "Look",
    "PageReport",
    "Patrol",
    "Record",
    "Turn",
    "Visit",
    "Watch",
]
