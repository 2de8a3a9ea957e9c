"""Lists of questions behind the desk, and what is public of them."""

from gongkai.proactive.faq.queries.proposing import collected, open_proposals, suggestions
from gongkai.proactive.faq.queries.public import (
    about,
    of_policy,
    passages_of,
    policy_of,
    public_lists,
    public_questions,
)
from gongkai.proactive.faq.queries.working import (
    basis_choices,
    edition_of,
    find,
    list_of,
    policy_edition,
    public_policies,
    stale,
    visible,
)

__all__ = [
    "about",
    "basis_choices",
    "collected",
    "edition_of",
    "find",
    "list_of",
    "of_policy",
    "open_proposals",
    "passages_of",
    "policy_edition",
    "policy_of",
    "public_lists",
    "public_policies",
    "public_questions",
    "stale",
    "suggestions",
    "visible",
]
