"""The labelled policies: own and blind texts in full, pieces of the corpus by record and paragraph."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
CORPUS = Path(__file__).resolve().parents[6] / "shared" / "corpus"
FIGURES = ("amount", "cap", "floor", "percent")


@dataclass
class Label:
    place: int
    facts: dict[str, str]

    def values(self, name: str) -> set[Decimal]:
        return {Decimal(one) for one in self.facts.get(name, "").split(",") if one}


@dataclass
class Policy:
    name: str
    text: str
    whole: dict[str, str] = field(default_factory=dict)
    items: list[Label] = field(default_factory=list)


def _facts(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split() if "=" in part)


def _label(text: str, line: str) -> Label:
    place, _, facts = line[1:].partition("|")
    at = text.find(place.strip())
    assert at >= 0, f"no such place: {place}"
    return Label(at, _facts(facts))


def own() -> list[Policy]:
    return _texts("own.txt")


def blind() -> list[Policy]:
    """Return the texts nobody tuned on: written and labelled without knowledge of the rules."""
    return _texts("blind.txt")


def unseen() -> list[Policy]:
    """Return the second blind set, written when the first had been tuned on."""
    return _texts("unseen.txt")


def unseen_corpus() -> list[Policy]:
    """Return pieces of the corpus that nobody tuned on; empty where there is no corpus."""
    return list(_pieces("unseen_corpus.txt")) if CORPUS.is_dir() else []


def third() -> list[Policy]:
    """Return the third blind set, written by somebody else when the second had been tuned on."""
    return _texts("third.txt")


def fourth() -> list[Policy]:
    """Return the fourth, written when the third had been tuned on."""
    return _texts("fourth.txt")


def fifth() -> list[Policy]:
    """Return the fifth, written when the fourth had been tuned on."""
    return _texts("fifth.txt")


def sixth() -> list[Policy]:
    """Return the sixth, written when the fifth had been tuned on."""
    return _texts("sixth.txt")


def seventh() -> list[Policy]:
    """Return the seventh, written when the sixth had been tuned on."""
    return _texts("seventh.txt")


def eighth() -> list[Policy]:
    """Return the eighth, by the writer of the seventh, measured when the seventh had been tuned on."""
    return _texts("eighth.txt")


def ninth() -> list[Policy]:
    """Return the ninth, by another writer, measured when the eighth had been tuned on."""
    return _texts("ninth.txt")


def third_corpus() -> list[Policy]:
    """Return more pieces of the corpus, chosen and labelled by somebody else; empty where there is no corpus."""
    return list(_pieces("third_corpus.txt")) if CORPUS.is_dir() else []


def _texts(file: str) -> list[Policy]:
    blocks = (DATA / file).read_text(encoding="utf-8").split("\n# ")[1:]
    found = []
    for block in blocks:
        head, *lines = block.rstrip("\n").split("\n")
        text = "\n".join(line for line in lines if not line.startswith(("!", "@")))
        whole = next((_facts(line[1:]) for line in lines if line.startswith("!")), {})
        items = [_label(text, line) for line in lines if line.startswith("@")]
        found.append(Policy(head, text, whole, items))
    return found


@lru_cache(maxsize=1)
def _records() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(CORPUS.glob("*.jsonl.gz")):
        if path.name.startswith(("policy_documents", "laws_local", "laws_admin")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    record = json.loads(line)
                    found[record["id"]] = record.get("text") or ""
    return found


def corpus() -> list[Policy]:
    """Return the pieces; empty where there is no corpus."""
    return list(_pieces("corpus.txt")) if CORPUS.is_dir() else []


def _pieces(file: str) -> Iterator[Policy]:
    for block in (DATA / file).read_text(encoding="utf-8").split("\n# ")[1:]:
        head, *lines = block.rstrip("\n").split("\n")
        name, record, span = head.split()
        first, last = (int(one) for one in span.split("-"))
        text = "\n".join(_records()[record].split("\n")[first : last + 1])
        yield Policy(name, text, {}, [_label(text, line) for line in lines if line.startswith("@")])


def halves(policies: list[Policy]) -> tuple[list[Policy], list[Policy]]:
    """Return the half tuned on first (first, third …) and the half kept apart until it was measured (second, fourth …)."""
    return policies[::2], policies[1::2]
