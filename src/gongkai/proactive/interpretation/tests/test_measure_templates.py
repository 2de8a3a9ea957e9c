"""The outline follows its four dimensions, and a draft covers what it speaks of, not what it only names."""

from __future__ import annotations

from itertools import product

import pytest

from gongkai.proactive.interpretation.rules.kinds import AUDIENCES, CONTENTS, ELEMENTS, POLICY_TYPES, SECTIONS, Stage
from gongkai.proactive.interpretation.rules.templates import UnknownDimension, covered, missing, outline

DRAFT = """<h2>一、为什么要出台？</h2><p>根据《社会救助暂行办法》，原来的标准已经用了五年，物价上涨后不够用。</p>
<h2>二、谁能享受？</h2><p>本市户籍、正在吃低保的残疾人。</p>
<h2>三、能领多少</h2><p>每人每月350元，每月15日前到账。</p>
<h2>四、和以前有什么不同？</h2><p>原来每人每月320元，现在350元；办理时间由30天缩短到20天。</p>
<h2>五、注意事项</h2><p>户口迁出本市的，要在当月告诉街道。</p>
<h2>六、主要内容</h2>
<h2>七、名词解释</h2><p>低保，就是最低生活保障。</p>"""


def test_the_outline_follows_each_of_the_four_dimensions():
    base = outline("benefit", "public", "whole", "release")
    assert [one.key for one in base] == list(ELEMENTS)
    for other in (
        outline("plan", "public", "whole", "release"),
        outline("benefit", "enterprise", "whole", "release"),
        outline("benefit", "public", "change", "release"),
        outline("benefit", "public", "whole", "draft"),
    ):
        assert other != base
    assert outline("benefit", "public", "change", "release")[0].key == "changes"


def test_every_combination_has_all_elements_a_heading_and_a_prompt():
    for policy, audience, content, stage in product(POLICY_TYPES, AUDIENCES, CONTENTS, Stage):
        nine = outline(policy, audience, content, stage)
        assert {one.key for one in nine} == set(ELEMENTS)
        assert all(one.heading and one.prompt.endswith("。") for one in nine)
        assert [one.key for one in outline(policy, audience, content, stage, "five")] == list(SECTIONS)


def test_an_unknown_dimension_is_refused():
    with pytest.raises(UnknownDimension, match="重新选择"):
        outline("benefit", "martians", "whole", "release")


def test_a_draft_covers_what_it_speaks_of():
    found = covered(DRAFT)
    assert set(found) >= {"background", "scope", "standard", "changes", "notes", "keywords"}
    assert "content" not in found, "a heading without a word under it covers nothing"
    assert "goals" not in found
    assert found["scope"].by == "heading"
    assert DRAFT[found["scope"].start : found["scope"].end].startswith("<h2>二、谁能享受")


def test_what_is_missing_is_named_unless_it_does_not_apply():
    assert {"目标任务", "主要内容"} <= set(missing(DRAFT))
    assert "目标任务" not in missing(DRAFT, not_applicable=["goals"])


def test_a_paragraph_without_heading_is_recognised():
    text = "这次调整后，补贴标准由每人每月320元提高到每人每月350元，与原来相比多了30元。\n请注意，过了3月31日逾期不再补发，务必早办。"
    found = covered(text)
    assert found["changes"].by == "paragraph"
    assert found["standard"].by == "paragraph"
    assert "逾期" in found["notes"].text


def test_an_outline_filled_with_text_covers_all_nine():
    for audience in AUDIENCES:
        text = "".join(
            f"<h2>{one.heading}</h2><p>这里写了一段足够长的说明文字，让人看得懂。</p>"
            for one in outline("benefit", audience, "whole", "release")
        )
        assert missing(text) == [], audience
        assert missing("".join(f"<h2>{one.heading}</h2>" for one in outline("benefit", audience, "whole", "release")))


def test_the_five_section_layout_is_recognised():
    text = "一、背景\n近年来入园难、入托难的问题很突出。\n二、目的\n让双职工家庭放心上班。\n三、意义\n对年轻家庭来说省钱省心。\n四、内容\n新建三十所社区托育点。\n五、措施\n由卫健委负责，年底前建成。"
    assert missing(text, "five") == []


def test_general_talk_covers_nothing():
    assert covered("") == {}
    assert covered("今天天气很好，我们去公园散步，看见很多花开了，非常高兴。") == {}


def test_hostile_markup_ends_in_time():
    assert covered("<h2>" * 20_000) == {}
    assert covered("<h1>x<" * 5_000) == {}
