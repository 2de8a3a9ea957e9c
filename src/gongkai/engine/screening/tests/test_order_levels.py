"""一、（一） 1.（1）: a level left out or used in the wrong place is a hint; what laws and short texts do is none."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from gongkai.engine.screening.rules import Severity, screen

CORPUS = Path(__file__).resolve().parents[6] / "shared" / "corpus"
MOST_OF_POLICIES = 0.05


def found(*lines: str) -> list[tuple[str, str]]:
    text = "\n".join(lines)
    hints = screen(text, only=["text.level"])
    assert all(one.severity is Severity.INFO for one in hints)
    return [(one.title, text[one.start : one.end]) for one in hints]


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        (["一、总体要求", "（一）目标", "1.年底", "二、任务", "1.清查", "2.整改"], ("层次跳级", "1.")),
        (["一、要求", "（一）目标", "（1）年底", "1.明年", "（1）年初"], ("层次跳级", "（1）")),
        (["一、要求", "（1）目标", "（2）任务", "二、安排", "（一）启动", "1.会议"], ("层次跳级", "（1）")),
        (["（一）要求", "一、目标", "二、任务", "（二）安排", "一、启动"], ("层次颠倒", "一、")),
        (["一、总则", "1.要求", "（一）目标", "（二）任务", "2.安排", "（一）启动"], ("层次颠倒", "（一）")),
        (["一、总则", "（一）要求", "（1）目标", "1.甲", "2.乙", "（2）任务"], ("层次颠倒", "1.")),
    ],
)
def test_a_level_left_out_or_turned_round_is_found(lines: list[str], hint: tuple[str, str]) -> None:
    assert hint in found(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["一、要求", "（一）目标", "1.年底", "（1）甲", "（2）乙", "2.年初", "（二）任务", "二、安排", "（一）启动"],
        ["一、材料", "1.申请表", "2.身份证", "二、时间", "1.受理"],  # two levels only
        ["第一条 有下列情形之一的：", "（一）甲", "（二）乙", "第二条 期限", "（一）丙", "1.丁", "一、戊", "（二）己"],
        ["一、要求", "（一）目标", "二、任务", "（二）分工", "三、安排", "（三）启动"],  # counted through the text
        ["一、要求", "（一）目标", "1.年底", "二、材料", "需提交下列材料：", "1.申请表", "2.身份证"],
        ["一、要求", "（一）目标", "1.甲", "附件1", "1.填表说明", "（1）甲", "（2）乙"],
        ["（一）甲", "（二）乙", "1.丙"],  # no first level: a list in running text
        ["一、要求", "（一）、（二）项所列人员", "1.2万元"],
    ],
)
def test_what_is_usual_passes(lines: list[str]) -> None:
    assert found(*lines) == []


def test_each_fault_is_told_once() -> None:
    part = ["二、任务", "1.清查", "2.整改", "三、任务", "1.清查"]
    assert len(found("一、总体要求", "（一）目标", "1.年底", *part)) == 1


@pytest.mark.parametrize(
    ("name", "most"), [("policy_documents", MOST_OF_POLICIES), ("laws_rules_and_interpretations", 0.0)]
)
def test_clean_texts_are_left_alone(name: str, most: float) -> None:
    path = CORPUS / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip("没有共享语料")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for line in stream][:200]
    assert sum(bool(found(text)) for text in texts) <= most * len(texts)
