"""The verbs: store a file, read it, take in an upload."""

from __future__ import annotations

from .keep import extract_stored, limits, store
from .purge import purge_if_unused
from .uploading import append_chunk, begin_upload, drop_expired_uploads, finish_upload

__all__ = [
    "append_chunk",
    "begin_upload",
    "drop_expired_uploads",
    "extract_stored",
    "finish_upload",
    "purge_if_unused",
    "limits",
    "store",
]
