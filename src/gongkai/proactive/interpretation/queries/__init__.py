"""Interpretations, their plans, and what a policy still lacks."""

from gongkai.proactive.interpretation.queries.readiness import (
    is_ready,
    lacking_of,
    missing_for,
    policy_digest,
    unsigned,
    wanted,
)
from gongkai.proactive.interpretation.queries.working import (
    document_of,
    edition_of,
    interpretations_of,
    material_of,
    open_doubts,
    plan_of,
    policy_edition,
    visible,
)

__all__ = [
    "document_of",
    "edition_of",
    "interpretations_of",
    "is_ready",
    "lacking_of",
    "material_of",
    "missing_for",
    "open_doubts",
    "plan_of",
    "policy_digest",
    "policy_edition",
    "unsigned",
    "visible",
    "wanted",
]
