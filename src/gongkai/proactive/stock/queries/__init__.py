"""Questions about rounds, the normative register, plans and compilations."""

from gongkai.proactive.stock.queries.rounds import (
    agencies_listed,
    awaiting_legal,
    entries_of,
    entry,
    entry_model,
    figures_of,
    following,
    history_of,
    listed,
    not_queued,
    overview,
    reported,
    round_,
    rounds,
    visible_entries,
    yearly,
)

__all__ = [
    "agencies_listed",
    "awaiting_legal",
    "entries_of",
    "entry",
    "entry_model",
    "figures_of",
    "following",
    "history_of",
    "listed",
    "not_queued",
    "overview",
    "reported",
    "round_",
    "rounds",
    "visible_entries",
    "yearly",
]
