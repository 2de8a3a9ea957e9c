"""What each outcome needs before it can be put up for approval."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.rules.forms import Matter, Party, form_defects
from gongkai.responsive.applications.rules.intake import identity_defect, kind_defect
from gongkai.responsive.applications.rules.outcomes import Basis, Draft, defects

LAW = Basis("《中华人民共和国保守国家秘密法》", "第九条", "法律")
DAY = dt.date(2026, 4, 20)
GOOD: dict[str, Draft] = {
    "R1": Draft("R1", where="云川市政府网站“部门文件”栏目"),
    "R2": Draft("R2", given=["明细.xlsx"]),
    "R3": Draft("R3", reason="含个人隐私", given=["明细.xlsx"], withheld="户主姓名", withheld_grounds=["X4"]),
    **{
        f"R4{letter}": Draft(f"R4{letter}", reason="说明", bases=[LAW], severable="不能区分", third_parties=["refused"])
        for letter in "abcdefg"
    },
    "R5": Draft("R5", reason="属于不动产登记资料", bases=[LAW], other_law="《不动产登记暂行条例》"),
    "R6": Draft("R6", reason="未制作", searches=1),
    "R7": Draft("R7", reason="由区政府制作", redirect="临江区人民政府", redirect_contact="000-00000000"),
    "R8": Draft("R8", reason="需要逐户汇总"),
    "R9": Draft("R9", reason="没有写明年份", supplemented=True),
    "R10": Draft("R10", reason="反映的是邻里纠纷"),
    "R11": Draft("R11", reason="内容相同", repeats="云川住建依申〔2026〕第1号"),
    "R12": Draft("R12", reason="市政府公报"),
    "R13": Draft("R13", reason="理由不合理", reasons_asked=True),
    "R14": Draft("R14", reason="已于三月提供"),
    "R15": Draft("R15", reason="未补正", supplement_due=DAY, today=DAY + dt.timedelta(days=1)),
    "R16": Draft("R16", reason="未缴费", payment_due=DAY, today=DAY + dt.timedelta(days=1)),
    "R17": Draft("R17"),
}


def test_every_outcome_of_the_law_has_its_example() -> None:
    assert set(GOOD) == set(REPLY_KINDS)


@pytest.mark.parametrize("code", GOOD)
def test_a_complete_draft_has_no_defect(code: str) -> None:
    assert defects(GOOD[code]) == []


@pytest.mark.parametrize("code", [code for code in GOOD if code != "R17"])
def test_an_empty_draft_of_any_outcome_is_refused_in_words(code: str) -> None:
    found = defects(Draft(code))
    assert found
    assert all(sentence.endswith("。") for sentence in found)


@pytest.mark.parametrize("rank", ["部门规章", "地方性法规", "规范性文件"])
def test_only_laws_and_administrative_regulations_forbid(rank: str) -> None:
    draft = Draft("R4b", reason="说明", severable="不能", bases=[Basis("《某办法》", "第一条", rank)])
    assert any("不能作为依据" in sentence for sentence in defects(draft))


def test_a_third_party_that_refuses_is_overridden_only_with_the_public_interest() -> None:
    draft = Draft("R2", given=["合同.pdf"], third_parties=["refused"])
    assert any("公共利益" in sentence for sentence in defects(draft))


def test_the_last_day_of_a_period_still_belongs_to_the_applicant() -> None:
    assert defects(Draft("R15", reason="未补正", supplement_due=DAY, today=DAY))
    assert defects(Draft("R16", reason="未缴费", payment_due=DAY, today=DAY))


def test_the_regulation_itself_forbids_nothing_and_a_rank_is_that_of_the_text() -> None:
    def said(*bases: Basis) -> str:
        return " ".join(defects(Draft("R4b", reason="说明", severable="不能区分", bases=bases)))

    own = Basis("《中华人民共和国政府信息公开条例》", "第十四条", "行政法规")
    assert "本身不是禁止的依据" in said(own)
    assert not said(own, Basis("中华人民共和国统计法", "第二十五条", "法律"))
    assert "从名称看是地方制定的" in said(Basis("云川市失业保险管理暂行规定", "第三条", "行政法规"))
    assert "从名称看不是法律" in said(Basis("失业保险金申领发放办法", "第三条", "法律"))
    assert "法规库中《某条例》是地方性法规" in said(Basis("《某条例》", "第三条", "行政法规", "地方性法规"))
    assert not said(own, Basis("住房公积金管理条例", "第三条", "行政法规"))


def test_what_came_after_the_period_may_end_the_case_or_not() -> None:
    late = Draft(
        "R15", reason="逾期没有正当理由", supplement_due=DAY, today=DAY + dt.timedelta(days=3), supplemented=True
    )
    assert defects(late)
    assert not defects(dataclasses.replace(late, supplemented_late=True))


def test_one_person_is_one_applicant_and_an_organisation_none() -> None:
    one = Party("natural", "钱一鸣", identity="id-card", identity_number="110101199003070038", phone="13800000000")
    twice = form_defects([Matter("预算", "2025年预算")], [one, dataclasses.replace(one, name="孙二川")], complete=True)
    assert any("证件号码相同" in sentence for sentence in twice)
    for name in ("云川市第一中学", "宏达建筑工程队", "云川晚报社", "鼎盛商行"):
        assert kind_defect("natural", name, "id-card"), name
    for name in ("钱一鸣", "欧阳建社", "阿卜杜热西提·买买提", "诸葛明所"):
        assert not kind_defect("natural", name, "id-card"), name
    assert identity_defect("natural", "passport", "12")
    assert not identity_defect("natural", "passport", "E12345678")
