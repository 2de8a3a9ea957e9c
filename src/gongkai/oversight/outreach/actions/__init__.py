"""The verbs of outreach."""

from gongkai.engine.publishing.actions import Refused
from gongkai.oversight.outreach.actions.contests import (
    add_juror,
    decide_result,
    enter,
    open_contest,
    publish_result,
    score,
    settle,
    start_judging,
    withdraw_result,
)
from gongkai.oversight.outreach.actions.keeping import keep, policy_named, review_product, subject_of
from gongkai.oversight.outreach.actions.rating import forget_votes, rate
from gongkai.oversight.outreach.actions.reminding import remind

__all__ = [
    "Refused",
    "add_juror",
    "decide_result",
    "enter",
    "forget_votes",
    "keep",
    "open_contest",
    "policy_named",
    "publish_result",
    "rate",
    "remind",
    "review_product",
    "score",
    "settle",
    "start_judging",
    "subject_of",
    "withdraw_result",
]
