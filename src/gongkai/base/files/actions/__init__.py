"""The verbs: store a file, read it, take in an upload."""

from __future__ import annotations

from .discard import drop_orphan_bytes
from .keep import extract_stored, limits, store
from .pictures import discard_pictures, make_pictures
from .purge import purge_if_unused
from .redacting import redact
from .uploading import append_chunk, begin_upload, drop_expired_uploads, finish_upload

__all__ = [
    "append_chunk",
    "begin_upload",
    "discard_pictures",
    "drop_expired_uploads",
    "drop_orphan_bytes",
    "extract_stored",
    "finish_upload",
    "limits",
    "make_pictures",
    "purge_if_unused",
    "redact",
    "store",
]
