"""Conditions that other paragraphs say: whom the measure or the whole text is for, lists of cases, exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from gongkai.proactive.policy.rules.conditions import Either, Node
from gongkai.proactive.policy.rules.extraction.guess import every, excluded, understood
from gongkai.proactive.policy.rules.extraction.items import Candidate
from gongkai.proactive.policy.rules.extraction.tables import is_row
from gongkai.proactive.policy.rules.extraction.text import Paragraph, Piece, segments, sentences

MOST_SUBJECTS = 20  # places that say for whom a whole text is; one with more is a list of many measures
NEAR = 8  # paragraphs within which an exception is taken to be about a benefit
_WHO_APPLIES = r"(?:申报|申请|借款|奖补|受助)(?:单位|人|主体|企业|者|对象)(?:应当?|须|需)(?!于|在每|在规定|通过|登录|提交|提供|向|按|自|对|如实|填|配合|妥善|接受)"
_OF = r"补贴|奖补|补助|申请|申报|适用|优待|支持|扶持|资助|奖励|发放|保障|救助|享受|服务"
_SUBJECT = re.compile(
    rf"(?:{_OF})(?:的)?(?:对象|范围|主体)(?=[为是：:。\s]|$|包括|如下|应)|(?:补贴|申报|申请|享受|补助|支持|奖励|扶持)条件(?=[为是：:。\s]|$|包括|如下|应)|对象为|[）)、]\s*对象[。：:]|"
    r"(?:申请|申报|享受)[^，。；]{0,16}(?:应当?|须|需要?)(?:同时)?(?:符合|具备|满足)(?:以?下列?|如下)?[^，。；]{0,4}条件|"
    rf"{_WHO_APPLIES}|"
    r"(?:办法|细则|措施|指南|通知|政策|公告|规定|意见|方案|指引)适用于|"
    r"的[，,]适用本|所称(?!用人单位)[^，。；]{2,16}(?:企业|单位|机构|人员|人才|家庭|毕业生|劳动者)[^，。；]{0,8}[，,]?是?指"
)
_SAID_AFTER = re.compile(
    rf"^.*?(?:{_WHO_APPLIES}|" r"适用于|[，,]?是?指(?!南|标|导|引)|(?:对象|条件|范围|主体)(?:为|是|[：:。])?)"
)
_SAID_BEFORE = re.compile(r"^\s*(?:第[一二三四五六七八九十百]+条\s*)?(.*的)[，,]适用本")
_PROTEST = re.compile(r"异议|复核|复查")  # who protests is asked nothing for the benefit
_PLAN = re.compile(r"(?:资金|经费|预算)\S{0,4}范围")  # «专项资金支持范围» is about the purse
_OF_ONE = re.compile(r"([\u4e00-\u9fff]{3,14}(?:补贴|补助|津贴|奖励))(?:的)?(?:对象|条件)")
_EXCEPT = re.compile(r"除外|不予(?:奖励|补贴|补助|支持|受理)|不得(?:享受|同时|申请|申领|重复)|不适用本")
_BENEFIT = re.compile(r"奖励|补贴|补助|资助|支持|享受|申领|除外")
_ANY_OF = re.compile(r"之一")
_BLOCK = re.compile(r"\s*(?:\d+、|[一二三四五六七八九十]+、|第[一二三四五六七八九十百]+条)")


class Whole:
    """A text as a whole, looked through once for all its items; `taken` are the paragraphs that grant."""

    def __init__(self, lines: list[Paragraph], taken: set[int]) -> None:
        self.lines, self.taken = lines, taken
        self.place = {line.index: number for number, line in enumerate(lines)}
        self.blocks = _blocks(lines)
        self.block = {line.index: block for block in self.blocks for line in block}
        free = [block for block in self.blocks if not any(line.index in taken for line in block)]
        self.elsewhere = [found for block in free for found in self.subjects(block)][:MOST_SUBJECTS]
        self.read: dict[int, list[tuple[Node, Piece]]] = {}

    def said(self, line: Paragraph, following: Sequence[Paragraph]) -> list[tuple[Node, Piece]]:
        if line.index not in self.read:
            self.read[line.index] = _subject(line, following, self.taken)
        return self.read[line.index]

    def subjects(self, block: list[Paragraph]) -> list[tuple[Paragraph, Sequence[Paragraph]]]:
        """Return the lines of an article or section that say for whom, each with those that follow it."""
        return [
            (line, block[number + 1 :])
            for number, line in enumerate(block)
            if line.index not in self.taken and _says_for_whom(line)
        ]


def around(found: Candidate, whole: Whole) -> tuple[list[Node], list[Piece]]:
    """Return what is asked of the applicant outside the granting sentence, with the places."""
    nodes: list[Node] = []
    places: list[Piece] = []
    for line, following in _subjects(found, whole):
        said = whole.said(line, following)
        nodes += [node for node, _ in said]
        places += [piece for _, piece in said]
    for one in _exceptions(found, whole):
        if (node := excluded(one.text)) is not None:
            nodes.append(node)
            places.append(one)
    listed = _list_after(found, whole)
    if listed:
        cases = [node for one in listed if (node := understood(one.text)) is not None]
        any_of = _ANY_OF.search(found.sentence.text) or not re.search(r"条件[：:]", found.sentence.text)
        nodes.append(Either(tuple(cases)) if any_of and len(cases) > 1 else every(cases))
        places += listed
    return nodes, places


def _subjects(found: Candidate, whole: Whole) -> Iterable[tuple[Paragraph, Sequence[Paragraph]]]:
    """Return the lines that say for whom: of the own measure where it says so, else of the whole text; never of other measures."""
    own = whole.subjects(whole.block[found.paragraph.index])
    return [one for one in own if _is_about(one[0], found)] or [
        one for one in whole.elsewhere if _is_about(one[0], found)
    ]


def _blocks(lines: list[Paragraph]) -> list[list[Paragraph]]:
    """Cut a text before each article or section."""
    found: list[list[Paragraph]] = []
    for line in lines:
        if not found or _BLOCK.match(line.text):
            found.append([])
        found[-1].append(line)
    return found


def _exceptions(found: Candidate, whole: Whole) -> Iterable[Piece]:
    at = whole.place[found.paragraph.index]
    for line in whole.lines[max(0, at - NEAR) : at + NEAR + 1]:
        others = line.index in whole.taken and line.index != found.paragraph.index
        if others or abs(line.index - found.paragraph.index) > NEAR:
            continue
        for one in sentences(line):
            if _BENEFIT.search(one.text) and _EXCEPT.search(one.text) and "就高不重复" not in one.text:
                yield one


def _says_for_whom(line: Paragraph) -> bool:
    if is_row(line) or _PLAN.search(line.text) or _PROTEST.search(line.text):
        return False
    return bool(_SUBJECT.search(line.text) or _OF_ONE.search(line.text))


def _is_about(line: Paragraph, found: Candidate) -> bool:
    """«补贴对象» is of all; «困难残疾人生活补贴对象为» only of the benefit of that name."""
    match = _OF_ONE.search(line.text)
    if match and not re.match(r"\s*[一二三四五六七八九十]+、", line.text):
        return match.group(1)[-6:] in found.paragraph.text
    return bool(_SUBJECT.search(line.text))


def _subject(line: Paragraph, following: Sequence[Paragraph], taken: set[int]) -> list[tuple[Node, Piece]]:
    own, at = _own(line)
    pieces = [part for one in sentences(Piece(own, at)) for part in segments(one)] if own.strip("。：: ") else []
    if not pieces:
        for one in following:
            if one.heading or one.level == 0 or one.index in taken or _SUBJECT.search(one.text):
                break
            pieces += [one] if one.level == 1 else segments(one)
    nodes = [(node, one) for one in pieces if (node := understood(one.text)) is not None]
    if line.text.rstrip().endswith(("之一：", "之一:")) and len(nodes) > 1:
        return [(Either(tuple(node for node, _ in nodes)), Piece(line.text, line.start))]
    return nodes


def _own(line: Paragraph) -> tuple[str, int]:
    """Return the words that say for whom, and where they begin: «…的，适用本细则», «补贴对象为…»."""
    before = _SAID_BEFORE.search(line.text)
    if before:
        return before.group(1), line.start + before.start(1)
    own = _SAID_AFTER.sub("", line.text, count=1)
    return own, line.start + len(line.text) - len(own)


def _list_after(found: Candidate, whole: Whole) -> list[Paragraph]:
    """Return the entries of a list of conditions that follows the granting sentence."""
    if not re.search(r"(?:下列|以下|如下)[^。]{0,12}(?:条件|情形|学生|人员|家庭|对象)", found.clauses[0].text):
        return []
    listed = []
    for line in islice(whole.lines, whole.place[found.paragraph.index] + 1, None):
        if line.level != 1 or line.index in whole.taken:
            break
        listed.append(line)
    return listed
