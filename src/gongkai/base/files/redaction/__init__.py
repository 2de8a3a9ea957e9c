"""Striking out what may not be disclosed, in every kind of file we take, and proving that it is gone. No Django.

`redact` never returns a file that `verify`, written apart from it, does not pass.
"""

from __future__ import annotations

from .model import MARK, Found, PageBox, Passage, Place, Redacted, RedactionRefused, Survivor
from .redact import cleaned_name, redact, redact_html
from .verifying import verify
from .web_page import blocks_of

__all__ = [
    "MARK",
    "Found",
    "PageBox",
    "Passage",
    "Place",
    "Redacted",
    "RedactionRefused",
    "Survivor",
    "blocks_of",
    "cleaned_name",
    "redact",
    "redact_html",
    "verify",
]
