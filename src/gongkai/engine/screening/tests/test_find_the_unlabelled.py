"""Numbers without a word beside them, forms, scans, other writings, masks that are none, and days of birth."""

import pytest

from gongkai.engine.screening.rules import Severity, screen

COUNTED = {Severity.BLOCK, Severity.JUDGE}
ID, OLD_ID, MOBILE = "11010519491231002X", "110105491231002", "13812341234"


def found(text: str) -> dict[str, str]:
    return {one.hit: one.check for one in screen(text, only=["personal"]) if one.severity in COUNTED}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("陈秀兰 2070848875 二年级 走读 父亲在外务工", "2070848875"),
        ("用户沈建国，编号61345465，家中有老人", "61345465"),
        ("随迁子女材料：父周志强，香港居民，73508072", "73508072"),
        (f"冯杰,{ID},{MOBILE},0074035102000009802", "0074035102000009802"),
        ("孩子离家前把QQ空间锁了，号是3110520825", "3110520825"),
    ],
)
def test_a_bare_number_beside_somebody_is_somebodys(text: str, number: str) -> None:
    assert number in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "行政检查人员 侯建设 9326752768；樊丽君 7337489012",
        "中标候选人业绩：项目经理 纪宏达，建造师编号 1123456789",
        "工单123456789012：市民反映烧烤店油烟，已责令整改",
        "陈秀兰于20250301日来访，反映低保一事。".replace("陈秀兰", "陈某"),
        "摇号种子数：12345678；公证处现场监督",
    ],
)
def test_the_number_of_a_thing_or_of_somebody_in_office_is_not(text: str) -> None:
    assert found(text) == {}


def test_an_old_identity_number_needs_no_word_beside_it() -> None:
    assert found(f"档案袋封面写着{OLD_ID}，与入团志愿书相差两岁") == {OLD_ID: "personal.id-number"}
    assert found(f"工程量清单编码{OLD_ID}") == {}


@pytest.mark.parametrize("sign", ["|", " | ", "\t", "│"])
def test_one_figure_in_each_box_is_read_as_one_number(sign: str) -> None:
    assert sign.join(ID) in found(f"证件号码 {sign.join(ID)}")
    assert sign.join(MOBILE) in found(f"电话 {sign.join(MOBILE)}")
    assert found(f"记分 {sign.join('112233445566')}") == {}


def test_figures_that_a_scanner_read_as_letters_are_figures() -> None:
    assert found("联系手机 l38I234l234") == {"l38I234l234": "personal.phone"}
    assert found("身份证号 11O1o519491231002X") == {"11O1o519491231002X": "personal.id-number"}


@pytest.mark.parametrize(
    "mail", ["liuyang_9(at)163.com", "liuyang_9#126.com", "liuyang_9 at sina dot com", "liuyang_9＠qq．com"]
)
def test_a_mail_box_hidden_from_machines_is_found(mail: str) -> None:
    assert mail in found(f"举报人邮箱：{mail}，要求匿名")
    assert found("监督邮箱：jiandu(at)yunchuan.gov.cn") == {}


@pytest.mark.parametrize(
    "line", ["（0512）65123456", "0512/65123456", "0512—6512 3456", "+86-512-65123456", "0512-65123456转803"]
)
def test_a_telephone_at_home_is_found_in_every_writing(line: str) -> None:
    assert line in found(f"信访人家中电话{line}，人在外地")
    assert found(f"咨询电话{line}") == {}


def test_two_masks_that_fill_each_other_in_are_no_mask() -> None:
    assert found("受理短信发至138****1234。公示：13812****34") == {"13812****34": "personal.mask"}
    assert found("受理短信发至138****1234。公示：138****1234") == {}
    assert found("身份证32010219XXXX016166，退费") == {"32010219XXXX016166": "personal.mask"}


def test_a_birthday_on_a_list_is_found_and_one_in_a_decision_only_named() -> None:
    assert found("姓名：许敏 出生日期：1984年7月28日")["1984年7月28日"] == "personal.birth"
    decision = screen("被处罚人许敏，女，1984年7月28日出生，因打架被罚款。", only=["personal.birth"])
    assert [one.severity for one in decision] == [Severity.INFO]
    assert found("生产日期：2024年7月28日") == found("凡2018年8月31日前出生的儿童可报名") == {}


@pytest.mark.parametrize(
    "text", ["郑大山犯故意伤害罪，判处有期徒刑一年。", "孙桂芬拖着行李在大厅睡了两夜。", "驳回沈小满的再审申请"]
)
def test_what_a_private_person_does_or_has_tells_one(text: str) -> None:
    assert set(found(text).values()) == {"personal.name"}


@pytest.mark.parametrize(
    "text",
    [
        "听证员：龙梅、谭云；记录员：叶青",
        "消防员张超、李伟参与救援。",
        "老师傅李国强被评为工匠。",
        "科学家竺可桢、茅以升生平展",
        "欠条上写的是伍万陆仟元",
    ],
)
def test_whoever_serves_or_is_honoured_is_public(text: str) -> None:
    assert found(text) == {}
