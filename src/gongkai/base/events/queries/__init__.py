"""What can be asked of the record: who did what, what was public, and whether anything was tampered with."""

from gongkai.base.events.queries.proofs import (
    NotInLog,
    consistency,
    entries,
    entry_by_content,
    proof,
    public_key,
    public_key_fingerprint,
    signed_head,
    tree_head,
)
from gongkai.base.events.queries.read import Unsealed, events, events_of, unseal
from gongkai.base.events.queries.verify import Fault, iter_faults, verify

__all__ = [
    "Fault",
    "NotInLog",
    "Unsealed",
    "consistency",
    "entries",
    "entry_by_content",
    "events",
    "events_of",
    "iter_faults",
    "proof",
    "public_key",
    "public_key_fingerprint",
    "signed_head",
    "tree_head",
    "unseal",
    "verify",
]
