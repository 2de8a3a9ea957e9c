"""Rounds and their entries, the normative register, plans, compilations."""

from gongkai.proactive.stock.models.compilations import Compilation, CompilationMember
from gongkai.proactive.stock.models.library import NormativeEntry, NormativeHint, PlanEntry, RegisterCounter
from gongkai.proactive.stock.models.rounds import Entry, ReviewInterval, Round

__all__ = [
    "Compilation",
    "CompilationMember",
    "Entry",
    "NormativeEntry",
    "NormativeHint",
    "PlanEntry",
    "RegisterCounter",
    "ReviewInterval",
    "Round",
]
