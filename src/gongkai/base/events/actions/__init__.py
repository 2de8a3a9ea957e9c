"""The verbs of the record: write events, disclose in the public log, make personal data unreadable.

All run inside the caller's transaction, so that an event stands if and only if what it tells happened. From the first
`record` to the commit the record is locked for other writers: change first, record last. One is a batch of one.
"""

from gongkai.base.events.actions.chainhead import ChainBroken
from gongkai.base.events.actions.disclose import Disclosure, DisclosureRefused, disclose, disclose_many
from gongkai.base.events.actions.record import Entry, record, record_many
from gongkai.base.events.actions.shred import NothingToShred, shred

__all__ = [
    "ChainBroken",
    "Disclosure",
    "DisclosureRefused",
    "Entry",
    "NothingToShred",
    "disclose",
    "disclose_many",
    "record",
    "record_many",
    "shred",
]
