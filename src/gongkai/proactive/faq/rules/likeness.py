"""Do two questions ask the same? Pairs of characters in common, particles and politeness left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
# Configuration of our own, found by trying on the questions of the demo city: below it people were asking two things.
ALIKE = 0.55
ABOUT = 0.5  # of the pairs of a search that stand in a policy's title: then it was looked for because of this policy
POLITE = re.compile(r"请问|您好|你好|我想问一下|想咨询一下|咨询|一下|的|了|吗|呢|吧|啊|呀|是不是|能不能")
SAME: tuple[tuple[str, str], ...] = (
    ("如何", "怎么"), ("怎样", "怎么"), ("多少钱", "多少"), ("可不可以", "可以"), ("能否", "可以"), ("是否", ""),
    ("什么时候", "何时"), ("哪些材料", "什么材料"), ("需要", "要"),
)  # fmt: skip
ASKS = re.compile(r"[?？]|吗|怎么|如何|怎样|多少|什么|哪些|哪里|能否|可以|是否|为什么|条件|材料|流程")


def bare(question: str) -> str:
    text = re.sub(r"[\W_]+", "", question.lower())
    for word, other in SAME:
        text = text.replace(word, other)
    return POLITE.sub("", text)


def pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or ({text} if text else set())


def likeness(one: str, other: str) -> float:
    """Return how alike two questions are, 0 to 1 (Dice over pairs of characters)."""
    left, right = pairs(bare(one)), pairs(bare(other))
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def near(question: str, others: Iterable[tuple[str, T]]) -> list[tuple[float, T]]:
    """Return those of the others that ask the same, the likest first."""
    found = [(likeness(question, text), one) for text, one in others]
    return sorted(((score, one) for score, one in found if score >= ALIKE), key=lambda pair: -pair[0])


def doubles(questions: Sequence[str]) -> list[tuple[int, int, float]]:
    """Return the pairs of places in a list that ask the same."""
    found = []
    for left in range(len(questions)):
        for right in range(left + 1, len(questions)):
            score = likeness(questions[left], questions[right])
            if score >= ALIKE:
                found.append((left, right, score))
    return found


def is_about(words: str, title: str) -> bool:
    """Return whether a search asks something and has to do with the policy of this title."""
    if not ASKS.search(words):
        return False
    wanted = pairs(bare(ASKS.sub("", words)))
    return bool(wanted) and len(wanted & pairs(bare(title))) / len(wanted) >= ABOUT
