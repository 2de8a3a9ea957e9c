"""Questions about the health of a site."""

from gongkai.oversight.sitewatch.queries.columns import dues, newest_on_home, shelves
from gongkai.oversight.sitewatch.queries.delays import balance, delays, orders
from gongkai.oversight.sitewatch.queries.health import finding_of, findings, health, looks_of, site_of
from gongkai.oversight.sitewatch.queries.judging import judgement, sites_scored

__all__ = [
    "balance",
    "delays",
    "dues",
    "finding_of",
    "findings",
    "health",
    "judgement",
    "looks_of",
    "newest_on_home",
    "orders",
    "shelves",
    "site_of",
    "sites_scored",
]
