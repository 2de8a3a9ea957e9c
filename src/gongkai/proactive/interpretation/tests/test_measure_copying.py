"""Copied wording is found however it was disguised, and an explanation in one's own words is left alone."""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.proactive.interpretation.rules.copying import LIMITS, TooLong, copied, needs_reason, verdict
from gongkai.proactive.interpretation.rules.plain import measure

POLICY = (
    "第一条 为保障困难残疾人的基本生活，根据国家有关规定，结合本市实际，制定本办法。\n"
    "第二条 本市户籍、持有第二代残疾人证的最低生活保障家庭中的残疾人，可以申请困难残疾人生活补贴。\n"
    "第三条 补贴标准为每人每月三百二十元，由区财政按月拨付，发放至申请人本人的社会保障卡账户。\n"
    "第四条 申请人向户籍所在地的街道办事处提出书面申请，并提交身份证明、残疾人证和银行账户复印件。\n"
    "第五条 街道办事处应当自受理之日起十五个工作日内完成初审，区残疾人联合会在十个工作日内完成复核。\n"
    "第六条 申请人迁出本市、死亡或者不再符合条件的，自次月起停止发放，由街道办事处书面告知其家属。\n"
)
OWN_WORDS = (
    "家里有残疾人、又在吃低保的，这次能多领一份钱。怎么领？带上证件去户口所在的街道窗口，填一张表就行，"
    "大约五周后钱会打到社保卡里。要是搬去外地，下个月起就不再发了，街道会写信告诉您。"
)
SENTENCES = [line.split(" ", 1)[1] for line in POLICY.strip().split("\n")]
CORPUS = Path(__file__).parents[6] / "shared" / "corpus" / "policy_documents.jsonl.gz"


def test_the_policy_itself_is_copied_whole():
    assert copied(POLICY, POLICY).ratio == 1


def test_an_explanation_in_own_words_is_not_copied():
    found = copied(OWN_WORDS, POLICY)
    assert found.ratio == 0
    assert verdict(found) == ""


@given(st.permutations(SENTENCES))
@settings(max_examples=60, deadline=None)
def test_shuffling_the_sentences_changes_nothing(order):
    assert copied("".join(order), POLICY).ratio >= 0.97


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_shuffling_the_clauses_hides_little(chance):
    clauses = [clause for clause in re.split("[，、。]", "".join(SENTENCES)) if clause]
    chance.shuffle(clauses)
    assert copied("，".join(clauses), POLICY).ratio >= 0.75


def test_one_short_clause_in_common_is_not_copied():
    assert copied("想申请的，跟街道办事处说一声；区财政按月拨付，钱就到卡上。", POLICY).ratio == 0


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_changed_characters_hide_little(chance):
    """One character of each fifteen replaced."""
    text = list("".join(SENTENCES))
    for place in range(chance.randrange(5, 15), len(text), 15):
        text[place] = chance.choice("甲乙丙丁戊己庚辛")
    assert copied("".join(text), POLICY).ratio >= 0.85


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_fillers_put_in_hide_little(chance):
    pieces = re.findall(r".{9,14}", "".join(SENTENCES))
    text = "".join(piece + chance.choice(["那么", "也就是说，", "其实", "，对吧，"]) for piece in pieces)
    assert copied(text, POLICY).ratio >= 0.65


@given(
    st.text(alphabet="的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动", max_size=400)
)
@settings(max_examples=60, deadline=None)
def test_random_text_stays_near_nought_and_places_are_true(text):
    found = copied(text + SENTENCES[2], POLICY)
    for run in found.runs:
        assert (text + SENTENCES[2])[run.start : run.end] == run.text
    assert copied(text, POLICY).ratio <= 0.02


def test_other_spellings_are_the_same_words():
    traditional = "補貼標準為每人每月三百二十元，由區財政按月撥付，發放至申請人本人的社會保障卡賬戶"
    full_width = POLICY.replace("，", ",").replace("。", " ").replace("\n", "　")
    assert copied(traditional, POLICY).ratio == 1
    assert copied(full_width, POLICY).ratio == 1


def test_half_and_half_is_a_half():
    text = SENTENCES[2] + "甲乙丙丁戊己庚辛壬癸" * 4
    found = copied(text, POLICY)
    assert abs(found.ratio - (len(re.sub(r"\W", "", SENTENCES[2])) / len(re.sub(r"\W", "", text)))) < 0.02


def test_titles_and_quotations_with_source_are_counted_apart():
    policy = "云川市困难残疾人生活补贴和重度残疾人护理补贴实施办法\n" + POLICY
    title = "请看《云川市困难残疾人生活补贴和重度残疾人护理补贴实施办法》怎么说。"
    quoted = f"原文：“{SENTENCES[2]}”（第三条）简单说，就是按月打到卡里。"
    block = f"<blockquote>{SENTENCES[1]}（第二条）</blockquote><p>也就是说，吃低保的残疾人都能领。</p>"
    for text in (title, quoted, block):
        found = copied(text, policy)
        assert found.ratio <= 0.02, text
        assert found.quoted_ratio > 0.3, text
        assert all(run.quoted for run in found.runs)


def test_a_quotation_without_source_is_copied_text():
    assert copied(f"<blockquote>{SENTENCES[2]}</blockquote>", POLICY).ratio == 1
    assert copied(f"《{POLICY}》", POLICY).ratio > 0.9, "a whole text in title marks is no title"


def test_markup_does_not_break_a_run():
    text = "<p>补贴标准为<strong>每人每月</strong>三百二十元，由区财政&nbsp;按月拨付，<br>发放至申请人本人的社会保障卡账户。</p>"
    found = copied(text, POLICY)
    assert found.ratio == 1
    assert found.runs[0].text.startswith("补贴标准")


def test_what_is_copied_must_be_given_a_reason_for():
    found = copied(POLICY, POLICY)
    assert needs_reason(found)
    assert "写明理由" in verdict(found)
    assert found.runs[0].policy_start == 0
    assert LIMITS.source == "本平台默认"


def test_nothing_is_compared_with_nothing():
    assert copied("", POLICY).ratio == 0
    assert copied("，。！", POLICY).ratio == 0
    assert copied(OWN_WORDS, "").ratio == 0


def test_a_text_beyond_the_limit_is_refused():
    with pytest.raises(TooLong, match="分篇"):
        copied("字" * 400_001, POLICY)


def test_a_hundred_kilobytes_take_less_than_half_a_second():
    chance = random.Random(6)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 800)]
    policy = "".join(chance.choice(letters) for _ in range(34_000))
    parts = [policy[n : n + 200] for n in range(0, len(policy), 200)]
    chance.shuffle(parts)
    copied("".join(letters), "")  # the table of characters is filled once a process
    began = time.process_time()
    found = copied("".join(parts), policy)
    assert time.process_time() - began < 0.5
    assert found.ratio > 0.97


@pytest.mark.parametrize(
    "text", ["<!--" * 20_000, "<blockquote>" * 8_000, "《" * 60_000, "甲乙" * 50_000, "&#" * 50_000]
)
def test_hostile_texts_end_in_time(text):
    began = time.process_time()
    copied(text, text)
    assert time.process_time() - began < 3


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_real_policies_on_different_matters_share_little():
    """Real policies share formulas of politics and of law; nothing near the limit."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        texts = [one["text"] for one in map(json.loads, lines) if len(one["text"] or "") > 1500][:16]
    ratios = sorted(copied(one, other).ratio for one in texts[:8] for other in texts[8:])
    assert ratios[len(ratios) // 2] < 0.02
    assert ratios[-1] < LIMITS.note


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_interpretations_of_the_corpus_are_told_from_their_policies():
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        records = [one for one in map(json.loads, lines) if one["text"]]
    pairs = [
        (one, other)
        for one in records
        for other in records
        if one is not other and "解读" in one["title"] and other["title"] and other["title"] in one["title"]
    ]
    if not pairs:
        pytest.skip("the corpus holds no interpretation together with its policy")
    assert all(copied(one["text"], other["text"]).ratio < 0.9 for one, other in pairs)


@pytest.mark.requirement("R167")
def test_naming_the_policy_is_not_copying_it_and_no_jargon():
    title = "云川市人民政府办公室关于印发《云川市统筹推进社区嵌入式服务设施建设实施办法（试行）》的通知"
    policy = "云川市统筹推进社区嵌入式服务设施建设实施办法（试行）。第一条 本办法适用于全市。"
    told = "统筹推进社区嵌入式服务设施建设实施办法是什么？一句话：在家门口吃饭、托管孩子。"
    assert copied(told, policy).runs
    named = copied(told, policy, title=title)
    assert named.ratio == 0.0
    assert not any(finding.kind == "jargon" for finding in measure(told, title=title).findings)
    assert any(finding.kind == "jargon" for finding in measure(told).findings)
