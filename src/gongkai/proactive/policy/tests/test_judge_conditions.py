from __future__ import annotations

import random
import sys
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.proactive.policy.queries.places import known_places
from gongkai.proactive.policy.rules.batches import Batch
from gongkai.proactive.policy.rules.conditions import (
    Answer,
    AtLeast,
    Either,
    Every,
    Free,
    Node,
    Not,
    Profile,
    Test,
    evaluate,
    unsettled,
    words,
)
from gongkai.proactive.policy.rules.consistency import contradiction, dead_alternatives
from gongkai.proactive.policy.rules.editing import added, regrouped, removed, turned, wrapped
from gongkai.proactive.policy.rules.facts import FACTS, Fact, Sort
from gongkai.proactive.policy.rules.places import PLACES, Place
from gongkai.proactive.policy.rules.profiles import ProfileRefused, from_json, read, spoken
from gongkai.proactive.policy.rules.trees import ConditionRefused, to_json
from gongkai.proactive.policy.rules.trees import from_json as tree_of

OLD, YOUNG = Test("age", "ge", number=60), Test("age", "lt", number=45)
HERE = Test("household_here", "is")


# A district with two streets and another beside it: the choices of a place stand in the tree of agencies otherwise.
TREE = {
    "city": Place("云川市", ("city",)), "a": Place("甲区", ("city", "a")), "a1": Place("甲区一街", ("city", "a", "a1")),
    "a2": Place("甲区二街", ("city", "a", "a2")), "b": Place("乙区", ("city", "b")),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _tree():
    PLACES.come_from(lambda: TREE)
    yield
    PLACES.come_from(known_places)


def options(fact: Fact) -> list[str]:
    return sorted(TREE if fact.sort is Sort.PLACE else fact.choices)


def value_of(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.sort is Sort.NUMBER:
        return st.sampled_from([0.0, 1.0, 2.0, 2.5, 3.0, 60.0])
    if fact.sort is Sort.FLAG:
        return st.booleans()
    if fact.sort is Sort.MANY:
        return st.frozensets(st.sampled_from(options(fact)), max_size=3)
    return st.sampled_from(options(fact))


def test_of(key: str) -> st.SearchStrategy[Node]:
    fact = FACTS[key]
    if fact.sort is Sort.NUMBER:
        return st.builds(
            Test, st.just(key), st.sampled_from(["ge", "gt", "le", "lt"]), st.sampled_from([0.0, 1.0, 2.0, 3.0])
        )
    if fact.sort is Sort.FLAG:
        return st.builds(lambda flag: Test(key, "is", flag=flag), st.booleans())
    chosen = st.frozensets(st.sampled_from(options(fact)), min_size=1, max_size=3)
    return st.builds(lambda values: Test(key, "in", values=values), chosen)


test_of.__test__ = False  # type: ignore[attr-defined]
LEAVES = st.sampled_from(sorted(FACTS)).flatmap(test_of) | st.builds(Free, st.just("经认定"))


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=1, max_size=4).map(tuple)
    some = several.flatmap(lambda parts: st.builds(AtLeast, st.integers(1, len(parts)), st.just(parts)))
    return st.builds(Every, several) | st.builds(Either, several) | st.builds(Not, inner) | some


TREES = st.recursive(LEAVES, _grown, max_leaves=10)
PROFILES = st.fixed_dictionaries({}, optional={key: value_of(fact) for key, fact in FACTS.items()})


@settings(max_examples=150, deadline=None)
@given(st.lists(PROFILES, min_size=1, max_size=12), TREES)
def test_many_at_once_get_the_same_answers_as_one_by_one(profiles: list[Profile], tree: Node) -> None:
    together = Batch(profiles).answers(tree)
    assert [together.of(number) for number in range(len(profiles))] == [evaluate(tree, one).answer for one in profiles]


@settings(max_examples=100, deadline=None)
@given(PROFILES, TREES, st.data())
def test_knowing_more_never_turns_a_yes_or_no_around(profile: Profile, tree: Node, data: st.DataObject) -> None:
    known = {key: value for key, value in profile.items() if data.draw(st.booleans())}
    before, after = evaluate(tree, known).answer, evaluate(tree, profile).answer
    assert before in (Answer.DEPENDS, after)


@settings(max_examples=100, deadline=None)
@given(PROFILES, TREES)
def test_contradictory_conditions_are_met_by_nobody_and_trees_survive_json(profile: Profile, tree: Node) -> None:
    if contradiction(tree):
        assert evaluate(tree, profile).answer is not Answer.YES
    assert evaluate(tree_of(to_json(tree), depth=-9), profile).answer is evaluate(tree, profile).answer


def test_ten_thousand_profiles_against_five_hundred_items_take_less_than_two_seconds() -> None:
    chance = random.Random(7)
    keys = sorted(FACTS)

    def value(fact: Fact) -> Any:
        if fact.sort is Sort.NUMBER:
            return float(chance.randrange(0, 5_000))
        if fact.sort is Sort.FLAG:
            return chance.random() < 0.5
        chosen = chance.choice(options(fact))
        return frozenset({chosen}) if fact.sort is Sort.MANY else chosen

    def leaf() -> Node:
        fact = FACTS[chance.choice(keys)]
        if fact.sort is Sort.NUMBER:
            return Test(fact.key, chance.choice(["ge", "gt", "le", "lt"]), number=float(chance.randrange(5_000)))
        if fact.sort is Sort.FLAG:
            return Test(fact.key, "is", flag=chance.random() < 0.5)
        return Test(fact.key, "in", values=frozenset(chance.sample(options(fact), 2)))

    profiles = [{key: value(FACTS[key]) for key in keys if chance.random() < 0.8} for _ in range(10_000)]
    trees: list[Node] = [
        Every((leaf(), leaf(), Either((leaf(), leaf(), leaf())), Not(leaf()), AtLeast(2, (leaf(), leaf(), leaf())))) for _ in range(500)
    ]  # fmt: skip
    begun = time.process_time()
    batch = Batch(profiles)
    answers = [batch.answers(tree) for tree in trees]
    spent = time.process_time() - begun
    sys.stdout.write(f"10,000 profiles x 500 items: {spent:.2f} s of processor time" + "\n")
    assert spent <= 2
    for number in range(0, 10_000, 997):
        assert [one.of(number) for one in answers] == [evaluate(tree, profiles[number]).answer for tree in trees]


def test_words_that_an_office_judges_are_never_a_yes() -> None:
    assert evaluate(Free("信用良好"), {}).answer is Answer.DEPENDS
    assert evaluate(Not(Free("信用良好")), {}).answer is Answer.DEPENDS
    assert evaluate(Every((HERE, Free("信用良好"))), {"household_here": True}).answer is Answer.DEPENDS
    assert evaluate(Every((HERE, Free("信用良好"))), {"household_here": False}).answer is Answer.NO


def test_the_answer_names_what_would_settle_it() -> None:
    verdict = evaluate(Every((OLD, HERE)), {"age": 70.0})
    assert unsettled(verdict) == ["household_here"]
    assert words(Every((OLD, HERE))) == "年龄不低于60周岁，并且本市户籍"


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (Every((OLD, YOUNG)), "年龄"),
        (Every((HERE, Not(HERE))), "不能同时成立"),
        (
            Every((Test("size", "in", values=frozenset({"large"})), Test("size", "in", values=frozenset({"micro"})))),
            "只能是一种",
        ),
        (
            Every(
                (
                    Test("family", "in", values=frozenset({"orphan"})),
                    Not(Test("family", "in", values=frozenset({"orphan"}))),
                )
            ),
            "排除",
        ),
        (Every((Test("staff", "gt", number=3), Test("staff", "lt", number=4))), "没有可能的数"),
        (AtLeast(2, (Every((OLD, YOUNG)), OLD, YOUNG)), "年龄"),
        (Test("age", "gt", number=130), "年龄"),
    ],
)
def test_conditions_that_contradict_each_other_are_told(tree: Node, said: str) -> None:
    assert said in contradiction(tree)


def test_what_can_be_met_is_no_contradiction_but_a_dead_alternative_is_told() -> None:
    assert contradiction(Either((OLD, YOUNG))) == ""
    family = [Test("family", "in", values=frozenset({one})) for one in ("orphan", "poverty")]
    assert contradiction(Every(tuple(family))) == ""  # somebody can be both
    assert "永远不能满足" in dead_alternatives(Either((HERE, Every((OLD, YOUNG)))))[0]


@pytest.mark.parametrize(
    ("audience", "said", "sentence"),
    [
        ("resident", {"age": "200"}, "应在0和130之间"),
        ("resident", {"age": "-3"}, "应在0和130之间"),
        ("resident", {"age": "nan"}, "请填数字"),
        ("resident", {"age": "20.5"}, "请填整数"),
        ("resident", {"age": "12", "employment": "employed"}, "不能就业"),
        ("company", {"size": "micro", "staff": "5000"}, "不会是微型企业"),
        ("company", {"form": "individual", "size": "large"}, "不会是大型企业"),
        ("company", {"size": "large", "staff": "2"}, "不会是大型企业"),
        ("company", {"above_scale": "yes", "staff": "0"}, "不会是规模以上单位"),
        ("company", {"form": "individual", "titles": "listed"}, "上市公司应当是企业"),
        ("resident", {"age": "3", "education": "college"}, "学历对不上"),
        ("resident", {"employment": "student", "graduated_years": "10"}, "已经毕业"),
        ("resident", {"age": "30", "family": "orphan"}, "孤儿指未满18周岁"),
        ("company", {"size": "gigantic"}, "只能选列出的"),
        ("nobody", {}, "企业还是个人"),
    ],
)
def test_impossible_profiles_are_refused_with_a_sentence(audience: str, said: dict[str, str], sentence: str) -> None:
    with pytest.raises(ProfileRefused, match=sentence):
        read(audience, {key: [value] for key, value in said.items()})


def test_a_profile_comes_back_from_link_and_json_as_it_was() -> None:
    profile = read("resident", {"age": ["67"], "family": ["none-of-these"], "veteran": ["no"], "income": ["1500.25"]})
    assert read("resident", spoken(profile)) == profile
    assert from_json("resident", {"age": 67, "family": [], "veteran": False, "income": 1500.25}) == profile
    with pytest.raises(ProfileRefused, match="没有“shoe”这一项"):
        from_json("resident", {"shoe": 43})


def test_a_tree_is_edited_step_by_step() -> None:
    tree: dict[str, Any] = {"all": []}
    tree = added(tree, "", {"fact": "age", "op": "ge", "value": 60})
    tree = wrapped(tree, "0")
    tree = added(tree, "0", {"fact": "veteran", "op": "is", "value": True})
    tree = turned(tree, "0.1")
    assert words(tree_of(tree)) == "（年龄不低于60周岁，或者不属于：退役军人）"
    tree = regrouped(tree, "0", "at_least", 2)
    tree = removed(tree, "0.0")
    assert tree == {"all": [{"at_least": 1, "of": [{"not": {"fact": "veteran", "op": "is", "value": True}}]}]}
    assert removed(tree, "0.0.0") == {"all": []}
    with pytest.raises(ConditionRefused):
        removed(tree, "4.2")


@pytest.mark.parametrize(
    "said",
    [
        {"fact": "shoe", "op": "ge", "value": 1}, {"fact": "age", "op": "near", "value": 1}, {"fact": "age", "op": "ge", "value": True},
        {"fact": "age", "op": "ge", "value": float("nan")}, {"any": []}, {"at_least": 3, "of": [{"free": "甲"}]}, {"free": " "}, [],
        {"fact": "size", "op": "in", "value": ["huge"]}, {},
    ],
)  # fmt: skip
def test_nonsense_is_no_condition(said: Any) -> None:
    with pytest.raises(ConditionRefused):
        tree_of(said)
