"""What the sections of a visual reading are called, by the kind of thing the policy does: a ban has nobody who enjoys it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SECTIONS = ("who", "amounts", "when", "how", "changes", "warnings", "contacts")
SUBSIDY, RULE, PROCEDURE, FEE, PLAN, SAFETY, REFORM, OTHER = (
    "subsidy", "rule", "procedure", "fee", "plan", "safety", "reform", "other",
)  # fmt: skip


@dataclass(frozen=True)
class CardKind:
    """`headings` and `marks` (one character in the square before a heading) in the order of SECTIONS."""

    key: str
    name: str
    headings: tuple[str, ...]
    marks: str
    cues: str = ""

    def heading(self, section: str) -> str:
        return self.headings[SECTIONS.index(section)]

    def mark(self, section: str) -> str:
        return self.marks[SECTIONS.index(section)]


CARD_KINDS: dict[str, CardKind] = {
    one.key: one
    for one in (
        CardKind(SUBSIDY, "补贴和待遇", ("谁能享受", "能得多少", "什么时候", "怎么办理", "和以前有什么不同", "特别提醒", "找谁咨询"), "谁惠时办变注问", r"补贴|补助|奖补|津贴|奖励|返还|资助|救助|待遇|保障|帮扶|扶持"),
        CardKind(RULE, "禁止和管理", ("哪些人、哪些事要遵守", "违反了怎么处理", "什么时候执行", "应当怎么做", "和以前有什么不同", "不能做的事", "到哪里咨询和举报"), "管罚时做变禁问", r"禁止|限制|禁放|禁燃|违法|处罚|治理|防治|监管|管理"),
        CardKind(PROCEDURE, "办事和服务", ("谁可以办", "多久办好、收不收费", "什么时候能办", "一步一步怎么办", "和以前有什么不同", "容易出错的地方", "到哪里办、找谁问"), "谁限时办变注问", r"办理|流程|规程|登记|备案|申请|许可|服务指南"),
        CardKind(FEE, "收费和价格", ("哪些情形不收、少收", "收多少", "什么时候执行", "怎么交", "和以前有什么不同", "交费时要留意", "找谁咨询和投诉"), "谁价时交变注问", r"收费|价格|停车费|费用标准|计价"),
        CardKind(PLAN, "规划和计划", ("和谁有关", "主要目标", "时间安排", "重点任务", "和以前有什么不同", "怎么保证做到", "找谁咨询"), "谁数时做变保问", r"规划|计划|行动方案|实施方案|工作要点"),
        CardKind(SAFETY, "安全提示", ("谁要留意", "记住这些数字", "什么时候最要当心", "应当怎么做", "和以前有什么不同", "千万不要做", "遇到危险找谁"), "谁数时做变险救", r"安全|防汛|防火|消防|防台|高温|预警|应急"),
        CardKind(REFORM, "改革和调整", ("和谁有关", "改了以后是多少", "什么时候开始", "怎么衔接", "改了什么", "过渡期要留意", "找谁咨询"), "谁数时接改注问", r"改革|调整|修改|优化|试点"),
        CardKind(OTHER, "其他", ("和谁有关", "关键数字", "什么时候", "怎么做", "和以前有什么不同", "请留意", "找谁咨询"), "谁数时做变注问"),
    )
}  # fmt: skip
# Cards drawn before there were kinds spoke of subsidies.
OLD_KIND = SUBSIDY
_ORDER = (FEE, SAFETY, PLAN, SUBSIDY, PROCEDURE, REFORM, RULE)
_BY_TYPE = {"benefit": SUBSIDY, "plan": PLAN, "reform": REFORM, "supervision": RULE}


def card_kind(key: str) -> CardKind:
    return CARD_KINDS.get(key) or CARD_KINDS[OLD_KIND]


def kind_for(*, title: str, policy_type: str, form: str) -> str:
    """Guess the kind of a card from the policy's title and what was said of it; the author may choose another."""
    if form == "flow":
        return PROCEDURE
    if re.search(r"禁止|限制|禁放|禁燃", title):
        return RULE
    found = [key for key in _ORDER if re.search(CARD_KINDS[key].cues, title)]
    of_type = _BY_TYPE.get(policy_type, "")
    return of_type if of_type in found or (not found and of_type) else found[0] if found else OTHER


def heading_of(points: Mapping[str, object], section: str) -> str:
    """Return what a section of stored points is called: as its author named it, else as its kind does."""
    given = points.get("headings")
    own = str(given.get(section) or "").strip() if isinstance(given, Mapping) else ""
    return own or card_kind(str(points.get("kind") or "")).heading(section)
