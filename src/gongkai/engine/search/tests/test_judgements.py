"""The judgement sets keep what was reached. The floors only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.judgements import city, letters

LEAST_NDCG = 0.94
LEAST_MRR = 0.94
LEAST_RATIO = 1.2


@pytest.mark.requirement("R254")
def test_people_find_what_they_look_for_in_the_city(tmp_path: Path) -> None:
    figures, worst = city.measure(tmp_path)
    assert figures["queries"] >= 150
    assert figures["ndcg@10"] >= LEAST_NDCG, worst[:5]
    assert figures["mrr@10"] >= LEAST_MRR, worst[:5]


def test_every_judged_document_is_in_the_city() -> None:
    known = {one.key for one in city.documents()}
    assert {key for _, wanted in city.judgements() for key in wanted} <= known


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.skipif(not letters.available(), reason="the shared corpus is not here")
def test_letters_of_citizens_find_the_law_better_than_plain_bigrams(tmp_path: Path) -> None:
    assert letters.measure(tmp_path)["ratio"] >= LEAST_RATIO
