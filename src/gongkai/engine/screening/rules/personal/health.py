"""Illness, disability and pregnancy of somebody who can be known (敏感个人信息, 个人信息保护法第二十八条)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.accounts import bank_cards
from gongkai.engine.screening.rules.personal.addresses import addresses
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.names import names
from gongkai.engine.screening.rules.personal.online import messengers
from gongkai.engine.screening.rules.personal.papers import papers
from gongkai.engine.screening.rules.personal.phones import mobiles
from gongkai.engine.screening.rules.personal.plain import plain

ILLNESS = re.compile(
    r"艾滋病|HIV|人类免疫缺陷病毒|梅毒|淋病|乙肝|丙肝|乙型肝炎|丙型肝炎|肝硬化|肺结核|结核病|精神分裂症?|精神障碍|双相情感障碍|抑郁症|躁狂症|癫痫|智力残疾|精神残疾|"
    r"肢体残疾|听力残疾|视力残疾|言语残疾|多重残疾|[一二三四]级残疾|残疾[一二三四]级|白血病|淋巴瘤|恶性肿瘤|[肝肺胃肠乳腺直结宫颈食管胰甲状鼻咽前列膀胱骨]{1,4}癌|癌症|"
    r"尿毒症|肾衰竭|血友病|红斑狼疮|帕金森病?|阿尔茨海默病?|老年痴呆|脑梗死?|脑瘫|脑出血|心肌梗死|心脏病|高血压|糖尿病|自闭症|孤独症|唐氏综合征|地中海贫血|罕见病|"
    r"怀孕|妊娠|流产|引产|不孕|不育|(?<!出)性病(?!变|史|例)|吸毒|戒毒|精神病|传染病|植物人|瘫痪|截肢|透析|化疗|放疗|核酸阳性"
)


# 患尘肺三期, 诊断为颅内出血: an illness that no list holds, by the words before it and its last character.
OTHER_ILLNESS = re.compile(
    r"(?:患有?|身患|罹患|诊断为|确诊为?|查出|检出|得了|患上)([\u4e00-\u9fa5]{1,8}?(?:病|癌|症|瘤|炎|骨折|偏瘫|中风|残疾|出血|梗塞|梗死|衰竭|[肝脉]硬化))(?![患人情历房床])"
)
# Somebody is spoken of without being named: the writer, a relation, one who was hurt.
SOMEBODY = re.compile(
    "(?<![其吉])他(?![们人项日用])|她(?!们)|本人|我(?![国省市县区镇乡局委办厅院部校们街])|[我他她]的?[父母妻夫儿女子孙弟妹兄姐]|其(?:[父母妻夫弟妹兄姐孙]|[子女](?!项)|患|因|被|确诊|系|自述|自称|病|所患|曾|已|长期|常年|本人|身患)|(?:家中|家里|儿媳|丈夫|妻子|老公|老婆|爱人|父亲|母亲|爸爸?|妈妈?|爷爷|奶奶|婆婆|公公|儿子|女儿|孙子|孙女|哥哥|弟弟|姐姐|妹妹)(?:[父母妻夫儿女子孙弟妹兄姐])?|夫妻二人|夫妻俩|夫妇|两口子|兄弟|姐妹|"
    r"伤者|死者|逝者|(?<!传染病)(?<!疑似)(?<!性)病人(?!家属|数|或|和|、)|该(?:男子|女子|租户|住户|学生|员工|职工|户|老人|生)|患者(?:系|为|叫|入院|出院|自述|本人|，[男女])|入院诊断|来人|来电人|来信人|来访人|老伴|孩子(?!们)|人住院|住户|邻居|租客|租户|房客|室友|同事|工友|的弟弟|的老人，|[残级]，|证号[0-9]"
)
DIAGNOSIS = re.compile(r"诊断(?:结果|意见)?[：: 为]{1,2}$")
LABEL_BEHIND = re.compile(r"(?:名称)?[：:为是]")
GENERAL = re.compile(
    r"患者(?:家属)?(?:的|实施|及|和|、|规范|管理|建档|救治|免费|的?权益|享受|报销|费用|[0-9])|发病率|患病率|防治|预防|筛查|宣传|专项|病种|保障范围|纳入|目录|标准|等[0-9 ]*种|占比|占[0-9]|其中|人次|万人|[0-9] ?[人例名](?![，。、 ]?(?:均|都))|的家庭|的人员|的儿童|的老人|的，|应当|可以申请|可申请|符合|人群|疾病控制|疫情|科普|不得以|不得因|公民|任何人|其他人|他人|下列情形|依法|有权|期间内的"
)


@check("personal.health")
def health(text: str) -> Iterator[Finding]:
    half = plain(text)
    illnesses = _illnesses(half)
    if not illnesses:
        return
    told = (*names(text), *mobiles(text), *addresses(text), *papers(text), *bank_cards(text), *messengers(text))
    people = [finding.start for finding in told if finding.needs_decision] + [start for start, _ in spans(text)]
    named = {_sentence(half, place) for place in people}
    for start, end in illnesses:
        if half[start:end] == "疾病" and LABEL_BEHIND.match(half, end):
            continue
        of_the_line = people and _is_a_diagnosis(half, start, end, people)
        if of_the_line or any(first <= start < last for first, last in named) or _of_somebody(half, start, end):
            message = f"“{half[start:end]}”与可以认出的人写在一起，属于敏感个人信息。"
            advice = "请删去，或隐去能认出本人的信息。"
            yield Finding("personal.health", Severity.JUDGE, start, end, message, advice, "健康信息")


def _is_a_diagnosis(half: str, start: int, end: int, people: list[int]) -> bool:
    """Whether it is written as a diagnosis, and the line goes on to say whose: 出院诊断：胃癌。患者姓名：…"""
    last = half.find("\n", end)
    last = len(half) if last < 0 else last
    return DIAGNOSIS.search(half, max(0, start - 8), start) is not None and any(end <= one < last for one in people)


def _illnesses(half: str) -> list[tuple[int, int]]:
    found = [match.span() for match in ILLNESS.finditer(half)]
    for match in OTHER_ILLNESS.finditer(half):
        start, end = match.span(1)
        if not any(first < end and start < last for first, last in found):
            found.append((start, end))
    return sorted(found)


def _of_somebody(half: str, start: int, end: int) -> bool:
    """Whether the sentence speaks of one person's illness, though it names nobody."""
    first = max(half.rfind(sign, 0, start) for sign in "\n。；") + 1
    last = min((place for place in (half.find(sign, end) for sign in "\n。；") if place >= 0), default=len(half))
    if half[end : end + 2] == "患者" and half[end + 2 : end + 3] not in {"，", "本"}:
        return False  # patients in general
    sentence = f"{half[first:start]}，{half[end:last]}"
    return SOMEBODY.search(sentence) is not None and GENERAL.search(sentence) is None


def _sentence(text: str, place: int) -> tuple[int, int]:
    """Return where the sentence begins and the line ends in which somebody is named."""
    first = max(text.rfind("\n", 0, place), text.rfind("。", 0, place)) + 1
    last = text.find("\n", place)
    return first, len(text) if last < 0 else last
