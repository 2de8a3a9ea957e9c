"""Conditions that other paragraphs say: whom the measure or the whole text is for, lists of cases, exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from gongkai.proactive.policy.rules.conditions import AtLeast, Either, Every, Node
from gongkai.proactive.policy.rules.extraction import lists
from gongkai.proactive.policy.rules.extraction.excluding import NEAR, excluded_in
from gongkai.proactive.policy.rules.extraction.guess import alternatives
from gongkai.proactive.policy.rules.extraction.items import Candidate
from gongkai.proactive.policy.rules.extraction.joining import excepted_in, joined
from gongkai.proactive.policy.rules.extraction.tables import is_row
from gongkai.proactive.policy.rules.extraction.text import Paragraph, Piece, segments, sentences

MOST_SUBJECTS = 20  # places that say for whom a whole text is; one with more is a list of many measures
FAR_ABOVE = 3  # articles or sections above, in which «上述条件» is looked for
LONGEST_LIST = 60  # lines
MOST_NOTES = 4
_WHO_APPLIES = r"(?:申报|申请|借款|奖补|受助)(?:单位|人|主体|企业|者|对象)(?:应当?|须|需)(?!当|将|把|于|在每|在规定|通过|登录|提交|提供|向|按|自|对|如实|填|配合|妥善|接受)"
_OF = r"补贴|奖补|补助|申请|申报|适用|优待|支持|扶持|资助|奖励|发放|保障|救助|享受|服务"
_SUBJECT = re.compile(
    rf"(?<!纳入)(?<!列入)(?:{_OF})(?:的)?(?:对象|范围|主体)(?=[为是：:。\s]|$|包括|如下|应)|(?:补贴|申报|申请|享受|补助|支持|奖励|扶持)条件(?=[为是：:。\s]|$|包括|如下|应)|对象为|[）)、]\s*对象[。：:]|"
    r"(?:申请|申报|申领|享受|领取|获得)[^，。；]{0,24}(?:[，,][^，。；]{0,10})?(?:应当?|须|需要?|必须)(?:至少)?(?:同时)?(?:至少)?(?:符合|具备|满足)(?:以?下列?|如下)?[^，。；]{0,8}(?:条件|要求)|"
    rf"{_WHO_APPLIES}|"
    r"(?:办法|细则|措施|指南|通知|政策|公告|规定|意见|方案|指引)适用于|"
    r"的[，,]适用本|的[，,](?:可以?|方可)(?:申请|申领|享受)(?:本[^，。；]{0,8})?(?=[。；]|$)|所称(?!用人单位)[^，。；]{2,16}(?:企业|单位|机构|人员|人才|家庭|毕业生|劳动者)[^，。；]{0,8}[，,]?是?指"
)
_SAID_AFTER = re.compile(
    rf"^.*?(?:{_WHO_APPLIES}|" r"适用于|[，,]?是?指(?!南|标|导|引)|(?:对象|条件|范围|主体)(?:为|是|[：:。])?)"
)
_SAID_BEFORE = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+条\s*)?(.*的)[，,](?:适用本|(?:可以?|方可)(?:申请|申领|享受)(?:本[^，。；]{0,8})?(?=[。；]|$))"
)
_PROTEST = re.compile(r"异议|复核|复查")  # who protests is asked nothing for the benefit
_PLAN = re.compile(r"(?:资金|经费|预算)\S{0,4}范围")  # «专项资金支持范围» is about the purse
_OF_ONE = re.compile(r"([\u4e00-\u9fff]{3,14}(?:补贴|补助|津贴|奖励))(?:的)?(?:对象|条件)")
_LIST_FOLLOWS = re.compile(r"(?:下列|以下|如下)[^。]{0,12}(?:条件|情形|学生|人员|家庭|对象|企业|单位)")
_DUTY = re.compile(
    r"(?:局|委|镇|街|街道|部门|单位|财政)(?:要|负责|应当加强)|安排[^，。；]{0,6}资金|负责解释|虚报|骗取|追缴|追回|取消[^，。；]{0,8}资格"
)
_REFUSES = re.compile(r"不予|不得|不再|不享受|不纳入|不列入|不适用")
_BLOCK = re.compile(r"\s*(?:\d+、|[一二三四五六七八九十]+、|第[一二三四五六七八九十百]+条)")
_NUMBERED = re.compile(r"\s*\d+、")
_ARTICLE = re.compile(r"\s*(第[一二三四五六七八九十百\d]+条)")
_NAMED = re.compile(r"(?:申请|申报|申领|享受|领取)([\u4e00-\u9fff]{2,14}?(?:补贴|补助|津贴|奖励|资助|贴息|救助|待遇))")
_REFUSED_ONE = re.compile(
    r"(?:不得|不再|不予)(?:同时|重复|再)?(?:享受|申请|申领|领取|给予)([\u4e00-\u9fff]{2,14}?(?:补贴|补助|津贴|奖励|资助|贴息|救助|待遇))"
)
_LICENCE = re.compile(r"申请[^，。；]{0,16}(?:许可|设立|登记|执业|资格|证书|批准)")
_REFERS = re.compile(
    r"(?:符合|满足|具备)(?:本[\u4e00-\u9fff]{2,4})?(第[一二三四五六七八九十百\d]+条)(?:第[一二三四五六七八九十]+款)?(?:所列|所述|规定)*的?[^，。；]{0,8}?(?:条件|情形|要求|规定)的?|"
    r"(?:对于?|向|为)?(?:本[\u4e00-\u9fff]{2,4})?(第[一二三四五六七八九十百\d]+条)(?:第[一二三四五六七八九十]+款)?(?:所列|所述|所称|规定)的?(?:企业|单位|机构|人员|对象|主体|家庭|个人|项目)|"
    r"(?:符合|满足|具备)(?:上述|前述|前款|前条|以上)(?:所列|规定)?的?[^，。；]{0,6}(?:条件|要求|规定)的?"
)


class Whole:
    """A text as a whole, looked through once for all its items; `taken` are the paragraphs that grant."""

    def __init__(self, lines: list[Paragraph], found: Sequence[Candidate]) -> None:
        self.lines, self.taken = lines, {one.paragraph.index for one in found}
        taken = self.taken
        self.granting = [line.text for line in lines if line.index in taken]
        self.excluded = excluded_in(lines, taken, {part.start for one in found for part in one.clauses})
        self.place = {line.index: number for number, line in enumerate(lines)}
        self.blocks = _blocks(lines)
        self.block = {line.index: block for block in self.blocks for line in block}
        free = [block for block in self.blocks if not any(line.index in taken for line in block)]
        self.elsewhere = [found for block in free for found in self.subjects(block)][:MOST_SUBJECTS]
        self.read: dict[int, list[tuple[Node, Piece]]] = {}

    def said(self, line: Paragraph, following: Sequence[Paragraph]) -> list[tuple[Node, Piece]]:
        if line.index not in self.read:
            self.read[line.index] = []  # articles may refer to each other
            self.read[line.index] = self._pointed(line) or _subject(line, following, self.taken)
        return self.read[line.index]

    def _pointed(self, line: Paragraph) -> list[tuple[Node, Piece]]:
        """«支持对象：第二条规定的企业»: what that article says of them, shown at the line that points there."""
        match = _REFERS.search(line.text)
        article = (match.group(1) or match.group(2)) if match else None
        return [(node, Piece(line.text, line.start)) for node in self._article(article)] if article else []

    def referred(self, words: str, found: Candidate) -> tuple[list[Node], str] | None:
        """Return what «符合本办法第六条规定条件的» or «符合上述条件的» stands for, and the words beside; None where it is not found."""
        match = _REFERS.search(words)
        if match is None:
            return None
        article = match.group(1) or match.group(2)
        nodes = self._article(article) if article else self._above(found)
        return (nodes, words[: match.start()] + words[match.end() :]) if nodes else None

    def _article(self, number: str) -> list[Node]:
        for block in self.blocks:
            head = _ARTICLE.match(block[0].text)
            if head and head.group(1) == number:
                return self._lists(block)
        return []

    def _above(self, found: Candidate) -> list[Node]:
        place = self.blocks.index(self.block[found.paragraph.index])
        for block in self.blocks[place : (place - FAR_ABOVE if place > FAR_ABOVE else None) : -1]:
            if nodes := self._lists([line for line in block if line.index < found.paragraph.index]):
                return nodes
        return []

    def _lists(self, block: list[Paragraph]) -> list[Node]:
        """Return what the lists and the lines on whom it is for in an article ask."""
        nodes = [node for line, rest in self.subjects(block) for node, _ in self.said(line, rest)]
        if nodes:
            return nodes
        for number, line in enumerate(block):
            listed = lists.read(line, block[number + 1 :], self._stops)
            if listed is not None:
                return [listed.node]
        return []

    def _stops(self, line: Paragraph) -> bool:
        return line.index in self.taken

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
    nodes += excepted_in([part.text for one in _own_sentences(found) for part in segments(one)])
    for node, place, index in whole.excluded.nodes:
        if not _is_of_another(place.text, found, whole) and (
            index == found.paragraph.index or (index not in whole.taken and _in_reach(place, index, found))
        ):
            nodes.append(node)
            places.append(place)
    return nodes, places


def notes(found: Candidate, whole: Whole) -> list[tuple[str, Piece]]:
    """Return what is told to the reader beside the conditions: that the same may be had only once."""
    return [
        (said, place)
        for said, place, index in whole.excluded.notes
        if index == found.paragraph.index or index not in whole.taken
    ][:MOST_NOTES]


def _own_sentences(found: Candidate) -> list[Piece]:
    """Return the sentences that grant, from where the grant stands: what is said before it is read as who."""
    own = [
        one for one in sentences(found.paragraph) if any(one.start <= part.start < one.end for part in found.clauses)
    ]
    return [Piece(one.text[found.start - one.start :], found.start) if one.start < found.start else one for one in own]


def _is_of_another(text: str, found: Candidate, whole: Whole) -> bool:
    """«…的，不得同时享受护理补贴»: who is refused one benefit by its name is refused no other."""
    named = _REFUSED_ONE.search(text)
    if named is None or not any(named.group(1)[-4:] in one for one in whole.granting):
        return False
    own = [found.paragraph] if is_row(found.paragraph) else whole.block[found.paragraph.index]
    return not any(named.group(1)[-4:] in line.text for line in own)


def _in_reach(place: Piece, index: int, found: Candidate) -> bool:
    """An exception is about what stands near; who is refused by an article of its own is refused everywhere."""
    return bool(_REFUSES.search(place.text)) or abs(index - found.paragraph.index) <= NEAR


def _subjects(found: Candidate, whole: Whole) -> Iterable[tuple[Paragraph, Sequence[Paragraph]]]:
    """Return the lines that say for whom: of the own measure where it says so, else of the whole text; never of other measures."""
    own = whole.subjects(whole.block[found.paragraph.index])
    return [one for one in own if _is_about(one[0], found, whole)] or [
        one for one in whole.elsewhere if _is_about(one[0], found, whole)
    ]


def _blocks(lines: list[Paragraph]) -> list[list[Paragraph]]:
    """Cut a text before each article or section."""
    found: list[list[Paragraph]] = []
    for line in lines:
        goes_on = bool(found) and _NUMBERED.match(line.text) and _says_for_whom(found[-1][0])
        if not found or (_BLOCK.match(line.text) and not goes_on):
            found.append([])
        found[-1].append(line)
    return found


def _says_for_whom(line: Paragraph) -> bool:
    if is_row(line) or _PLAN.search(line.text) or _PROTEST.search(line.text) or _LICENCE.search(line.text):
        return False
    return bool(_SUBJECT.search(line.text) or _OF_ONE.search(line.text))


def _is_about(line: Paragraph, found: Candidate, whole: Whole) -> bool:
    """«补贴对象» is of all; «困难残疾人生活补贴对象为» only of the benefit of that name, where one has it."""
    named = _NAMED.search(line.text)
    if named and any(named.group(1)[-4:] in one for one in whole.granting):
        return any(named.group(1)[-4:] in one.text for one in whole.block[found.paragraph.index])
    match = _OF_ONE.search(line.text)
    if match and not re.match(r"\s*[一二三四五六七八九十]+、", line.text):
        return match.group(1)[-6:] in found.paragraph.text
    return bool(_SUBJECT.search(line.text))


def _subject(line: Paragraph, following: Sequence[Paragraph], taken: set[int]) -> list[tuple[Node, Piece]]:
    listed = lists.read(line, following, lambda one: one.index in taken or bool(_SUBJECT.search(one.text)))
    if listed is not None:
        return [(listed.node, one) for one in [line, *listed.places]]
    own, at = _own(line)
    if own.strip("。：: "):
        said = sentences(Piece(own, at))
    else:
        said = []
        for one in following:
            if one.heading or one.level == 0 or one.index in taken or _SUBJECT.search(one.text):
                break
            said += sentences(one)
    said = [one for one in said if not _DUTY.search(one.text)]
    return [(node, one) for one in said for node in joined([part.text for part in segments(one)])]


def _own(line: Paragraph) -> tuple[str, int]:
    """Return the words that say for whom, and where they begin: «…的，适用本细则», «补贴对象为…»."""
    before = _SAID_BEFORE.search(line.text)
    if before:
        return before.group(1), line.start + before.start(1)
    own = _SAID_AFTER.sub("", line.text, count=1)
    return own, line.start + len(line.text) - len(own)


def list_after(found: Candidate, whole: Whole) -> lists.Listed | None:
    """Return the list of conditions in or after the granting sentence."""
    opening = next((one for one in [*found.lead, found.clauses[0]] if _LIST_FOLLOWS.search(one.text)), None)
    if opening is None:
        return None
    line = next(one for one in reversed(whole.lines) if one.start <= opening.start)
    rest = list(islice(whole.lines, whole.place[line.index] + 1, None))
    listed = lists.read(line, rest[:LONGEST_LIST], lambda one: one.index in whole.taken)
    if listed is None or isinstance(listed.node, Either | AtLeast) or re.search(r"条件|同时", opening.text):
        return listed
    cases = listed.node.parts if isinstance(listed.node, Every) else (listed.node,)
    return lists.Listed(alternatives(list(cases)), listed.places)
