"""The floor under the figures of `python -m bench answers`: it may rise, never fall."""

from __future__ import annotations

import pytest

from bench import answers_questions, answers_world
from bench.checks import Result
from bench.sections.answers import measured

pytestmark = pytest.mark.django_db
FLOOR_CITY, FLOOR_ALL, FLOOR_PASSAGE, FLOOR_HONEST = 0.85, 0.87, 0.9, 0.92


def figures(result: Result) -> dict[str, float]:
    return {check.name: check.value for check in result.checks}


@pytest.mark.slow
def test_over_the_city_the_right_text_is_named_and_ignorance_admitted() -> None:
    answers_world.build(with_corpus=False)
    result = Result()
    measured(result, with_corpus=False)
    found = figures(result)
    assert found["出处正确"] >= FLOOR_CITY, result.figures["missed"]
    assert found["段落正确"] >= FLOOR_PASSAGE, result.figures["missed"]
    assert found["答不了时如实说"] >= FLOOR_HONEST, result.figures["missed"]


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.skipif(not answers_world.available(), reason="没有共享语料")
def test_over_city_and_corpus_both_halves_hold() -> None:
    answers_world.build()
    result = Result()
    measured(result, with_corpus=True)
    found = figures(result)
    assert found["出处正确"] >= FLOOR_ALL, result.figures["missed"]
    assert found["答不了时如实说"] >= FLOOR_HONEST, result.figures["missed"]


def test_there_are_enough_questions_and_both_halves_have_their_share() -> None:
    questions = [question for question, _ in (*answers_questions.CITY, *answers_questions.CORPUS)]
    assert len(set(questions)) == len(questions) >= 100
    assert len(set(answers_questions.UNANSWERABLE)) >= 30
    for several in (questions, answers_questions.UNANSWERABLE):
        share = sum(answers_questions.half(question) == 2 for question in several) / len(several)
        assert 0.4 < share < 0.6
