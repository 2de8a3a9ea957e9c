"""The packed model, and what the command makes of a spoilt text."""

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from gongkai.engine.screening.rules.proofreading.model.building import counted, write
from gongkai.engine.screening.rules.proofreading.model.packed import FILE, LEVELS, key_of, model, read
from gongkai.engine.screening.rules.proofreading.numerals import (
    CAPITAL_AMOUNT,
    capital_value,
    chinese,
    in_capitals,
    number_of,
)

SPOILT = (
    "2018年度政府信息公开工作报告\n\n一、基本情况\n2018年，本机关主动公开信息17条,其中,公开机构信息12条;公开政策文件2条;公开资金信息4条。\n"
    "三、存在问题\n及时将预算公开在政务平台上。。保障申请人信息的的获取需求。根据2017年度全区工作要求，制定计划。行政机关应当衣法履行职责。\n"
    "推进政務(wù)公开工作。\n"
)


def test_what_was_packed_is_read_back(tmp_path: Path) -> None:
    counts = counted(["行政机关应当依法公开政府信息。" * 5, "行政机关应当及时答复。" * 3])
    path = tmp_path / "laws.bin"
    write(path, counts, {"衣": [("依", False)], "士": [("土", True)]}, {"的": 1.0}, 100)
    packed = read(path)
    assert all(LEVELS[packed.level(key_of(run))] <= count for run, count in counts.items())
    assert packed.level(key_of("行政机关")) == LEVELS.index(8)
    assert packed.confusable(ord("衣")) == "依"
    assert packed.only_in_shape(ord("士"), "土")
    assert packed.alone("的") == 1.0
    unseen = [chr(code) * 3 for code in range(0x4E00, 0x4E00 + 2000)]
    assert sum(packed.level(key_of(run)) > 0 for run in unseen) <= 8


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"x" * 100)
    with pytest.raises(ValueError, match="不是校对模型"):
        read(path)


def test_the_model_is_small() -> None:
    assert FILE.stat().st_size <= 4_000_000
    assert model().total > 10_000_000


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十")]
)
def test_chinese_numerals_go_both_ways(number: int, written: str) -> None:
    assert number_of(written) == number
    assert chinese(number) == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [("10000", "壹万元整"), ("1020.50", "壹仟零贰拾元伍角"), ("100000001", "壹亿零壹元整"), ("305.07", "叁佰零伍元零柒分"), ("120003400", "壹亿贰仟万叁仟肆佰元整")],
)  # fmt: skip
def test_amounts_in_capitals_go_both_ways(amount: str, written: str) -> None:
    from decimal import Decimal

    assert in_capitals(Decimal(amount)) == written
    match = CAPITAL_AMOUNT.fullmatch(written)
    assert match is not None
    assert capital_value(match) == Decimal(amount)


@pytest.mark.requirement("R271")
def test_the_command_finds_what_a_careful_reader_would(tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    file.write_text(SPOILT, encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("screen", str(file), "--json", stdout=out)
    assert end.value.code == 1
    found = json.loads(out.getvalue())
    hits = {(one["check"], SPOILT[one["start"] : one["end"]]) for one in found}
    assert {
        ("text.mojibake", "(wù)"), ("typo.repeat", "的的"), ("text.punctuation", "。。"), ("text.numbering", "三、"),
        ("text.stale-year", "2017年"), ("number.sum", "17条"), ("typo.word", "衣"),
    } <= hits  # fmt: skip
    assert all(re.search("[。？]$", one["message"]) for one in found)


@pytest.mark.corpus
def test_the_published_figures_hold() -> None:
    from bench.sections import proofreading

    if not proofreading.FOLDER.is_dir():
        pytest.skip("没有共享语料")
    result = proofreading.measured()
    assert [check.name for check in result.checks if check.ok is False] == []
