"""The little language of letter texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.casework import rules
from gongkai.engine.casework.tests.letters import FACTS, REPLY

GOOD = REPLY.body


def codes(text: str, values: dict[str, str] | None = None, **more: bool) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in rules.problems(text, REPLY, values, **more)]


def test_the_default_text_has_no_problem_and_with_values_nothing_is_open() -> None:
    assert codes(GOOD) == []
    assert codes(GOOD, FACTS) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GOOD + "\n{{身份证}}", [(8, "unknown-variable")]),
        (GOOD + "\n[[条款:别的]]", [(8, "unknown-clause")]),
        (GOOD.replace("[[条款:救济]]", ""), [(0, "missing-clause"), (0, "unused")]),
        (GOOD.replace("[[完]]\n[[条款:救济]]", "[[条款:救济]]\n[[完]]"), [(6, "hidden-clause")]),
        (GOOD.replace("[[完]]", ""), [(4, "section"), (7, "hidden-clause")]),
        (GOOD + "\n[[完]]", [(8, "section")]),
        (GOOD + "\n本答复不得申请行政复议，也不得提起诉讼。", [(8, "denial")]),
        (GOOD + "\n本答复为最终决定。", [(8, "denial")]),
        (GOOD + "\n对本答复不服的，不能提起行政诉讼。", [(8, "denial")]),
        (GOOD + "\n您到________领取。", [(8, "blank")]),
        (GOOD + "\n请联系×××，电话（　　）。", [(8, "blank")]),
        (GOOD + "\n本机关不能确认您是否已经申请行政复议。", []),
        (GOOD + "\n{{ 事项 }", [(8, "syntax")]),
        (GOOD + "\n见[[条款:救济]]", [(8, "syntax")]),
        (GOOD + "\n[[如有 决定]]\n[[如有 事项]]\n甲\n[[完]]", [(9, "section")]),
        ("", [(0, "empty"), (0, "missing-clause"), (0, "unused"), (0, "unused"), (0, "unused")]),
    ],
)
def test_each_problem_is_told_with_its_line(text: str, found: list[tuple[int, str]]) -> None:
    got = codes(text)
    if not text:
        assert got[0] == (0, "empty")
        return
    assert got == found


def test_what_is_open_is_named_with_its_place() -> None:
    found = rules.problems(GOOD, REPLY, {**FACTS, "复议机关": " "})
    assert [(one.place, one.sentence) for one in found] == [
        ("第7行，条款“救济途径”", "变量“复议机关”（复议机关）没有填写。")
    ]


def test_a_left_out_part_leaves_nothing_open_but_one_with_its_variable_does() -> None:
    text = GOOD.replace("另：{{说明}}", "另：{{说明}}")
    assert codes(text, FACTS) == []
    inner = GOOD.replace("另：{{说明}}", "另：{{决定}}")
    assert codes(inner, {**FACTS, "说明": "有"}) == []


def test_a_half_sentence_goes_with_its_comma_and_no_stop_stands_twice() -> None:
    text = GOOD.replace("{{决定}}", "依据：{{决定}}{{，说明}}。")
    assert codes(text, {**FACTS, "说明": ""}) == []  # nothing is open
    said = [rules.fill(text, REPLY, {**FACTS, "说明": more}).plain() for more in ("", "并说明理由；")]
    assert "依据：予以公开。\n" in said[0]
    assert "依据：予以公开。，并说明理由。\n" not in said[1]
    assert "依据：予以公开，并说明理由。\n" in said[1]


def test_a_correction_has_to_say_what_it_corrects() -> None:
    assert (0, "missing-clause") in codes(GOOD, FACTS, correcting=True)
    assert (1, "unknown-clause") in codes(f"[[条款:{rules.CORRECTION_KEY}]]\n{GOOD}", FACTS)


def test_headings_and_rows_come_from_the_text_never_from_values() -> None:
    text = "一、处理结果\n（一）第一项\n| 名称 | {{事项}} |\n{{决定}}"
    got = rules.fill(text, REPLY, {"事项": "甲|乙", "决定": "一、假标题\n| 假 | 表 |"})
    assert [(one.kind, one.cells) for one in got.blocks] == [
        ("h1", ("一、处理结果",)), ("h2", ("（一）第一项",)), ("row", ("名称", "甲|乙")),
        ("p", ("一、假标题",)), ("p", ("| 假 | 表 |",)),
    ]  # fmt: skip


def test_a_bad_default_text_is_no_kind() -> None:
    with pytest.raises(ValueError, match="没有“甲”这个变量"):
        rules.register(rules.LetterKind(key="bad", name="坏", title="坏", variables={"乙": "乙"}, body="{{甲}}"))
    assert "bad" not in rules.KINDS


NOISE = st.text(alphabet="甲乙{}[]|条款:如有完 \n申请人事项决定救济说明一、（）", max_size=120)
VALUE = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60)


@given(NOISE)
def test_any_text_is_read_without_falling_over(text: str) -> None:
    rules.problems(text, REPLY)
    rules.problems(text, REPLY, FACTS)
    rules.fill(text, REPLY, FACTS)


@given(VALUE, VALUE)
def test_values_are_put_in_once_and_never_read(first: str, second: str) -> None:
    values = {**FACTS, "事项": first, "决定": second + "{{申请人}}[[条款:保密]]"}
    said = rules.fill(GOOD, REPLY, values).plain()
    assert "{{申请人}}[[条款:保密]]" in said
    for value in (first, second):
        for line in rules.cleaned(value).split("\n"):
            assert line.strip() in said


@given(NOISE)
def test_a_text_without_problems_prints_without_marks(text: str) -> None:
    values = {**FACTS, "说明": "补"}
    if not rules.problems(text, REPLY, values):
        said = rules.fill(text, REPLY, values).plain()
        assert "未填写" not in said
        assert "{{" not in said
        assert "[[" not in said
        assert "申请行政复议" in said


@pytest.mark.parametrize(
    ("pattern", "fine"),
    [("{prefix}〔{year}〕第{n}号", True), ("{year}-{n:05}", True), ("{n}", False), ("{year}", False), ("{year}{n}{n}", False),
     ("{year}{n}{prefix.__class__}", False), ("{year}{n}{", False), ("x" * 90 + "{year}{n}", False)],
)  # fmt: skip
def test_a_pattern_of_numbers_fills_in_three_places_only(pattern: str, fine: bool) -> None:
    assert (rules.pattern_defect(pattern) == "") is fine
    assert rules.written("{year}-{n:04}", prefix="甲", year=2026, n=7) == "2026-0007"
    assert rules.default_prefix(["云川住建发", "云川住建规"], "依复") == "云川住建依复"
