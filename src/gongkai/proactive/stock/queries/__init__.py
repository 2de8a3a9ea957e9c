"""Questions about rounds, the normative register, plans and compilations."""

from gongkai.proactive.stock.queries.rounds import (
    awaiting_legal,
    entries_of,
    entry,
    entry_model,
    figures,
    history_of,
    not_queued,
    progress,
    round_,
    rounds,
    visible_entries,
    yearly,
)

__all__ = [
    "awaiting_legal",
    "entries_of",
    "entry",
    "entry_model",
    "figures",
    "history_of",
    "not_queued",
    "progress",
    "round_",
    "rounds",
    "visible_entries",
    "yearly",
]
