"""Learning the weights of rules/proofreading/model/judging.py; see bench.proofreading_model."""

from __future__ import annotations

import hashlib
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.proofreading_texts import TUNING, answers, laws, office_texts, pairs
from gongkai.engine.screening.rules.proofreading.model.building import share_of
from gongkai.engine.screening.rules.proofreading.model.candidates import Passage
from gongkai.engine.screening.rules.proofreading.model.judging import features
from gongkai.engine.screening.rules.proofreading.model.packed import Model, model

SEED, APART, AROUND, BY_SOUND, ROUNDS, CALM = 5, (60, 100), 25, 0.6, 12, 0.5
WEIGHT_SLIP, WEIGHT_CLEAN, WEIGHT_OFFICE, WEIGHT_ANSWER, WEIGHT_PAIR = 1.0, 4.0, 6.0, 1.0, 6.0


class Example(NamedTuple):
    features: list[float]
    slip: bool
    weight: float


def half(correct: str) -> int:
    """Return to which half a sentence pair belongs: 0 tuning, 1 reporting. The same sentence is always in the same half."""
    return hashlib.sha256(correct.encode()).digest()[0] % 2


def learnt(folder: Path) -> list[float]:
    texts = [text for title, text in laws(folder).items() if share_of(title) == TUNING]
    return _fitted([
        *_slips(texts, model()), *_clean(texts, WEIGHT_CLEAN), *_from_pairs(folder),
        *_clean(office_texts(folder, TUNING), WEIGHT_OFFICE), *_clean(answers(folder, TUNING), WEIGHT_ANSWER),
    ])  # fmt: skip


def _slips(texts: Sequence[str], known: Model) -> Iterator[Example]:
    """Put a slip into every so many characters; the candidates found in its place are examples, good or bad."""
    dice = random.Random(SEED)
    sources: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for old in sorted({character for text in texts for character in text}):
        for new in known.confusable(ord(old)):
            sources[new][known.only_in_shape(ord(old), new)].append(old)
    for text in texts:
        place = AROUND
        while place < len(text) - AROUND:
            sound, shape = sources.get(text[place], ([], []))
            pool = sound if sound and dice.random() < BY_SOUND else shape or sound
            if pool:
                spoilt = f"{text[place - AROUND : place]}{dice.choice(pool)}{text[place + 1 : place + AROUND]}"
                for found in Passage(spoilt, known).candidates():
                    if found[0].place == AROUND:
                        yield Example(features(found), found[0].character == text[place], WEIGHT_SLIP)
            place += dice.randint(*APART)


def _clean(texts: Sequence[str], weight: float) -> Iterator[Example]:
    for text in texts:
        for found in Passage(text, model()).candidates():
            yield Example(features(found), slip=False, weight=weight)


def _from_pairs(folder: Path) -> Iterator[Example]:
    for written, correct in pairs(folder):
        if half(correct) == 0:
            for found in Passage(written, model()).candidates():
                yield Example(features(found), correct[found[0].place] == found[0].character, WEIGHT_PAIR)


def _fitted(examples: Sequence[Example]) -> list[float]:
    """Logistic regression by Newton's method, with a little pull to nought."""
    size = len(examples[0].features)
    weights = [0.0] * size
    for _ in range(ROUNDS):
        slope = [-CALM * weight for weight in weights]
        bend = [[CALM * (row == column) for column in range(size)] for row in range(size)]
        for example in examples:
            total = sum(weight * value for weight, value in zip(weights, example.features, strict=True))
            chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
            used = [(place, value) for place, value in enumerate(example.features) if value]
            for row, value in used:
                slope[row] += example.weight * (example.slip - chance) * value
                for column, other in used:
                    bend[row][column] += example.weight * chance * (1 - chance) * value * other
        weights = [weight + step for weight, step in zip(weights, _solved(bend, slope), strict=True)]
    return weights


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for pivot in range(size):
        best = max(range(pivot, size), key=lambda row: abs(rows[row][pivot]))
        rows[pivot], rows[best] = rows[best], rows[pivot]
        for row in range(size):
            factor = rows[row][pivot] / rows[pivot][pivot] if row != pivot else 0.0
            if factor:
                rows[row] = [one - factor * two for one, two in zip(rows[row], rows[pivot], strict=True)]
    return [row[size] / row[place] for place, row in enumerate(rows)]
