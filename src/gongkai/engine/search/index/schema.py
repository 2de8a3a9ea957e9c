"""The fields of the index, and a document in them."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from functools import cache
from typing import Any

import tantivy

from gongkai.engine.search.index import analysis
from gongkai.engine.search.index.documents import SearchDocument
from gongkai.engine.search.index.folding import fold, spelled

VERSION = 5  # raise it when a field changes: readers then ask for `gongkai reindex` instead of answering wrongly

# The document dimensions that can be filtered and counted, and the field of each.
FACETS = {
    "agency": "agency",
    "kind": "kind",
    "genre": "genre",
    "category": "category",
    "theme": "theme",
    "audience": "audience",
    "column": "column",
    "year": "year",
    "validity": "validity",
    "site": "site",
    "issuer": "issuer",
    "region": "subtree",
}
HALF_SURROGATES = re.compile("[\ud800-\udfff]")
# What no longer applies comes after what does, unless it is asked for (rules.classify: ended).
VALIDITY_FACTORS = {"valid": 1.0, "amended": 0.97, "not-yet": 0.95, "expired": 0.42, "repealed": 0.36}
OLDEST_YEAR = 1990
NEWEST_YEAR = 2040
RECENCY = 0.1  # how much more the newest year weighs than the oldest
LEAST_FACTOR = (1 - RECENCY) * min(VALIDITY_FACTORS.values())
ASIDE_FACTOR = (
    0.6  # a list of questions about a measure, its interpretation, its print in the gazette: after the measure
)
DAYS_OF_YEAR = 366
MOST_READ = 0.05  # how much more a million readings weigh than none


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title_b", "body_b", "extra_b", "docno"):
        builder.add_text_field(name, tokenizer_name="pairs", index_option="position")
    for name in ("title_w", "body_w"):
        builder.add_text_field(name, tokenizer_name="pairs", index_option="freq")
    builder.add_text_field("chars", tokenizer_name="pairs", index_option="basic")
    for name in (
        "agency",
        "kind",
        "genre",
        "category",
        "theme",
        "audience",
        "column",
        "validity",
        "site",
        "issuer",
        "agency_label",
    ):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("subtree", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("year", "date", "stamp"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_float_field("weight", fast=True)
    builder.add_bytes_field("meta", stored=True)
    builder.add_bytes_field("text", stored=True)
    builder.add_bytes_field("anchors", stored=True)
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """Name our analysis to an opened index; the gap tokens leave it, their positions stay."""
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer("pairs", whitespace.filter(tantivy.Filter.custom_stopword([analysis.GAP])).build())


def weight(document: SearchDocument) -> float:
    """Return the value whose log2(2 + x) is the document's factor: slightly more when recent, valid, much read.

    tantivy takes a value below 0 as 0, so factors are measured against the least there can be.
    """
    factor = 1 - RECENCY * (NEWEST_YEAR - _moment(document)) / (NEWEST_YEAR - OLDEST_YEAR)
    factor *= VALIDITY_FACTORS[document.validity] * (ASIDE_FACTOR if document.aside else 1)
    factor *= 1 + MOST_READ * min(math.log10(1 + max(document.popularity, 0)) / 6, 1)
    return float(2 ** max(factor / LEAST_FACTOR, 1.0) - 2)


def _moment(document: SearchDocument) -> float:
    """Return the year with the day as its fraction: of two alike of one year the later comes first, in every index."""
    year = document.year or (document.date.year if document.date else OLDEST_YEAR)
    day = document.date.timetuple().tm_yday / DAYS_OF_YEAR if document.date else 0.0
    return min(max(year, OLDEST_YEAR), NEWEST_YEAR - 1) + day


def stamp(document: SearchDocument) -> int:
    """Return what sorting by date compares: the day of the document, then the second of its publication within a day."""
    day = document.date or (document.published_at.date() if document.published_at else dt.date(1, 1, 1))
    time = document.published_at
    return day.toordinal() * 86400 + (time.hour * 3600 + time.minute * 60 + time.second if time else 0)


def day_number(day: dt.date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def printable(text: str) -> str:
    """Return the text without half surrogates, which cannot be written as UTF-8."""
    return HALF_SURROGATES.sub("\ufffd", text)


def stored_meta(document: SearchDocument) -> str:
    """Return what a result line shows, as JSON, so that a page of results needs no database."""
    values: dict[str, Any] = {
        "external_id": document.external_id,
        "kind": document.kind,
        "title": document.title,
        "doc_number": document.doc_number,
        "agency": document.agency,
        "agency_name": document.agency_names[0] if document.agency_names else "",
        "issuers": document.issuers,
        "themes": document.themes,
        "columns": document.columns,
        "site": document.site,
        "year": document.year,
        "date": document.date.isoformat() if document.date else None,
        "published_at": document.published_at.isoformat() if document.published_at else None,
        "validity": document.validity,
        "url": document.url,
        "aside": document.aside,
    }
    return printable(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def stored_text(document: SearchDocument) -> str:
    """Return the title as the first line, then the body: what a second look at a hit reads."""
    return printable(" ".join(document.title.split()) + "\n" + document.body)


def body_of(text: str) -> str:
    return text.partition("\n")[2]


def _around(document: SearchDocument) -> str:
    """Return what is not in the body but ought to be found: number, agencies, keywords, date."""
    parts = [document.doc_number, *document.agency_names, *document.issuers, *document.keywords, *document.also]
    if document.date:
        parts.append(f"{document.date.year}年{document.date.month}月{document.date.day}日")
    return "\n".join(part for part in parts if part)


def to_tantivy(document: SearchDocument) -> tantivy.Document:
    title, body = fold(document.title), fold(document.body)
    around, extra = fold(_around(document)), fold(document.attachments_text)
    doc = tantivy.Document()
    doc.add_text("key", printable(document.key))
    doc.add_text("title_b", analysis.bigram_text(title))
    units: set[str] = set()
    doc.add_text("body_b", analysis.bigram_text(f"{title}\n{body}\n{around}", units))
    doc.add_text("title_w", analysis.word_text(spelled(document.title, title)))
    doc.add_text("body_w", analysis.word_text(spelled(document.body, body)))
    if extra:
        doc.add_text("extra_b", analysis.bigram_text(extra, units))
    doc.add_text("chars", " ".join(units))
    if document.doc_number:
        doc.add_text("docno", " ".join(analysis.number_units(fold(document.doc_number))))
    _add_facets(doc, document)
    doc.add_float("weight", weight(document))
    doc.add_unsigned("stamp", stamp(document))
    doc.add_bytes("meta", stored_meta(document).encode())
    doc.add_bytes("text", stored_text(document).encode())
    if document.anchors:
        doc.add_bytes("anchors", ",".join(document.anchors).encode())
    return doc


def _add_facets(doc: tantivy.Document, document: SearchDocument) -> None:
    many = {
        "theme": document.themes,
        "audience": document.audiences,
        "column": document.columns,
        "issuer": document.issuers,
    }
    names = ("agency", "kind", "genre", "category", "validity", "site")
    one = {name: getattr(document, name) for name in names}
    for field, values in {**many, **{name: (value,) for name, value in one.items()}}.items():
        for value in dict.fromkeys(values):
            if value:
                doc.add_text(field, printable(value))
    for code in dict.fromkeys((document.agency, *document.ancestors)):
        if code:
            doc.add_text("subtree", printable(code))
    if document.agency and document.agency_names:
        doc.add_text("agency_label", printable("\t".join((document.agency, *document.agency_names))))
    year = document.year or (document.date.year if document.date else None)
    if year:
        doc.add_unsigned("year", year)
    if document.date:
        doc.add_unsigned("date", day_number(document.date))
