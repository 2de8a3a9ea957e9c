"""Illness, disability and pregnancy of somebody who can be known (敏感个人信息, 个人信息保护法第二十八条)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.names import names
from gongkai.engine.screening.rules.personal.phones import mobiles
from gongkai.engine.screening.rules.personal.plain import plain

ILLNESS = re.compile(
    r"艾滋病|HIV|人类免疫缺陷病毒|梅毒|淋病|乙肝|丙肝|乙型肝炎|丙型肝炎|肝硬化|肺结核|结核病|精神分裂症?|精神障碍|双相情感障碍|抑郁症|躁狂症|癫痫|智力残疾|精神残疾|"
    r"肢体残疾|听力残疾|视力残疾|言语残疾|多重残疾|[一二三四]级残疾|残疾[一二三四]级|白血病|淋巴瘤|恶性肿瘤|[肝肺胃肠乳腺直结宫颈食管胰甲状鼻咽前列膀胱骨]{1,4}癌|癌症|"
    r"尿毒症|肾衰竭|血友病|红斑狼疮|帕金森病?|阿尔茨海默病?|老年痴呆|脑梗死?|脑瘫|脑出血|心肌梗死|心脏病|高血压|糖尿病|自闭症|孤独症|唐氏综合征|地中海贫血|罕见病|"
    r"怀孕|妊娠|流产|引产|不孕|不育|性病|吸毒|戒毒|精神病|传染病|植物人|瘫痪|截肢|透析|化疗|放疗|核酸阳性"
)


@check("personal.health")
def health(text: str) -> Iterator[Finding]:
    half = plain(text)
    people = [finding.start for finding in (*names(text), *mobiles(text))] + [start for start, _ in spans(text)]
    for first, last in sorted({_sentence(half, place) for place in people}):
        for match in ILLNESS.finditer(half, first, last):
            message = f"“{match.group()}”与可以认出的人写在一起，属于敏感个人信息。"
            yield Finding(
                "personal.health",
                Severity.JUDGE,
                match.start(),
                match.end(),
                message,
                "请删去，或隐去能认出本人的信息。",
                "健康信息",
            )


def _sentence(text: str, place: int) -> tuple[int, int]:
    """Return where the sentence begins and the line ends in which somebody is named."""
    first = max(text.rfind("\n", 0, place), text.rfind("。", 0, place)) + 1
    last = text.find("\n", place)
    return first, len(text) if last < 0 else last
