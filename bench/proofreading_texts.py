"""The shared texts that the proofreading model is made from and measured on. They stay where they are."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LAWS = ("laws_admin_regulations", "laws_national", "laws_rules_and_interpretations", "laws_local_regulations")
ANSWERS = 800
TUNING, REPORTING = 0, 1  # shares of the laws that are not counted (see building.share_of)


def records(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def laws(folder: Path) -> dict[str, str]:
    """Return the latest version of every law by its title."""
    latest: dict[str, tuple[str, str]] = {}
    for name in LAWS:
        for record in records(folder, name):
            title = record["title"] or record["id"]
            dated = (record["extra"] or {}).get("version_date") or record["date"] or ""
            if title not in latest or dated > latest[title][0]:
                latest[title] = (dated, record["text"])
    return {title: text for title, (_, text) in latest.items()}


def pairs(folder: Path) -> list[tuple[str, str]]:
    """Return the sentences about law, as written and as corrected; of equal length, often equal."""
    return [
        (record["text"], record["extra"]["correct"])
        for record in records(folder, "typo_pairs")
        if record["kind"] == "typo_pair_law"
    ]


def office_texts(folder: Path, share: int) -> list[str]:
    """Return one half (0 tuning, 1 reporting) of the policy documents. They may hold slips."""
    policy = [record["text"] for record in records(folder, "policy_documents")]
    paragraphs = [record["text"] for record in records(folder, "policy_paragraphs")]
    return [text for number, text in enumerate([*policy, *paragraphs]) if number % 2 == share]


def answers(folder: Path, share: int) -> list[str]:
    """Return one half of the answers to citizens, in everyday words and with slips of their own."""
    found = [record["extra"]["reply"] for record in records(folder, "citizen_messages_with_replies")]
    return [text for number, text in enumerate(found) if number % 2 == share and number < ANSWERS]
