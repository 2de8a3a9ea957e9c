"""Reading files of many formats into clean HTML. Pure Python: no Django, no database, no network."""

from __future__ import annotations

from .clean import OutlineEntry, anchored, clean_html, to_tables, to_text
from .extract import EXTRACTOR_VERSION, extract
from .limits import Limits
from .refusals import FileRefused
from .result import Extracted, Hidden, Table
from .sniff import FileType, sniff

__all__ = [
    "EXTRACTOR_VERSION",
    "Extracted",
    "FileRefused",
    "FileType",
    "Hidden",
    "Limits",
    "OutlineEntry",
    "Table",
    "anchored",
    "clean_html",
    "extract",
    "sniff",
    "to_tables",
    "to_text",
]
