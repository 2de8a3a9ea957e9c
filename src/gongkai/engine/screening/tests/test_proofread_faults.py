"""Every kind of fault is found in its place, with what should stand there."""

import pytest

from gongkai.engine.screening.rules import screen

# check, text with the fault between ⟦ and ⟧, what the suggestion must hold
FAULTS = [
    ("typo.word", "行政机关应当⟦衣⟧法履行政府信息公开职责。", "依"),
    ("typo.word", "被判处死⟦形⟧缓期二年执行的罪犯，由公安机关送交监狱执行刑罚。", "刑"),
    ("typo.word", "建设用地使用⟦券⟧自登记时设立，由登记机构发给证书。", "权"),
    ("typo.word", "国务院有关部门在各自的职责⟦犯⟧围内负责有关的监督管理工作。", "范"),
    ("typo.word", "当事人对行政处罚决定不服的，可以依法申请行政复⟦仪⟧或者提起行政诉讼。", "议"),
    ("typo.word", "县级以上地方人民政府应当加强对政府信息公开工作的组织领⟦异⟧。", "导"),
    ("typo.phrase", "⟦截止⟧2026年6月30日，全市共受理申请12件。", "截至"),
    ("typo.phrase", "报名⟦截至⟧日期为6月30日。", "截止"),
    ("typo.phrase", "请提供单位的⟦法人代表⟧身份证明。", "法定代表人"),
    ("typo.phrase", "各单位⟦必需⟧严格执行有关规定。", "必须"),
    ("typo.phrase", "规范⟦行政权利⟧运行，接受社会监督。", "行政权力"),
    ("typo.phrase", "保障⟦公民权力⟧，维护社会公平。", "公民权利"),
    ("typo.phrase", "请申请人⟦登陆⟧市政府网站查询。", "登录"),
    ("typo.phrase", "居民来信⟦反应⟧问题较多。", "反映"),
    ("typo.phrase", "加快建设⟦法制政府⟧。", "法治政府"),
    ("typo.phrase", "特⟦制订⟧本办法。", "制定"),
    ("typo.phrase", "市教育局发布招聘⟦启示⟧。", "启事"),
    ("typo.phrase", "单位应当按时⟦交纳⟧社会保险费。", "缴纳"),
    ("typo.phrase", "双方⟦签定⟧合同。", "签订"),
    ("typo.phrase", "本机关于次日⟦做出⟧决定。", "作出"),
    ("typo.phrase", "公安、司法和⟦其它⟧部门配合。", "其他"),
    ("typo.phrase", "⟦做为⟧考核的依据。", "作为"),
    ("typo.phrase", "⟦部份⟧事项下放办理。", "部分"),
    ("typo.phrase", "开立银行⟦帐户⟧。", "账户"),
    ("typo.phrase", "会议作了工作⟦布署⟧。", "部署"),
    ("typo.phrase", "⟦一如继往⟧支持基层工作。", "一如既往"),
    ("typo.phrase", "局⟦付⟧局长主持会议。", "副"),
    ("typo.phrase", "满五年⟦已上⟧的，给予奖励。", "以上"),
    ("typo.phrase", "⟦认真的⟧落实各项要求。", "认真地"),
    ("typo.repeat", "保障申请人合理信息⟦的的⟧获取需求。", "的"),
    ("typo.repeat", "对有关项目⟦进行进行⟧检查。", "进行"),
    ("text.punctuation", "公开工作要点⟦,⟧服务群众。", "，"),
    ("text.punctuation", "信息公开在政务平台上⟦。。⟧经批准后公布。", "。"),
    ("text.punctuation", "按照⟦《⟧政府信息公开条例的规定办理。", "补上"),
    ("text.punctuation", "按照政府信息公开条例⟦》⟧的规定办理。", "补上"),
    ("text.punctuation", "推进⟦“⟧五公开工作。", "补上"),
    ("text.punctuation", "⟦（以下简称办法)⟧已经印发。", "（以下简称办法）"),
    ("text.punctuation", "《档案法》⟦、⟧《保密法》都有规定。", "删去顿号"),
    ("text.punctuation", "有关情况另行通知（由办公室负责⟦。⟧）。", "删去括号里"),
    ("text.punctuation", "第一段结束。\n⟦，⟧第二段开始。", "上一行"),
    ("text.punctuation", '落实⟦"放管服"⟧改革要求。', "“放管服”"),
    ("text.numbering", "一、总体要求\n二、主要任务\n⟦四、⟧保障措施", "三、"),
    ("text.numbering", "一、总体要求\n二、主要任务\n⟦二、⟧保障措施", "三、"),
    ("text.numbering", "一、任务\n（一）公开\n⟦（三）⟧解读", "（二）"),
    ("text.numbering", "第一条 为了公开。\n⟦第三条⟧ 本条例所称。", "第二条"),
    ("text.numbering", "1.申请\n2.受理\n⟦2.⟧答复", "3."),
    ("text.numbering", "第一章 总则\n⟦第三章⟧ 附则", "第二章"),
    ("text.numbering", "主要做法：一是加强领导。⟦三是⟧加强督查。", "二是"),
    ("text.numbering", "一、任务\n⟦（一）、⟧公开", "（一）"),
    ("text.numbering", "重点抓好⟦以下三个方面工作：⟧一是公开；二是解读。", "核对"),
    ("text.mojibake", "政⟦(wù)⟧公开工作", "注音"),
    ("text.mojibake", "公⟦（gōng）⟧开", "注音"),
    ("text.mojibake", "公开⟦锟斤拷⟧工作", "原稿"),
    ("text.mojibake", "公开⟦\ufffd⟧工作", "原稿"),
    ("text.mojibake", "优化服务\n⟦?。ㄒ唬┮?⟧规范提升", "原稿"),
    ("text.mojibake", "服务人⟦⺠⟧群众", "民"),
    ("text.mojibake", "政府⟦⼯⟧作报告", "工"),
    ("text.mojibake", "编码⟦\ue001⟧错误", "删去"),
    ("text.mojibake", "公开⟦&nbsp;⟧工作", "删去"),
    ("text.mojibake", "流程优化等原因⟦?qū)е聝⟧容变化的，应及时更新。", "原稿"),
    ("text.mojibake", "政务公⟦gong⟧开工作", "注音"),
    ("text.mojibake", "政务⟦（wu）⟧公开", "注音"),
    ("text.script", "进一步做好政⟦務⟧公开工作，方便群众查阅。", "务"),
    ("text.script", "推进重点领域政府信息公⟦開⟧工作", "开"),
    ("text.furniture", "本机关依法公开。\n⟦1.错误类:*⟧\n请如实填写。", "删去"),
    ("text.furniture", "⟦发布日期: 2026-07-03 17:06:53 浏览次数:⟧\n本机关依法公开。", "删去"),
    ("text.furniture", "本机关依法公开。\n⟦【打印本页】 【关闭窗口】⟧", "删去"),
    ("text.furniture", "本机关依法公开。\n⟦copyright©2009 云川市办公室 All Rights Reserved⟧", "删去"),
    ("text.truncated", "各单位要加强领导，明确责任，按照有关规定做好各项工作⟦，⟧\n特此通知。", "补全"),
    ("text.truncated", "各有关单位要认真落实市政府的工作部署和要求⟦以及⟧\n特此通知。", "补全"),
    ("text.truncated", "各区要做好公开工作。各部门要明确职责，加强协调，及时解决工作中遇到的困难和问题，并将进展情况报市政府办公⟦室⟧\n特此通知。", "句号"),
    ("text.stale-year", "2018年度工作报告\n根据⟦2017年⟧度全市工作要求，制定计划。", "核对"),
    ("text.stale-year", "2026年工作总结\n⟦2025年⟧，我局做了以下工作。", "2026年"),
    ("number.document", "根据⟦国办发[2017]47号⟧要求。", "国办发〔2017〕47号"),
    ("number.document", "根据⟦国办发〔2017〕第47号⟧要求。", "国办发〔2017〕47号"),
    ("number.date", "自⟦2026年2月30日⟧起施行。", "核对"),
    ("number.date", "自⟦26年3月5日⟧起施行。", "2026年3月5日"),
    ("number.date", "⟦二○二六⟧年三月五日印发", "二〇二六"),
    ("number.date", "公示期为⟦2026年3月9日至2026年3月5日⟧。", "起止"),
    ("number.sum", "主动公开信息⟦17条⟧,其中,公开“机构信息”12条;公开“政策文件”信息2条;公开“资金管理”信息4条。", "18"),
    ("number.sum", "公开信息⟦4条（财政信息2条、部门信息3条）⟧。", "5"),
    ("number.sum", "共18项（⟦12+2+5=18⟧）。", "19"),
    ("number.sum", "分别占⟦60%、30%和20%⟧。", "占比"),
    ("number.amount", "合同金额⟦壹万元整⟧（¥12,000.00）。", "壹万贰仟元整"),
    ("number.inconsistent", "主动公开政府信息17条。\n主动公开政府信息⟦18条⟧。", "一致"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "marked", "suggestion"), FAULTS)
def test_a_fault_is_found_in_its_place_with_a_suggestion(check: str, marked: str, suggestion: str) -> None:
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    found = {(one.start, one.end): one for one in screen(text, only=[check])}
    assert (start, end) in found, [(one.check, text[one.start : one.end], one.message) for one in screen(text)]
    assert suggestion in found[start, end].suggestion + found[start, end].message
    assert found[start, end].message.endswith("。")


def test_a_text_full_of_one_fault_is_told_once() -> None:
    annotated = "推(tuī)进(jìn)政(zhèng)务(wù)公(gōng)开(kāi)工(gōng)作(zuò)。" * 5
    found = screen(annotated, only=["text.mojibake"])
    assert [(one.start, one.end) for one in found] == [(1, 6)]
    assert "共40处" in found[0].message


def test_a_traditional_text_is_told_once_and_read_like_any_other() -> None:
    text = "機密★10年\n關於做好政務公開工作的通知\n聯繫人：張偉國，身份證號碼110101199003074477。請各單位認真貫徹執行，並將落實情況報送辦公廳。\n魯政辦字〔2020〕78號"
    found = screen(text)
    assert [one.start for one in found if one.check == "text.script"] == [0]
    checks = {one.check for one in found}
    assert {"secret.mark", "personal.id-number", "personal.name"} <= checks
    assert not any(one.check == "number.document" for one in found)
    name = next(one for one in found if one.check == "personal.name")
    assert name.hit == "張偉國"


def test_old_characters_that_are_simplified_ones_too_are_left_alone() -> None:
    text = "乾隆年间的著作藏于瞭望阁，由李喆整理。"
    assert screen(text, only=["text.script"]) == []


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(FAULTS) >= 60
