"""Names are recognised by how likely they are and by whom the sentence speaks of, not by labels."""

import pytest

from gongkai.engine.screening.rules import Severity, screen

COUNTED = {Severity.BLOCK, Severity.JUDGE}


def names(text: str) -> list[str]:
    return [one.hit for one in screen(text, only=["personal.name"]) if one.severity in COUNTED]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("昨晚沈小满在网吧与人争执，被打断鼻梁。", ["沈小满"]),
        ("孟可欣同意由前夫抚养儿子，不再要求分割房产。", ["孟可欣"]),
        ("欧阳雪的母亲瘫痪多年，全靠低保过日子。", ["欧阳雪"]),
        ("租客阿依努尔·买买提半夜报警，称门锁被人撬了。", ["阿依努尔·买买提"]),
        ("陈敏车祸后一直住院，肇事司机至今没露面。", ["陈敏"]),
        ("潘小平：你来信反映的低保问题已经查清，答复如下。", ["潘小平"]),
    ],
)
def test_a_name_in_running_text_is_found_by_what_is_told_of_the_person(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "县长马文涛到信访大厅接访，当场答复3件欠薪投诉。",
        "执法人员：吴小东（执法证号13812341234）、郑凯歌（执法证号13912341234）",
        "云川宏远公司（法定代表人：余国梁）拖欠工资被罚款。",
        "方可办理离婚登记，万元以下的罚款可以当场收缴。",
        "女方曾三次要求男方归还彩礼。",
        "退租后未交水费，房东手机13812341234。",
        "和平街道、文昌路、高家庄村的困难家庭共12户。",
        "李先生、王女士来电咨询生育津贴。",
    ],
)
def test_officials_places_and_words_are_no_private_names(text: str) -> None:
    assert names(text) == []


def test_names_listed_side_by_side_stand_or_fall_together() -> None:
    assert names("村民郑大山、孙桂芬和陆长顺三家的承包地被占。") == ["郑大山", "孙桂芬", "陆长顺"]
    assert names("包案领导：副县长李文斌、周志刚、吴建平，负责化解信访积案。") == []


def test_a_person_found_once_is_found_wherever_named_again() -> None:
    text = "当事人林小曼因丈夫家暴报警。\n处理情况：已向林小曼说明下一步程序。"
    assert names(text) == ["林小曼", "林小曼"]


def test_a_contact_with_an_office_line_is_public_and_with_a_mobile_number_is_not() -> None:
    assert names("联系人：周文彬，电话：0512-66320188") == []
    assert names("联系人：周文彬，手机：13812341234") == ["周文彬"]


def checks(text: str) -> set[str]:
    return {one.check for one in screen(text, only=["personal"]) if one.severity in COUNTED}


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("她在群里用xiao_mei2019骂人，邻居都看见了。", "personal.messenger"),
        ("我丈夫住院，请晚上打0512-66320188，白天没人。", "personal.landline"),
        ("旅客在登机口出示E12345678，已过期。", "personal.passport"),
        ("找到一本退伍证，南字第1234567号，失主是位老人。", "personal.military-id"),
        ("抚养费每月转到我的6217001234567890123，已断半年。", "personal.account"),
        ("我妈得了尘肺病，矿上不肯赔。", "personal.health"),
    ],
)
def test_a_number_or_illness_is_somebodys_where_private_life_is_told(text: str, check: str) -> None:
    assert check in checks(text)


@pytest.mark.parametrize(
    "text",
    [
        "信访局办公电话0512-66320188，工作日接听。",
        "尘肺病、白血病等24种大病纳入救助范围。",
        "产品批号E12345678，检验合格。",
        "网站技术支持QQ：3046328193",
        "预算单位零余额账户0025008318000007898年终清零。",
    ],
)
def test_the_same_of_offices_rules_and_goods_is_not(text: str) -> None:
    assert checks(text) == set()
