"""What an interpretation should speak of, by policy type, audience, content and stage (R166, R171), and what a draft covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.proactive.interpretation.rules.kinds import (
    AUDIENCES,
    CONTENTS,
    ELEMENTS,
    POLICY_TYPES,
    Stage,
    parts_of,
)


@dataclass(frozen=True)
class Section:
    """One section of the outline: the element it covers, its heading for this audience, and what to write."""

    key: str
    heading: str
    prompt: str


@dataclass(frozen=True)
class Evidence:
    """Where a draft covers an element; `by` is «heading» or «paragraph». Places are those of the draft, end excluded."""

    by: str
    text: str
    start: int
    end: int


class UnknownDimension(ValueError):
    """A dimension of the template has a value nobody defined."""


LEAST = 8  # characters under a heading before it counts: a heading alone covers nothing
LEAST_PARAGRAPH = 20
_ORDERS: dict[str, Sequence[str]] = {
    "whole": tuple(ELEMENTS),
    "benefit": ("benefits", "scope", "standard", "notes", "content", "changes", "goals", "background", "keywords"),
    "procedure": ("scope", "content", "standard", "notes", "benefits", "changes", "keywords", "goals", "background"),
    "standard": ("standard", "scope", "keywords", "changes", "notes", "content", "benefits", "goals", "background"),
    "change": ("changes", "background", "content", "scope", "standard", "notes", "benefits", "goals", "keywords"),
}
_PLAIN_HEADINGS = {
    "background": "为什么要出台这项政策？",
    "goals": "要达到什么目标？",
    "content": "政策说了哪些事？",
    "scope": "谁能享受？",
    "standard": "标准是多少？",
    "notes": "有哪些要注意的？",
    "keywords": "这些词是什么意思？",
    "benefits": "能得到哪些实惠？",
    "changes": "和以前有什么不同？",
    "purpose": "为了什么？",
    "significance": "有什么意义？",
    "measures": "怎么落实？",
}
_HEADINGS: dict[str, Mapping[str, str]] = {
    "public": _PLAIN_HEADINGS,
    "group": _PLAIN_HEADINGS,
    "enterprise": _PLAIN_HEADINGS
    | {
        "scope": "哪些企业适用？",
        "standard": "支持多少、怎么算？",
        "benefits": "企业能得到什么？",
        "notes": "申报要注意什么？",
    },
    "grassroots": {"scope": "适用范围和把握口径", "standard": "执行标准和办理时限", "notes": "办理中容易出错的地方"},
    "profession": {"scope": "适用范围", "standard": "技术要求和执行标准", "keywords": "术语和定义"},
}
_PROMPTS = {
    "background": "写明依据的法律法规和上级文件，以及要解决的问题；一两段即可，不要照抄政策的引言。",
    "goals": "写明到什么时候、做到什么程度，尽量用数字。",
    "content": "挑与读者有关的内容逐条说明，每条先说结论，再举例。",
    "scope": "逐条写明谁适用、谁不适用，条件用“同时满足”或“满足其中一条”说清。",
    "standard": "写明金额、比例、期限和计算方法，并举一个算得出来的例子。",
    "notes": "写明截止时间、容易漏掉的材料、不能同时享受的政策、违规的后果。",
    "keywords": "把政策里的术语逐个解释，一词一句。",
    "benefits": "写明读者能得到什么、少交什么、少跑几趟，用事实和数据说话。",
    "changes": "列表对照原来和现在；新增的、取消的各说一句，没有旧政策的注明“首次出台”。",
    "purpose": "一句话写明为谁解决什么问题。",
    "significance": "用事实和数据说明作用，不写空话。",
    "measures": "写明谁负责、什么时候做、在哪里办、怎么监督。",
}
_BY_TYPE = {
    "normative": {"standard": "逐条对应条文序号。", "content": "说明设定的权利、义务和法律责任。"},
    "benefit": {"standard": "写明每人（户、企业）能得多少、什么时候到账。", "scope": "写明要不要申请。"},
    "plan": {"goals": "列出主要指标和时间表。", "content": "分任务说明，指出哪些项目在百姓身边。"},
    "reform": {"changes": "说明过渡期怎么办，已经在办的事怎么衔接。", "notes": "写明老办法用到哪一天。"},
    "supervision": {"standard": "写明什么行为违规、怎么处罚、怎么改正。", "notes": "写明怎么举报和申辩。"},
    "other": {},
}
_BY_AUDIENCE = {
    "public": "用大白话，举身边的例子。",
    "group": "从这一群人的实际情况说起，写明到哪里问。",
    "enterprise": "写明申报时间、渠道和联系人。",
    "grassroots": "写明口径和依据条款，便于答复群众。",
    "profession": "可以用术语，第一次出现时解释。",
}
_BY_STAGE = {
    Stage.DRAFT: {"content": "注明是征求意见稿，写明到什么时候、怎样提意见。", "changes": "写明为什么打算这样改。"},
    Stage.RELEASE: {"notes": "写明施行日期。"},
    Stage.IMPLEMENTATION: {"content": "回答实施以来问得最多的问题。", "benefits": "写明已经惠及多少人、兑现多少。"},
}


def outline(policy_type: str, audience: str, content: str, stage: str, layout: str = "nine") -> list[Section]:
    """Return the sections to write, in their order; raises UnknownDimension."""
    for value, known in ((policy_type, POLICY_TYPES), (audience, AUDIENCES), (content, CONTENTS), (stage, set(Stage))):
        if value not in known:
            raise UnknownDimension(f"没有“{value}”这一类，请重新选择。")
    names = parts_of(layout)
    order = tuple(names) if layout == "five" else _ORDERS[content]
    return [Section(key, _heading(key, audience, names), _prompt(key, policy_type, audience, stage)) for key in order]


def _heading(key: str, audience: str, names: Mapping[str, str]) -> str:
    return _HEADINGS[audience].get(key, names[key])


def _prompt(key: str, policy_type: str, audience: str, stage: str) -> str:
    more = (_BY_TYPE[policy_type].get(key, ""), _BY_STAGE[Stage(stage)].get(key, ""))
    tone = _BY_AUDIENCE[audience] if key in {"content", "scope", "measures"} else ""
    return "".join((_PROMPTS[key], *more, tone))


# (what a heading says, what a paragraph says, how many different things of the latter it must say)
_CUES: dict[str, tuple[str, str, int]] = {
    "background": (r"背景|依据|为什么|缘由|原因|起草说明|由来", r"根据《|依据《|按照《|为贯彻|为落实|近年来|存在.{0,12}问题|制定本|出台本|印发了?《|上级|施行以来", 2),
    "goals": (r"目标|任务|要达到|做到什么程度", r"到20\d\d年|目标|力争|实现.{2,20}(?:达到|覆盖)|达到\d|主要任务|提高到\d", 2),
    "content": (r"主要内容|政策要点|说了哪些|有哪些内容|主要规定|核心内容|重点内容|政策内容|内容$", r"共.{1,4}[章条]|主要包括|分为.{1,4}(?:章|部分|方面)|一是|二是|明确了|作出.{0,4}规定|第[一二三四五六七八九十]+条", 2),
    "scope": (r"范围|对象|谁能|谁可以|哪些人|哪些企业|适用|申请条件|享受条件", r"适用于|符合.{0,12}条件|户籍|对象(?:是|为|包括)|可以申请|不适用|均可|满足", 2),
    "standard": (r"标准|多少|额度|金额|怎么算|待遇|补贴多|支持多", r"标准(?:是|为|由|按)|\d[\d.,]*(?:元|万元|%|％)|百分之|每[人户]每[月年]|按.{1,12}(?:计算|发放|补助|给予)|工作日", 2),
    "notes": (r"注意|提醒|特别说明|须知|容易出错|温馨提示", r"注意|请勿|逾期|不得|不能同时|截止|提醒|以免|务必|过期|退回|后果", 2),
    "keywords": (r"关键词|名词|术语|什么意思|概念|定义", r"是指|指的是|所谓|意思是|简称|通俗地说|也就是", 2),
    "benefits": (r"惠民|利民|好处|实惠|红利|便民|得到什么|利好|便利", r"免费|减免|不用|少跑|补贴|便利|优惠|省下|惠及|直接到账|免申即享|实惠", 2),
    "changes": (r"新旧|变化|不同|差异|对比|新在哪|修订|调整了什么|亮点", r"原来|原办法|原政策|相比|由.{2,20}(?:提高|调整|缩短|降低|延长|改)(?:到|为|至)|新增|取消|现在|首次出台|不再", 2),
    "purpose": (r"目的|为了什么|初衷", r"为了|旨在|目的是|解决.{2,20}问题|以便", 2),
    "significance": (r"意义|作用|重要性|影响", r"有利于|有助于|意义|保障了|促进|推动|惠及", 2),
    "measures": (r"措施|举措|怎么落实|保障|怎么做|如何办理|怎么办理|怎么申请", r"负责|建立|加强|一是|二是|监督|窗口|网上|申请人|提交|安排", 2),
}  # fmt: skip


def _several(told: str) -> list[re.Pattern[str]]:
    """Compile the things a paragraph may say one by one, so that they can be counted."""
    return [re.compile(one) for one in re.split(r"\|(?![^()]*\))", told)]


_COMPILED = {
    key: (re.compile(heading), _several(paragraph), least) for key, (heading, paragraph, least) in _CUES.items()
}
_HTML_HEADING = re.compile(
    r"<(h[1-6])\b[^<>]*>(?P<text>[^<]{1,200}(?:<(?!/\1)[^<]{0,200}){0,10})</\1\s*>", re.IGNORECASE
)
_BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|tr|table|ul|ol|blockquote|section)\s*>|<br\s*/?>|\n", re.IGNORECASE)
_TAG = re.compile(r"<!--[^<>]*-->|</?[A-Za-z][^<>]*>|&[a-z]{2,6};")
_LEVELS = (
    re.compile(r"^(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十]+(?:部分|章)|#\s|问[:：])"),
    re.compile(r"^(?:[（(][一二三四五六七八九十]+[）)]|##)"),
    re.compile(r"^(?:\d+[.、．]|[（(]\d+[）)])"),
)
_LONGEST_HEADING = 36


@dataclass(frozen=True)
class Block:
    """One heading or paragraph of a draft, with its place in it."""

    start: int
    end: int
    text: str
    level: int  # 1 to 6 of a heading; 0 of a paragraph


def covered(draft: str, layout: str = "nine") -> dict[str, Evidence]:
    """Return per element where the draft (HTML or plain text) speaks of it; elements it does not cover are not there."""
    blocks = list(blocks_of(draft))
    found: dict[str, Evidence] = {}
    for key in parts_of(layout):
        evidence = _by_heading(key, blocks) or _by_paragraph(key, blocks)
        if evidence:
            found[key] = evidence
    return found


def missing(draft: str, layout: str = "nine", not_applicable: Sequence[str] = ()) -> list[str]:
    """Return the names of the elements that are neither covered nor marked as not applicable."""
    there = covered(draft, layout)
    return [name for key, name in parts_of(layout).items() if key not in there and key not in not_applicable]


def blocks_of(draft: str) -> Iterator[Block]:
    """Return the headings and paragraphs of a draft (HTML or plain text) in their order; empty ones are left out."""
    headings = {match.start(): int(match[1][1]) for match in _HTML_HEADING.finditer(draft)}
    ends = [*sorted({match.end() for match in _BLOCK_END.finditer(draft)}), len(draft)]
    start = 0
    for end in ends:
        text = " ".join(_TAG.sub(" ", draft[start:end]).split())
        if text:
            marked = next((headings[place] for place in range(start, min(end, start + 40)) if place in headings), 0)
            yield Block(start, end, text, marked or _level_of(text))
        start = end


def _level_of(text: str) -> int:
    """Return the level of a line that looks like a heading in plain text; 0 of running text."""
    if len(text) > _LONGEST_HEADING or text.endswith(("。", "；", "，", ";")):
        return 0
    numbered = next((level for level, pattern in enumerate(_LEVELS, 1) if pattern.match(text)), 0)
    return numbered or (4 if text.endswith(("？", "?", "：", ":")) or len(text) <= 12 else 0)


def _by_heading(key: str, blocks: Sequence[Block]) -> Evidence | None:
    pattern = _COMPILED[key][0]
    for place, block in enumerate(blocks):
        if not block.level or not pattern.search(block.text):
            continue
        under = 0
        for following in blocks[place + 1 :]:
            if 0 < following.level <= block.level:
                break
            under += len(following.text)
            if under >= LEAST:
                return Evidence("heading", block.text, block.start, block.end)
    return None


def _by_paragraph(key: str, blocks: Sequence[Block]) -> Evidence | None:
    """Take the paragraph that says the most of what this element says, if it says enough."""
    _, cues, least = _COMPILED[key]
    best: tuple[int, Block] | None = None
    for block in blocks:
        if block.level or len(block.text) < LEAST_PARAGRAPH:
            continue
        said = sum(bool(cue.search(block.text)) for cue in cues)
        if said >= least and (best is None or said > best[0]):
            best = (said, block)
    return Evidence("paragraph", best[1].text[:80], best[1].start, best[1].end) if best else None
