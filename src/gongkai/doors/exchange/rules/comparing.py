"""Laying one of our public items beside one of the superior's list. Pure Python, the same for screen and job."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.doors.exchange.rules.words import Result
from gongkai.law.numbers import number_key

COMPARED = ("index_number", "doc_number", "title", "date", "text_sha256")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "〈": "《", "〉": "》", "—": "-", "－": "-"})


def plain_title(title: str) -> str:
    """Return a title as it is compared: full and half width alike, quotes alike, no blanks."""
    return "".join(unicodedata.normalize("NFKC", title).translate(_QUOTES).split()).lower()


def text_sha256(text: str) -> str:
    """Return the digest of a wording: plain text, NFC, without any blank, so that line breaks do not count."""
    return hashlib.sha256("".join(unicodedata.normalize("NFC", text).split()).encode()).hexdigest()


def key_of_number(written: str) -> str:
    """Return under what key all spellings of a document number meet; "" where there is no number."""
    return number_key(written) or "".join(written.split())


@dataclass(frozen=True)
class Facts:
    """One entry of either side. `date` is ISO or empty."""

    index_number: str
    doc_number: str
    title: str
    date: str
    text_sha256: str
    url: str = ""
    withdrawn: bool = False

    def as_dict(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in (*COMPARED, "url")}


def differences(ours: Facts, theirs: Facts) -> list[str]:
    """Return in which fields they differ. Spelling of numbers and titles does not count; an unknown digest does not."""
    found = []
    if key_of_number(ours.doc_number) != key_of_number(theirs.doc_number):
        found.append("doc_number")
    if plain_title(ours.title) != plain_title(theirs.title):
        found.append("title")
    if ours.date != theirs.date:
        found.append("date")
    if theirs.text_sha256 and ours.text_sha256 != theirs.text_sha256.lower():
        found.append("text_sha256")
    return found


def judge(ours: Facts, theirs: Facts | None) -> tuple[Result, list[str]]:
    if theirs is None:
        return Result.MISSING_THERE, []
    if theirs.withdrawn:
        return Result.WITHDRAWN_THERE, []
    found = differences(ours, theirs)
    return (Result.DIFFERS, found) if found else (Result.SAME, [])


def best(ours: Facts, candidates: Iterable[Facts]) -> Facts | None:
    """Return the entry of the other side that is ours: by index number, else number, else title and date.

    Several that fit: one that is not withdrawn goes before, then one with the same text.
    """
    ranked = [(rank, other) for other in candidates if (rank := _rank(ours, other))]
    if not ranked:
        return None
    return max(ranked, key=lambda pair: (pair[0], not pair[1].withdrawn, pair[1].text_sha256 == ours.text_sha256))[1]


def _rank(ours: Facts, other: Facts) -> int:
    if ours.index_number == other.index_number and ours.index_number:
        return 3
    if ours.doc_number and key_of_number(ours.doc_number) == key_of_number(other.doc_number):
        return 2
    same_title = plain_title(ours.title) == plain_title(other.title)
    # Two numbers that are both stated and differ are two documents, even of one title (第1批、第2批 名单 of a day).
    stated_apart = bool(ours.doc_number and other.doc_number)
    return int(same_title and ours.date == other.date and not stated_apart)


def sides(ours: Mapping[str, str], theirs: Mapping[str, str], names: Mapping[str, str]) -> list[dict[str, object]]:
    """Return rows for the screen: name of the field, both values, whether they differ."""
    keys = [key for key in names if key in ours or key in theirs]
    return [
        {
            "label": names[key], "ours": ours.get(key, ""), "theirs": theirs.get(key, ""),
            "differs": key in ours and key in theirs and ours[key] != theirs[key],
        }
        for key in keys
    ]  # fmt: skip
