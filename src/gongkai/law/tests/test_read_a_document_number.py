"""The vectors of rules 6.1, and the ways numbers are really written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.numbers import (
    DocumentNumber,
    NumberKind,
    NumberRefused,
    find_numbers,
    judge_document_date,
    judge_number,
    normalise_number,
    number_key,
    parse_number,
    write_date,
)

GOOD = ["国办发〔2017〕47号", "国办公开办函〔2019〕61号", "沪府办字〔2025〕5号", "上海市人民政府令第35号"]
PROPER = "国办发〔2017〕47号"
BAD = [  # written, why, proper
    ("国办发[2017]47号", "六角括号", PROPER),
    ("国办发〔2017〕047号", "不编虚位", PROPER),
    ("国办发〔2017〕第47号", "不加“第”", PROPER),
    ("国办发〔17〕47号", "写全四位", None),
    ("国办发（2017）47号", "六角括号", PROPER),
    ("国办发(2017) 47 号", "空格", PROPER),
    ("国办发［２０１７］４７号", "全角", PROPER),
    ("国办发〔20１7〕4７号", "全角", PROPER),
    ("国办发〔2017年〕47号", "不写“年”", PROPER),
    ("国办发〔2017〕47號", "號", PROPER),
    ("国办发〔2017〕47", "缺少“号”字", PROPER),
    ("国办发〔1998〕第007号", "不加“第”；顺序号不编虚位", "国办发〔1998〕7号"),
    ("国办发〔2017〕0号", "从1编起", None),
    ("国办发〔2017〕号", "顺序号", None),
    ("〔2017〕47号", "机关代字", None),
    ("国办发2017年47号", "六角括号", None),
    ("沪府令35号", "应有“第”", "沪府令第35号"),
    ("上海市人民政府令第035号", "不编虚位", "上海市人民政府令第35号"),
    ("", "没有写文号", None),
    ("国" * 5000, "不是发文字号", None),
]


@pytest.mark.parametrize("text", GOOD)
def test_it_accepts_a_proper_number(text):
    verdict = judge_number(text)
    assert (verdict.valid, verdict.normalised, verdict.reason) == (True, text, None)


@pytest.mark.parametrize(("text", "why", "proper"), BAD)
def test_it_says_what_is_wrong_and_how_to_write_it(text, why, proper):
    verdict = judge_number(text)
    assert not verdict.valid
    assert verdict.normalised == proper
    assert why in verdict.reason


def test_an_order_is_its_own_kind():
    order = parse_number("上海市人民政府令第35号")
    assert (order.kind, order.year, order.serial) == (NumberKind.ORDER, None, 35)
    assert number_key("中华人民共和国主席令第三十五号") == number_key("中华人民共和国主席令第35号")
    assert judge_number("中华人民共和国主席令第一百零三号").normalised == "中华人民共和国主席令第103号"


def test_all_ways_of_writing_share_one_key():
    number = parse_number(PROPER)
    assert len(set(number.variants())) == len(number.variants()) > 10
    assert {number_key(written) for written in number.variants()} == {number.key}
    assert {normalise_number(written) for written in number.variants()} == {PROPER}


def test_different_numbers_have_different_keys():
    keys = {number_key(text) for text in (PROPER, "国办发〔2018〕47号", "国办发〔2017〕4号", "国办函〔2017〕47号")}
    assert len(keys) == 4
    assert number_key("没有文号") is None


@given(st.from_regex(r"[\u4e00-\u9fa5]{2,20}", fullmatch=True).filter(lambda code: not code.endswith(("令", "第"))),
       st.integers(1900, 2099), st.integers(1, 99999))  # fmt: skip
def test_what_it_writes_it_reads_back(code, year, serial):
    number = DocumentNumber(NumberKind.DOCUMENT, code, year, serial)
    assert judge_number(number.text).valid
    assert parse_number(number.text) == number


@given(st.text(max_size=60))
def test_no_text_makes_it_fall_over(text):
    verdict = judge_number(text)
    assert verdict.valid is (verdict.reason is None)
    if verdict.normalised:
        assert judge_number(verdict.normalised).valid


def test_it_refuses_to_parse_what_is_no_number():
    with pytest.raises(NumberRefused):
        parse_number("关于印发通知的通知")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("根据国办发[2017] 47 号和沪府办字〔2025〕5号执行", ["国办发〔2017〕47号", "沪府办字〔2025〕5号"]),
        ("《意见》（国办公开办函（2019）61号）", ["国办公开办函〔2019〕61号"]),
        ("《通知》和国办发〔2017〕47号", [PROPER]),
        ("呼和政办发〔2020〕1号", ["呼和政办发〔2020〕1号"]),
        ("2017年第47号，〔2017〕", []),
    ],
)
def test_it_finds_the_numbers_cited_in_a_text(text, found):
    hits = list(find_numbers(text))
    assert [hit.number.text for hit in hits] == found
    assert all(number_key(text[hit.start : hit.end]) == hit.number.key for hit in hits)


@pytest.mark.parametrize(
    ("text", "valid", "proper"),
    [
        ("2026年11月5日", True, "2026年11月5日"),
        ("2026年11月05日", False, "2026年11月5日"),
        ("二〇二六年十一月五日", False, "2026年11月5日"),
        ("二○二六年十月二十一日", False, "2026年10月21日"),
        ("2026年2月30日", False, None),
        ("2026-11-05", False, None),
    ],
)
def test_it_judges_a_date_of_signing(text, valid, proper):
    verdict = judge_document_date(text)
    assert (verdict.valid, verdict.normalised) == (valid, proper)
    assert valid is (verdict.reason is None)


@given(st.dates())
def test_a_written_date_is_proper(day):
    written = write_date(date(max(day.year, 1000), day.month, min(day.day, 28)))
    assert judge_document_date(written).valid
