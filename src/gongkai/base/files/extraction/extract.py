"""One door for all formats: tell the kind, read it, clean it."""

from __future__ import annotations

import importlib
import logging
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import cast

from lxml import etree

from .clean import clean_html, to_tables, to_text
from .limits import Clock, Limits
from .media import MEDIA_TYPES
from .refusals import FileRefused, MalformedFile
from .result import Extracted, Reading, metadata_hidden
from .sniff import FileType, sniff
from .source import Source
from .titles import usable

EXTRACTOR_VERSION = 1

# What the libraries raise on broken input, by experience (fuzzing) and by reading them.
_BROKEN = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    SyntaxError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
)
_LOG = logging.getLogger(__name__)
_PDF_DATE = re.compile(r"^D:(\d{4})(\d{2})(\d{2}).*$", re.DOTALL)

Reader = Callable[[Source, FileType, Limits, Clock], Reading]

# Loaded when first needed: together the libraries take most of a second to import.
_READERS = {
    "docx": "docx.reader",
    "xlsx": "xlsx",
    "pdf": "pdf",
    "ofd": "ofd",
    "html": "web_page",
    "txt": "plain_text",
    "csv": "plain_text",
    "doc": "legacy",
    "wps": "legacy",
    "rtf": "legacy",
    "xls": "legacy",
    "png": "image",
    "jpg": "image",
} | dict.fromkeys(MEDIA_TYPES, "media")


def reader_for(kind: str) -> Reader:
    module = importlib.import_module(f"{__package__}.{_READERS[kind]}")
    return cast("Reader", module.read)


def extract(data: Source, filename: str, limits: Limits | None = None) -> Extracted:
    """Read a file into clean HTML, text, tables and a list of what it hides.

    Raises FileRefused (see `refusals`) with a sentence for the person; never returns half a document.
    """
    limits = limits or Limits()
    file_type = sniff(data, filename, limits, media=True)
    try:
        reading = reader_for(file_type.kind)(data, file_type, limits, Clock(limits.seconds))
        return finished(reading, file_type, filename)
    except FileRefused:
        raise
    except RecursionError as error:
        raise MalformedFile("文件的结构嵌套过深，无法读取。请用原来的软件另存一份，再上传。") from error
    except _BROKEN as error:
        # The log keeps the cause, because it might also be a fault of ours.
        _LOG.warning("could not read a %s file", file_type.kind, exc_info=True)
        raise MalformedFile("文件内容有错误，无法读取。请用原来的软件打开后另存一份，再上传。") from error


def _iso(value: str) -> str:
    """Write the dates of PDF properties (D:20240305…) like all others."""
    return _PDF_DATE.sub(r"\1-\2-\3", value) if value.startswith("D:") else value


def finished(reading: Reading, file_type: FileType, filename: str) -> Extracted:
    """Clean what a reader returned and derive text, tables and title from the clean HTML."""
    html = clean_html(reading.html)
    text = to_text(html)
    notices = reading.notices
    if not text and not notices:
        notices = ("文件里没有可提取的文字。",)
    title = reading.title if usable(reading.title) else PurePosixPath(filename.replace("\\", "/")).stem
    extracted = Extracted(
        kind=file_type.kind,
        html=html,
        text=text,
        title=" ".join(title.split()),
        metadata={key: _iso(value) for key, value in reading.metadata.items() if value},
        tables=to_tables(html),
        pages=reading.pages,
        notices=notices,
        hidden=reading.hidden,
    )
    return replace(extracted, hidden=(*reading.hidden, *metadata_hidden(extracted.metadata)))
