"""Existing documents: rounds of judgement, the normative register, plans, compilations. No Django."""

from gongkai.proactive.stock.rules import events  # noqa: F401 declares the words of the record
from gongkai.proactive.stock.rules.clocks import (
    CONVERSION_DUTY,
    DEFAULT_INTERVAL_MONTHS,
    EVALUATION_DUTY,
    INTERVAL_SOURCE,
    LONGEST_INTERVAL_MONTHS,
    ROUND_DUTY,
)
from gongkai.proactive.stock.rules.normative import NORMATIVE, Sign, looks_normative, signs_of, unified_number
from gongkai.proactive.stock.rules.plans import LEVELS, PLANS, PlanState, period_of, plan_state
from gongkai.proactive.stock.rules.rounds import (
    BLOCKING,
    KIND_NAMES,
    STATE_NAMES,
    TRANSITIONS,
    VERDICT_NAMES,
    VERDICTS,
    Kind,
    State,
    Verdict,
    proposal_defects,
    state_after_proposal,
)

__all__ = [
    "BLOCKING",
    "CONVERSION_DUTY",
    "DEFAULT_INTERVAL_MONTHS",
    "EVALUATION_DUTY",
    "INTERVAL_SOURCE",
    "KIND_NAMES",
    "LEVELS",
    "LONGEST_INTERVAL_MONTHS",
    "NORMATIVE",
    "PLANS",
    "ROUND_DUTY",
    "STATE_NAMES",
    "TRANSITIONS",
    "VERDICTS",
    "VERDICT_NAMES",
    "Kind",
    "PlanState",
    "Sign",
    "State",
    "Verdict",
    "looks_normative",
    "period_of",
    "plan_state",
    "proposal_defects",
    "signs_of",
    "state_after_proposal",
    "unified_number",
]
