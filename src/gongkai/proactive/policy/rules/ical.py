"""Application periods as a calendar that any programme can subscribe to (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


@dataclass(frozen=True)
class Event:
    """One day in the calendar."""

    uid: str
    day: dt.date
    title: str
    text: str
    url: str
    yearly: bool = False


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line so that no character is cut."""
    rows: list[str] = []
    row = ""
    for sign in line:
        if len((row + sign).encode()) > LONGEST_LINE - (1 if rows else 0):
            rows.append(row)
            row = ""
        row += sign
    return "\r\n ".join([*rows, row])


def calendar(name: str, events: Iterable[Event], *, made_at: dt.datetime) -> str:
    stamp = made_at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gongkai//Policies//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for one in events:
        lines += [
            "BEGIN:VEVENT", f"UID:{_escaped(one.uid)}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + dt.timedelta(days=1):%Y%m%d}", f"SUMMARY:{_escaped(one.title)}",
            f"DESCRIPTION:{_escaped(one.text)}", f"URL:{one.url}", *(["RRULE:FREQ=YEARLY"] if one.yearly else []),
            "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n"
