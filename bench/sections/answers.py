"""Questions and answers: is the right text named, and is it said when there is none? Counted in two halves.

Thresholds and words were set while looking at the first half; the second was only ever counted.
"""

from __future__ import annotations

import time
from typing import Any

from bench import answers_questions, answers_world
from bench.checks import Options, Result, percentile

LEAST_RIGHT, LEAST_PASSAGE, LEAST_HONEST, MOST_MS = 0.85, 0.9, 0.9, 150.0
HALVES = {1: "定阈值用的一半", 2: "只计数的一半"}


def run(options: Options) -> Result:
    del options
    result = Result()
    texts = answers_world.build()
    result.figures["texts"] = texts
    measured(result, with_corpus=answers_world.available())
    return result


def measured(result: Result, *, with_corpus: bool) -> None:
    """Ask all questions of the world that was built, and tell the shares of both halves and of all."""
    asked = [*answers_questions.CITY, *(answers_questions.CORPUS if with_corpus else ())]
    times: list[float] = []
    right = {question: _right(question, wanted, times) for question, wanted in asked}
    shown = {question: _shows(question, parts, times) for question, parts in answers_questions.PASSAGES.items()}
    honest = {question: not _answer(question, times).known for question in answers_questions.UNANSWERABLE}
    for name, found, least in (
        ("出处正确", right, LEAST_RIGHT), ("段落正确", shown, LEAST_PASSAGE), ("答不了时如实说", honest, LEAST_HONEST)
    ):  # fmt: skip
        result.least(name, sum(found.values()) / len(found), least, "", _note(found))
        for half, words in HALVES.items():
            part = {question: ok for question, ok in found.items() if answers_questions.half(question) == half}
            result.tell(f"{name}，{words}", sum(part.values()) / len(part), "", _note(part))
    result.most("回答一问，p95", percentile(times, 0.95), MOST_MS, "毫秒CPU", f"中位 {percentile(times, 0.5):.0f}")
    missed = [question for found in (right, shown, honest) for question, ok in found.items() if not ok]
    result.figures["missed"] = [question for question in missed if answers_questions.half(question) == 1]


def _note(found: dict[str, bool]) -> str:
    return f"{len(found)} 问，{sum(found.values())} 问"


def _right(question: str, wanted: str, times: list[float]) -> bool:
    answer = _answer(question, times)
    return answer.known and answer.passages[0].release.external_id in wanted.split()


def _shows(question: str, parts: tuple[str, ...], times: list[float]) -> bool:
    """Say whether the passage that a reader sees first holds one of the parts: the answer, or what comes nearest."""
    answer = _answer(question, times)
    found = next(iter(answer.passages or answer.nearest), None)
    if found is None:
        return False
    passage = found.passage
    text = "".join([passage.before, passage.text, *(cell for row in passage.rows for cell in row)])
    return any(part in "".join(text.split()) for part in parts)


def _answer(question: str, times: list[float]) -> Any:
    from gongkai.engine.answers.queries import ask

    begun = time.process_time()
    answer = ask(question, today=answers_world.TODAY)
    times.append((time.process_time() - begun) * 1000)
    return answer
