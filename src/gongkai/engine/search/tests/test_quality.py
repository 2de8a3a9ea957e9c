"""Does one find what one half remembers, among 20,000 pieces of real laws."""

from __future__ import annotations

import re

import pytest

from gongkai.engine.search.index import Searcher, SearchRequest, rebuild
from gongkai.engine.search.tests import corpus

QUERIES = 300


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.skipif(not corpus.available(), reason="the shared corpus is not here")
def test_known_items_are_found_near_the_top(tmp_path):
    documents = list(corpus.documents(20_000))
    rebuild(tmp_path, documents)
    assert corpus.mean_reciprocal_rank(Searcher(tmp_path), documents, QUERIES) >= 0.68


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.skipif(not corpus.available(), reason="the shared corpus is not here")
def test_no_literal_phrase_is_lost(tmp_path):
    documents = list(corpus.documents(3_000))
    rebuild(tmp_path, documents)
    searcher = Searcher(tmp_path)
    for document in documents[::40]:
        for phrase in re.findall(r"[\u4e00-\u9fff]{7,10}", document.body)[:2]:
            literal = sum(phrase in one.title or phrase in one.body for one in documents)
            assert searcher.search(SearchRequest(text=f"“{phrase}”", facets=())).total == literal, phrase
