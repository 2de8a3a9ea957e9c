"""Reads of outreach: how policies stand, who is short, what readers said."""

from gongkai.oversight.outreach.queries.contests import conflict, contests, edition_of, placed, to_enter
from gongkai.oversight.outreach.queries.leaders import Duty, duties_of, leaders
from gongkai.oversight.outreach.queries.policies import Line, find_policy, policy_lines
from gongkai.oversight.outreach.queries.ratings import Rated, rated, ratings_of
from gongkai.oversight.outreach.queries.supply import unreviewed

__all__ = [
    "Duty",
    "Line",
    "Rated",
    "conflict",
    "contests",
    "duties_of",
    "edition_of",
    "find_policy",
    "leaders",
    "placed",
    "policy_lines",
    "rated",
    "ratings_of",
    "to_enter",
    "unreviewed",
]
