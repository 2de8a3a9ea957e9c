"""What is measured of a wording: how much is copied, what could be plainer, what is new against the former policy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gongkai.proactive.interpretation.queries.working import policy_edition
from gongkai.proactive.interpretation.rules.copying import Copying, TooLong, copied, needs_reason, verdict
from gongkai.proactive.interpretation.rules.kinds import FACT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.interpretation.models import Interpretation


def copying_of(interpretation: Interpretation, edition: Edition) -> Copying:
    """Compare wording and transcript with the policy's text in hand. Raises TooLong."""
    policy = policy_edition(interpretation.policy)
    own = f"{edition.html}\n{interpretation.transcript}"
    return copied(own, policy.html if policy else "", title=policy.title if policy else "")


def copying_sentence(interpretation: Interpretation, edition: Edition) -> str:
    """Return why the wording may not be handed on: too much is the policy's own and nobody said why; else "" (R167)."""
    if interpretation.copy_reason.strip():
        return ""
    try:
        found = copying_of(interpretation, edition)
    except TooLong as error:
        return str(error)
    return verdict(found) if needs_reason(found) else ""


def counted_facts(interpretations: Iterable[Interpretation]) -> dict[str, int]:
    """Return how many facts, figures and cases are marked, by their Chinese names (R168)."""
    found = Counter(one.get("kind") for interpretation in interpretations for one in interpretation.facts)
    return {name: found[key] for key, name in FACT_KINDS.items()}
