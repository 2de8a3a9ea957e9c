"""Plans, doubts, interpretations. Only actions change these rows."""

from gongkai.proactive.interpretation.models.interpretation import Interpretation
from gongkai.proactive.interpretation.models.plans import Doubt, Plan, Unconsulted

__all__ = ["Doubt", "Interpretation", "Plan", "Unconsulted"]
