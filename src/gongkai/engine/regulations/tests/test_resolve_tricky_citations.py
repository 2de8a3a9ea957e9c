"""Citations as they are met, each with the verdict that a careful reader gives."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.engine.regulations.rules import Citation, Days, resolve
from gongkai.engine.regulations.tests.small_library import LIBRARY, OWN

TODAY = dt.date(2026, 11, 22)


def read(text: str, text_on: str = "2026-11-20") -> list[Citation]:
    return resolve(text, LIBRARY, OWN, Days(dt.date.fromisoformat(text_on), TODAY))


def verdicts(text: str, text_on: str = "2026-11-20") -> list[tuple[str, str]]:
    return [(one.written, str(one.verdict)) for one in read(text, text_on)]


TRICKY: list[tuple[str, str, str, int | None]] = [
    # text, what is cited, verdict, version
    ("根据《中华人民共和国政府信息公开条例》规定", "《中华人民共和国政府信息公开条例》", "valid", 12),
    ("根据《政府信息公开条例》第三十六条", "《政府信息公开条例》", "valid", 12),
    ("根据《政府信息公开条例》第三十七条第一款第（二）项", "《政府信息公开条例》", "valid", 12),
    ("根据《政府信息公开条例》第六十条", "《政府信息公开条例》", "no-article", 12),
    ("根据《政府信息公开条例》（国务院令第711号）", "《政府信息公开条例》", "valid", 12),
    ("根据《政府信息公开条例》（中华人民共和国国务院令第711号）", "《政府信息公开条例》", "valid", 12),
    ("根据《政府信息公开条例》（国务院令第492号）", "《政府信息公开条例》", "amended", 11),
    ("根据《政府信息公开条例》(国务院令 第７１１号)", "《政府信息公开条例》", "valid", 12),
    ("根据《政府信息公开条例》（国务院令第七百一十一号）", "《政府信息公开条例》", "valid", 12),
    ("根据《政府信息公开条例》（国务院令第722号）", "《政府信息公开条例》", "wrong-number", 12),
    ("根据《中华人民共和国政府信息公开条例（2019修订）》", "《中华人民共和国政府信息公开条例（2019修订）》", "valid", 12),
    ("根据《政府信息公开条例》（2019年修订）", "《政府信息公开条例》", "valid", 12),
    ("根据《政府信息公开条例（2007年）》", "《政府信息公开条例（2007年）》", "amended", 11),
    ("根据国务院令第711号", "国务院令第711号", "valid", 12),
    ("根据中华人民共和国国务院令第499号", "国务院令第499号", "valid", 81),
    ("根据《中华人民共和国合同法》第五十二条", "《中华人民共和国合同法》", "repealed", 31),
    ("根据《合同法》", "《合同法》", "repealed", 31),
    ("根据《中华人民共和国民法典》第一千二百六十条", "《中华人民共和国民法典》", "valid", 41),
    ("根据《民法典》第1261条", "《民法典》", "no-article", 41),
    ("根据《行政处罚法》第三条、第八十七条", "《行政处罚法》", "no-article", 22),
    ("根据《行政处罚法》第三条至第五条", "《行政处罚法》", "valid", 22),
    ("根据行政处罚法第八条", "行政处罚法", "valid", 22),
    ("违反刑法第一百二十条之一的", "刑法", "valid", 131),
    ("违反《刑法》第一百二十条之二的", "《刑法》", "no-article", 131),
    ("根据《云川市城市绿化条例》", "《云川市城市绿化条例》", "not-yet", 91),
    ("根据《云川市住房租赁补贴管理办法》", "《云川市住房租赁补贴管理办法》", "valid", 101),
    ("根据《云川市住房租赁补贴管理办法（试行）》", "《云川市住房租赁补贴管理办法（试行）》", "valid", 101),
    ("根据《优化营商环境条例（试行）》", "《优化营商环境条例（试行）》", "wrong-title", 51),
    ("根据《中华人民共和国政府信息公布条例》", "《中华人民共和国政府信息公布条例》", "wrong-title", None),
    ("根据《机关团体楼堂馆所建设管理条例》", "《机关团体楼堂馆所建设管理条例》", "unknown", None),
    ("根据《机关团体建设楼堂馆管理条例》", "《机关团体建设楼堂馆管理条例》", "wrong-title", None),
    ("根据《中华人民共和国刑事诉讼法》", "《中华人民共和国刑事诉讼法》", "unknown", None),
    ("根据《湖川市城市绿化条例》", "《湖川市城市绿化条例》", "unknown", None),
    ("填写《政府信息公开申请表》", "《政府信息公开申请表》", "other", None),
    ("出示《出生医学证明》", "《出生医学证明》", "other", None),
    ("按《云川市人民政府关于加强物业管理的通知》办理", "《云川市人民政府关于加强物业管理的通知》", "valid", None),
    ("按云川政发〔2025〕3号办理", "云川政发〔2025〕3号", "valid", None),
    ("按云川政发[2025]3号办理", "云川政发[2025]3号", "valid", None),
    ("按《云川市停车场管理办法》收费", "《云川市停车场管理办法》", "repealed", None),
    ("按省政发〔2019〕88号办理", "省政发〔2019〕88号", "unknown", None),
    ("《中华人民共和国政府信息公开\n条例》第五条", "《中华人民共和国政府信息公开\n条例》", "valid", 12),
    ("《国务院关于修改〈中华人民共和国行政处罚法〉的决定》", "〈中华人民共和国行政处罚法〉", "valid", 22),
    ("《云川市档案管理规定》第九十条", "《云川市档案管理规定》", "valid", 151),
    ("《行政复议法》及其实施条例", "《行政复议法》", "valid", 72),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written", "verdict", "version"), TRICKY, ids=[one[0][:40] for one in TRICKY])
def test_a_citation_gets_the_verdict_of_a_careful_reader(
    text: str, written: str, verdict: str, version: int | None
) -> None:
    found = {one.written: one for one in read(text)}
    assert written in found, list(found)
    assert str(found[written].verdict) == verdict, found[written].message
    if version is not None:
        assert found[written].version_id in {version, None}
        assert found[written].law_id is not None


def test_a_text_of_its_day_cites_the_version_of_its_day() -> None:
    (old,) = read("《行政处罚法》第七条", "2018-05-01")
    assert (old.version_id, str(old.verdict)) == (21, "amended")
    assert "2021年7月15日" in old.message


@pytest.mark.parametrize(
    "text",
    [
        "现公布修订后的《政府信息公开条例》，自2019年5月15日起施行。",
        "《政府信息公开条例》已经国务院常务会议修订通过，现予公布。",
    ],
)
def test_what_a_text_promulgates_is_the_version_just_decided(text: str) -> None:
    (one,) = read(text, "2019-04-03")
    assert (one.version_id, str(one.verdict)) == (12, "valid")
    (old,) = read("根据《政府信息公开条例》", "2019-04-03")
    assert old.version_id == 11


def test_a_short_name_stands_for_what_it_was_given_to() -> None:
    text = "《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）。依据《条例》第七十条办理。"
    full, short = read(text)
    assert (str(full.verdict), str(short.verdict)) == ("valid", "no-article")
    assert short.title == "中华人民共和国政府信息公开条例"


@pytest.mark.parametrize("name", ["《处罚法》", "“处罚法”", "处罚法"])
def test_a_short_name_may_be_written_in_any_marks(name: str) -> None:
    text = f"《中华人民共和国行政处罚法》（以下简称{name}）规定……处罚法第九十条规定"
    assert verdicts(text)[-1] == ("处罚法", "no-article")


def test_two_short_names_do_not_mix() -> None:
    text = "《行政复议法》（以下简称《法》）和《行政复议法实施条例》（以下简称《实施条例》），《实施条例》第七十条"
    assert verdicts(text)[-1] == ("《实施条例》", "no-article")


def test_the_short_name_of_a_law_is_not_read_out_of_a_longer_title() -> None:
    text = "《中华人民共和国行政复议法》（以下简称行政复议法）。行政复议法实施条例第六十条。"
    assert verdicts(text)[-1] == ("行政复议法实施条例", "valid")


def test_back_references_find_the_last_text_of_that_kind() -> None:
    text = "《合同法》已失效。《政府信息公开条例》施行后，该条例第八十条和该法第五条不同。"
    found = verdicts(text)
    assert ("该条例", "no-article") in found
    assert ("该法", "repealed") in found


def test_the_article_of_the_text_itself_must_be_there() -> None:
    text = "第一条 为了管理。\n第二条 适用本办法。\n第三条 违反本办法第九条的，处罚。\n第四条 自公布之日起施行。"
    assert ("本办法", "no-article") in verdicts(text)
    assert verdicts(text.replace("第九条", "第二条")) == []


def test_the_number_at_the_head_of_a_text_is_its_own() -> None:
    assert verdicts("关于某事的通知\n国办发〔2026〕9号\n各市：") == [("国办发〔2026〕9号", "other")]


def test_the_annex_that_follows_is_not_missed_in_the_library() -> None:
    text = "现将《云川市献血奖励办法》印发给你们。\n云川市献血奖励办法\n第一条 为了奖励。"
    assert verdicts(text) == [("《云川市献血奖励办法》", "other")]


def test_a_title_inside_an_unknown_title_is_looked_up_too() -> None:
    found = verdicts("《云川市教育局关于贯彻〈中华人民共和国合同法〉的通知》")
    assert ("〈中华人民共和国合同法〉", "repealed") in found


def test_the_message_says_by_what_a_law_was_repealed() -> None:
    (one,) = read("《合同法》")
    assert one.message == "《中华人民共和国合同法》已于2021年1月1日由《中华人民共和国民法典》废止。"
    assert one.suggestion == "请改引《中华人民共和国民法典》的相应规定。"


def test_a_wrong_title_comes_with_the_right_one() -> None:
    (one,) = read("《政府信息公布条例》")
    assert one.suggestion == "《中华人民共和国政府信息公开条例》"
    assert one.check == "citation.wrong-title"
