"""The index finds exactly what the definition says, whatever comes and goes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.doors.subscriptions.rules.criteria import Criteria, CriteriaRefused, Document, meets, typed_words
from gongkai.doors.subscriptions.rules.matching import MatchingIndex

# Few characters, so that words overlap, lie in each other and touch figures.
LETTERS = "住房補补11年aa"
WORDS = st.text(LETTERS, min_size=1, max_size=4)
FACETS = {"theme": "住教财", "agency": "甲乙丙", "kind": "文读"}
FACET_SETS = st.dictionaries(
    st.sampled_from(sorted(FACETS)), st.lists(st.sampled_from("住教财甲乙丙文读"), min_size=1, max_size=3), max_size=3
)
CRITERIA = (
    st.builds(lambda words, without, facets: (words, without, facets), st.lists(WORDS, max_size=3),
              st.lists(WORDS, max_size=1), FACET_SETS)
    .filter(lambda one: one[0] or one[2])
    .map(lambda one: Criteria.of(*one))
)  # fmt: skip
DOCUMENTS = st.builds(
    lambda text, facets: Document.of(text, facets=facets),
    st.text(LETTERS + " \n，", max_size=40),
    st.sets(st.tuples(st.sampled_from(sorted(FACETS)), st.sampled_from("住教财甲乙丙文读")), max_size=6),
)
STEPS = st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.integers(1, 25), CRITERIA), max_size=60)


@given(start=st.lists(CRITERIA, max_size=40), steps=STEPS, documents=st.lists(DOCUMENTS, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_it_finds_what_the_naive_matcher_finds_whatever_came_and_went(start, steps, documents):
    kept = dict(enumerate(start, start=1))
    index = MatchingIndex()
    index.add_all(kept.items())
    for verb, number, criteria in steps:
        if verb == "add":
            kept[number] = criteria
            index.add(number, criteria)
        else:
            assert index.remove(number) == (kept.pop(number, None) is not None)
    assert len(index) == len(kept)
    for document in documents:
        found = list(index.match(document))
        assert len(found) == len(set(found))
        assert set(found) == {number for number, criteria in kept.items() if meets(criteria, document)}


def test_it_grows_past_its_first_table_and_stays_exact():
    kept = {n: Criteria.of([f"词{n}"], (), {"theme": [str(n % 7)]}) for n in range(1, 3000)}
    index = MatchingIndex()
    index.add_all(kept.items())
    document = Document.of("关于词17、词2998和词18的通知", facets=[("theme", str(17 % 7)), ("theme", str(2998 % 7))])
    assert sorted(index.match(document)) == sorted(n for n, one in kept.items() if meets(one, document))


@pytest.mark.parametrize(
    ("word", "text", "fits"),
    [
        ("財政補貼", "关于财政补贴的通知", True),
        ("ＡＩ", "鼓励ai应用", True),
        ("5年", "有效期15年", False),
        ("5年", "有效期5年", True),
        ("art", "a start", False),
        ("水", "供水管网", True),
    ],
)
def test_it_folds_writings_and_respects_numbers(word, text, fits):
    criteria, document = Criteria.of([word]), Document.of(text)
    index = MatchingIndex()
    index.add(1, criteria)
    assert bool(index.match(document)) is fits
    assert meets(criteria, document) is fits


def test_a_subscription_to_everything_is_refused():
    with pytest.raises(CriteriaRefused, match="至少"):
        Criteria.of([" "], ["公告"])


def test_a_typed_search_becomes_words_and_exclusions():
    assert typed_words("住房　补贴 -公告 “租赁”") == (["住房", "补贴", "租赁"], ["公告"])
