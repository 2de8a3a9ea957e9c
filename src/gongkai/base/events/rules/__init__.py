"""What an event is, how the chain is hashed, how the public log proves itself: pure Python."""

from gongkai.base.events.rules.chain import GENESIS, Json, canonical, event_hash, plain, utc_text
from gongkai.base.events.rules.proofs import ProofCheck, check_proof, entry_leaf, fingerprint, signed_text
from gongkai.base.events.rules.tags import TagRefused, UndeclaredTag, declare, declared, label, require
from gongkai.base.events.rules.values import KIND_WORDS, Actor, LogKind, Subject

CLEARED = "已按规定清除"

SHRED = "events:subject:shred"
declare({SHRED: "清除个人信息"})

__all__ = [
    "CLEARED",
    "GENESIS",
    "KIND_WORDS",
    "SHRED",
    "Actor",
    "Json",
    "LogKind",
    "ProofCheck",
    "Subject",
    "TagRefused",
    "UndeclaredTag",
    "canonical",
    "check_proof",
    "declare",
    "declared",
    "entry_leaf",
    "event_hash",
    "fingerprint",
    "label",
    "plain",
    "require",
    "signed_text",
    "utc_text",
]
