"""The steps of one benefit: whom each is for and what it gives. What has no steps, or unclear ones, gets none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.proactive.policy.rules.extraction.guess import bare
from gongkai.proactive.policy.rules.extraction.items import Candidate
from gongkai.proactive.policy.rules.extraction.money import Money, put
from gongkai.proactive.policy.rules.extraction.numbers import Figure, figures
from gongkai.proactive.policy.rules.extraction.tables import cells
from gongkai.proactive.policy.rules.extraction.text import CELL, Piece, segments

LONGEST_WHO, MOST = 60, 20
_LEVEL = (
    r"[1-5]A级|国家级|省级|市级|[区县]级|[一二三四五特]等奖?|[A-Fa-f甲乙丙丁][类级档][\u4e00-\u9fff]{0,4}|[一二三四五六七\d][星档级]级?|[一二三四五六]类|"
    r"[大中小微]型(?:企业)?|博士|硕士|本科|大专|高级技师|技师|[高中初]级工?|第[一二三四五六]年|[前后][一二两三四五六七八九十\d]{1,2}年|首年|次年|[东中西]部"
)
_STARTS_LEVEL = re.compile(rf"(?:{_LEVEL})")
_ENDS_LEVEL = re.compile(rf"(?:{_LEVEL})$")
_A_GROUP = re.compile(
    rf"{_LEVEL}|周?岁|以上|以下|以内|不足|超过|不满|部分|人员|企业|家庭|对象|单位|机构|项目|户|[学考]生|毕业生|研究生|者|人才|首次|的$|类$|级$|型$|档$|至[\d.]+|层$|班$|^优秀|^良好|^合格|小学|初中|高中|^省[内外]|农民|军人|老年人|残疾人|儿童|孕产妇"
)
_BASE = re.compile(
    r"(?:额|费用?|报酬|投资|价格?|租金|利息|成本|总[额量]|贷款|本金|薪酬?|工资|收入|支出|基础上|资金|款项?|金|利率|投入|保费|产值|销售|基数)(?:的|中)?$"
)
_NOISE = re.compile(
    r"按照?|分别|给予|予以|发放|发给|颁发|奖励|奖补|补贴|补助|资助|支持|津贴|一次性|标准|最高|最多|不超过|不高于|不低于|每[人户月年学台套件个家辆亩吨次场名只头艘孩生]+(?:每[月年学]+)?|比例|享受|金额|额度|其中|可以?|即$|为$|是$|(?<!等)奖$|补$|给$|达$"
)
_GRANTS = re.compile(r"给予|予以|按照?|奖励|补贴|补助|资助|发放|发给|享受|每[人户月年台套件个家辆亩吨次]")
_LIMIT = re.compile(
    r"^(?:单[个户家笔件台套次站人\u4e00-\u9fff]?|每|同一|累计|总额|最高|最多|全年|年度|不超过|不低于|限)"
)
_TRAIL = re.compile(
    r"(?:一次性|(?:支持|补贴|补助|报销|奖励)?(?:比例|标准)|再|另|的?(?:给予|按)|最高|最多|不超过|每[人户生家个台套]|额度)+$"
)
_LEAD = re.compile(r"^(?:[^：:]*[：:]|标准[为是]|(?:其中|对于?|和|及|并|或者?)+)")
_VERBS = re.compile(r"^.*(?:对(?!象)|获评|获得|评为|认定为|认定的?|取得|列入|入选|大赛|购买|招用)")
_RESPECTIVELY = re.compile(r"分别")
_JOIN = re.compile(r"[、和及]|，(?=\d)")
_ONLY_JOIN = re.compile(r"^\s*(?:[、和及，]|以及)\s*(?:[\u4e00-\u9fff]{0,2})?$")


@dataclass
class Step:
    """`who` in the words of the text."""

    who: str
    money: Money = field(default_factory=Money)


def steps_of(found: Candidate) -> list[Step]:
    """Return the steps in their order, at least two, or none."""
    steps = _rows(found) if found.said_of else _prose(found)
    steps = [one for one in steps if one.who and _A_GROUP.search(one.who)] if not found.said_of else steps
    said = {value for one in steps for value in [*one.money.amounts, *one.money.percents]}
    whole = said >= {*found.money.amounts, *found.money.percents}  # a table of some of the steps would mislead
    return steps if whole and len({one.who for one in steps}) == len(steps) in range(2, MOST + 1) else []


def _rows(found: Candidate) -> list[Step]:
    """Return a row of a table for each step; of a single row the steps within its cells."""
    places = set(found.money.places)
    if len(found.said_of) == 1:
        inner = [step for cell in cells(found.clauses[0]) for step in _one_by_one(cell, places)]
        return [one for one in inner if _A_GROUP.search(one.who)]
    rows = [one for one in found.clauses if CELL in one.text]
    steps = []
    for said, row in zip(found.said_of, rows, strict=False):
        step = Step("".join(one.text.strip() for one in said)[:LONGEST_WHO])
        for cell in cells(row):
            for one in figures(cell.text, cell.start):
                if (one.start, one.end) in places:
                    put(step.money, one, cell)
        if step.who and (step.money.amounts or step.money.percents or step.money.caps):
            steps.append(step)
    return steps


def _prose(found: Candidate) -> list[Step]:
    places = set(found.money.places)
    steps: list[Step] = []
    for clause in found.clauses:
        here = _respectively(clause, places) or list(_one_by_one(clause, places))
        if not here and len(steps) > 1 and _LIMIT.match(bare(clause.text)):
            _limit_all(
                steps, clause, [one for one in figures(clause.text, clause.start) if (one.start, one.end) in places]
            )
        steps += here
    return steps


def _respectively(clause: Piece, places: set[tuple[int, int]]) -> list[Step]:
    """«获评国家级、省级的，分别给予30万元、20万元奖励»: as many names before as sums after."""
    word = _RESPECTIVELY.search(clause.text)
    if word is None:
        return []
    after = [
        one
        for one in figures(clause.text, clause.start)
        if (one.start, one.end) in places and one.start >= clause.start + word.end()
    ]
    run = after[:1]
    for one, other in pairwise(after):
        if not _ONLY_JOIN.match(clause.text[one.end - clause.start : other.start - clause.start]):
            break
        run.append(other)
    names = _names(clause.text[: word.start()], len(run))
    if len(run) < 2 or not names:
        return []
    steps = [Step(name) for name in names]
    for step, one in zip(steps, run, strict=True):
        put(step.money, one, clause)
    _limit_all(steps, clause, after[len(run) :])
    return steps


def _names(before: str, count: int) -> list[str]:
    parts = [one for one in _JOIN.split(bare(before)) if one.strip()]
    if count < 2 or len(parts) < count:
        return []
    if len(parts) > count and not _VERBS.match(parts[-count]):
        return []  # «五星级、四星级饭店或者甲级、乙级民宿，分别…»: more names than sums
    parts = parts[-count:]
    first = _ENDS_LEVEL.search(parts[0])
    last = _STARTS_LEVEL.match(parts[-1])
    parts[0] = first.group() if first else _VERBS.sub("", parts[0])
    parts[-1] = last.group() if last else re.split(r"[的，]", parts[-1])[0]
    return [one.strip()[:LONGEST_WHO] for one in parts]


def _limit_all(steps: list[Step], clause: Piece, rest: list[Figure]) -> None:
    for one in rest:
        for step in steps:
            put(step.money, one, clause)


def _one_by_one(clause: Piece, places: set[tuple[int, int]]) -> Iterator[Step]:
    steps: list[Step] = []
    waiting = ""
    for part in segments(clause):
        here = [one for one in figures(part.text, part.start) if (one.start, one.end) in places]
        if not here:
            waiting += part.text
            continue
        at = part.start
        for one in here:
            label = _label(clause.text[at - clause.start : one.start - clause.start])
            who = label or (_short(bare(waiting)) if not steps else "")
            if who:
                steps.append(Step(who))
                put(steps[-1].money, one, clause)
            else:
                for step in _limited(steps, clause, one):
                    put(step.money, one, clause)
            waiting, at = "", one.end
    yield from steps


def _limited(steps: list[Step], clause: Piece, one: Figure) -> list[Step]:
    """A figure without a name of its own, in another part of the sentence, is of all the steps before it in it."""
    last = [step for step in steps if step.money.places]
    if not last:
        return []
    between = clause.text[last[-1].money.places[-1][1] - clause.start : one.start - clause.start]
    return steps if re.search(r"[，,]", between) and not any(step.money.caps for step in steps) else last[-1:]


def _label(raw: str) -> str:
    """Return the name between two figures: «、B类» of «A类20%、B类15%»; nothing where only the base of a rate stands there."""
    text = bare(raw).lstrip("和及并的")
    if _LIMIT.match(text):
        return ""
    head = _GRANTS.split(text)[0].strip("，、；：的 对")
    text = head if head and _A_GROUP.search(head) else _NOISE.sub("", text).strip("，、；：的 对")
    text = _VERBS.sub("", text)
    level = _STARTS_LEVEL.match(text)
    if _BASE.search(text):
        text = level.group() if level else _group_before(text)
    text = _short(text)
    return text if text and _A_GROUP.search(text) else ""


def _group_before(text: str) -> str:
    group = re.match(r"[\u4e00-\u9fff\d]*?(?:企业|人员|家庭|对象|单位|户|学生|毕业生|以上|以下)", text)
    return group.group() if group else ""


def _short(who: str) -> str:
    return _TRAIL.sub("", _LEAD.sub("", who).strip("，。：； "))[-LONGEST_WHO:]
