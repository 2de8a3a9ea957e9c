"""Good official prose is left alone, and no text, however strange, makes the checks stumble."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.engine.screening.rules import CHECKS, screen
from gongkai.engine.screening.rules.proofreading import html_findings

OURS = [name for name in CHECKS if name.partition(".")[0] in {"typo", "text", "number"}]

CLEAN = [
    "云川市人民政府办公室关于印发2026年政务公开工作要点的通知",
    "各区人民政府，市政府各部门、各直属机构：",
    "《2026年云川市政务公开工作要点》已经市政府同意，现印发给你们，请认真贯彻执行。",
    "为深入贯彻党中央、国务院关于全面推进政务公开工作的决策部署，结合我市实际，制定本工作要点。",
    "坚持以公开为常态、不公开为例外，推进决策、执行、管理、服务和结果公开。",
    "各单位要在公文起草时同步明确公开属性，随公文一并报批；拟不予公开的，应当说明依据和理由。",
    "涉及公民、法人和其他组织切身利益的重大行政决策，应当向社会公布草案，听取意见不少于30日。",
    "行政机关收到政府信息公开申请，能够当场答复的，应当当场予以答复。",
    "行政机关不能当场答复的，应当自收到申请之日起20个工作日内予以答复；需要延长答复期限的，应当经政府信息公开工作机构负责人同意并告知申请人。",
    "申请公开的信息涉及第三方合法权益的，行政机关应当书面征求第三方的意见。",
    "2025年，全市各级行政机关主动公开政府信息12345条，其中规范性文件56件。",
    "本机关共收到申请18件（自然人12件、法人6件），均已依法答复。",
    "预算安排资金1,200万元，其中市级财政800万元，区级财政400万元。",
    "会议强调，各部门要切实提高政治站位，层层压实责任，确保各项任务落到实处。",
    "请于2026年3月9日前将落实情况报送市政府办公室，联系电话：000-12345678。",
    "根据《中华人民共和国政府信息公开条例》（国务院令第711号）第三十六条的规定，现答复如下：",
    "你（单位）申请公开的信息，本机关已经主动公开，可以在市政府网站“政府信息公开”专栏查询。",
    "如对本答复不服，可以自收到本答复之日起60日内依法申请行政复议，或者在6个月内提起行政诉讼。",
    "本办法自2026年5月1日起施行，有效期5年。《云川市政府信息公开办法》（云政发〔2019〕12号）同时废止。",
    "一是健全工作机制。二是强化业务培训。三是加强监督检查。",
    "按照“谁公开谁审查、谁审查谁负责”的原则，严格落实保密审查制度，防止泄露国家秘密、商业秘密和个人隐私。",
    "人人参与、人人尽责、人人享有，常常抓、反复抓，一件一件落实，一一对照检查。",
    "加强政策解读，做到政策文件与解读材料同步组织、同步审签、同步部署。",
    "对群众反映的问题，要逐项登记、限时办结、及时反馈。",
    "财政部门应当在预算经本级人民代表大会批准后二十日内向社会公开。",
    "会上，市教育局、市卫生健康委员会、市人力资源和社会保障局分别作了汇报。",
    "行政处罚决定书应当载明当事人的姓名或者名称、地址，违反法律、法规、规章的事实和证据。",
    "有下列情形之一的，应当主动公开：（一）涉及公众利益调整的；（二）需要公众广泛知晓的。",
    "用地面积为12.5公顷，总建筑面积为3.6万平方米，绿地率不低于30%。",
    "市政府新闻办公室每季度至少举办一次新闻发布会，邀请有关部门主要负责同志出席。",
    "完善政府网站集约化平台功能，提升检索、智能问答和无障碍服务水平。",
    "各单位主要负责人是本单位政务公开工作的第一责任人。",
    "建立健全政府信息管理动态调整机制，对不予公开的政府信息定期评估审查。",
    "公示期间如有异议，请以书面形式实名向市民政局反映。",
    "附件：1.任务分工表",
    "（此件公开发布）",
]

WHOLE = "\n".join(  # noqa: FLY002 - one line a paragraph reads better
    [
        "云川市档案局2025年工作总结", "2025年，全市档案部门依法履行职责，各项工作取得新进展。", "一、主要做法", "（一）加强组织领导。",
        "成立由局长任组长的工作领导小组，定期研究解决重点难点问题。", "（二）完善工作制度。", "1.修订保管制度。", "2.健全利用制度。",
        "二、下一步打算", "（一）提高服务水平。", "（二）加强队伍建设。", "云川市档案局", "2026年1月20日",
    ]
)  # fmt: skip


@pytest.mark.parametrize("text", CLEAN)
def test_good_prose_is_left_alone(text: str) -> None:
    assert [(one.check, one.message) for one in screen(text, only=OURS)] == []


def test_a_whole_good_document_is_left_alone() -> None:
    assert [(one.check, one.message) for one in screen(WHOLE, only=OURS)] == []
    assert [(one.check, one.message) for one in screen("\n".join(CLEAN), only=OURS)] == []


PIECES = st.sampled_from([
    "一、", "（一）", "(二)", "1.", "第一条 ", "第三章\n", "《", "》", "“", "”", "，", "。", "，，", "(", "）", "\n", "\u3000", "的的", "进行进行", "2026年2月30日",
    "国办发[2017]47号", "合计12+3=16", "壹万元整（¥1）", "17条，其中，公开9条；公开9条。", "一是", "三是", "锟斤拷", "gōng", "\ue000", "⻓", "\ud800", "𠀀", "截止今年",
    "认真的研究", "制订办法", "①", "③", "二○二六年", "分别占60%、50%", "共1,000,000.00元", "以下三个方面：", "年", "〔", "100万万元", "\x00", "…", '"政府"',
])  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=30).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_borne_and_places_lie_inside_it(text: str) -> None:
    found = screen(text, only=OURS)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.message
        assert one.title
    assert screen(text, only=OURS) == found


TAGS = st.sampled_from([
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "<td colspan=3>", "<td rowspan=2>", "<td rowspan=x>", "<th>合计</th>", "<td>合计</td>", "12", "3.5%", "1,2",
    "<a href=''>", "<a href='javascript:x'>这里</a>", "<img>", "<h1>", "<h4>", "</h4>", "<!-- -->", "<script>", "&nbsp;", "<caption>单位：万元</caption>", "5元", "5万元",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(TAGS, st.text(max_size=4)), max_size=40).map("".join))
def test_any_html_is_borne(html: str) -> None:
    for one in html_findings(html):
        assert one.message.endswith("。")
        assert one.as_finding().start == 0


@pytest.mark.parametrize(
    "piece", ["1", "（", ".", "。", "一是", "的", "《中", '"中', "17条，其中，公开9条", "主动公开", "\n", "分别占1%、"]
)
def test_no_text_takes_the_checks_very_long(piece: str) -> None:
    begun = time.thread_time()
    screen(piece * (30_000 // len(piece)), only=OURS)
    assert time.thread_time() - begun < 3
