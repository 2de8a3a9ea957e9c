"""Filling the sentences and counting: what was found of what stands there, and what was found that does not."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongkai.engine.screening.rules import Severity, screen
from gongkai.engine.screening.tests.sets import negatives, positives
from gongkai.engine.screening.tests.sets.values import MAKERS

SLOT = re.compile(r"\{([a-z0-9_]+)\}")
COUNTED = {Severity.BLOCK, Severity.JUDGE}
FILLS, NEGATIVE_FILLS = 4, 36
FEWER_FILLS = 12  # of the open sentences, which are many


@dataclass(frozen=True)
class Sentence:
    text: str
    values: tuple[tuple[str, int, int], ...]


@dataclass
class Figures:
    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    sentences: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / self.expected.total()

    @property
    def precision(self) -> float:
        return self.found.total() / (self.found.total() + self.wrong.total())

    def table(self) -> str:
        rows = [
            f"{kind:12}{self.expected[kind]:6}{self.found[kind] / self.expected[kind]:8.3f}"
            for kind in sorted(self.expected)
        ]
        wrong = "，".join(f"{name} {count}" for name, count in sorted(self.wrong.items())) or "无"
        return "\n".join([f"{'kind':12}{'count':>6}{'recall':>8}", *rows, f"wrong: {wrong}"])


def filled(template: str, r: random.Random) -> Sentence:
    text, values, last = "", [], 0
    for match in SLOT.finditer(template):
        text += template[last : match.start()]
        value = MAKERS[match.group(1)](r)
        values.append((match.group(1), len(text), len(text) + len(value)))
        text, last = text + value, match.end()
    return Sentence(text + template[last:], tuple(values))


def measure(good: Sequence[str], bad: Sequence[str], seed: int, negative_fills: int = NEGATIVE_FILLS) -> Figures:
    r, figures = random.Random(seed), Figures()
    for template in good:
        for _ in range(FILLS):
            _count(filled(template, r), figures)
    for template in bad:
        for _ in range(negative_fills):
            _count(Sentence(negatives.fill(template, r), ()), figures)
            figures.sentences += 1
    return figures


def _count(sentence: Sentence, figures: Figures) -> None:
    findings = [one for one in screen(sentence.text, only=["personal"]) if one.severity in COUNTED]
    for kind, start, end in sentence.values:
        figures.expected[kind] += 1
        if any(_covers(one.start, one.end, start, end) for one in findings):
            figures.found[kind] += 1
        else:
            figures.missed.append(f"{kind}: {sentence.text[start:end]!r} in {sentence.text!r}")
    for one in findings:
        if not any(one.start < end and start < one.end for _, start, end in sentence.values):
            figures.wrong[one.check] += 1
            figures.false.append(f"{one.check}: {one.hit!r} in {sentence.text!r}")


def _covers(start: int, end: int, first: int, last: int) -> bool:
    """Whether at least two thirds of the value lie in the finding."""
    return min(end, last) - max(start, first) >= (last - first) * 2 / 3


def tuned(seed: int = 1) -> Figures:
    return measure(positives.TUNED, negatives.TUNED, seed, FEWER_FILLS)


def held_out(seed: int = 2) -> Figures:
    return measure(positives.HELD_OUT, negatives.HELD_OUT, seed)


def lines(found: Iterable[str], most: int = 40) -> str:
    return "\n".join(list(found)[:most])
