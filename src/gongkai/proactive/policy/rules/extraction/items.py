"""From the text of a policy to candidate items: which clauses grant, and which belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.proactive.policy.rules.extraction import tables
from gongkai.proactive.policy.rules.extraction.belonging import (
    comes_on_top,
    goes_on,
    is_another_deed,
    is_for_another_group,
    names,
    raises_it,
)
from gongkai.proactive.policy.rules.extraction.granting import (
    Role,
    is_standard,
    is_whole,
    names_a_benefit,
    names_others,
    role_of,
    speaks_weakly,
)
from gongkai.proactive.policy.rules.extraction.money import Money, money_of
from gongkai.proactive.policy.rules.extraction.text import Paragraph, Piece, clauses, paragraphs, sentences

FAR = 5  # paragraphs after which a figure no longer belongs to what was granted before

_TITLE = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|[一二三四五六七八九十]+、|①|②|③|④|⑤)[^，。；：]{2,16}。$"
)
_RAISED = re.compile(r"(?:由|从)[^，。；]{0,12}(?:提高|上调|调整)(?:到|至|为)")
_GRANTS_ITSELF = re.compile(r"申请|申领|给予|享受")
_OWN_LOAN = re.compile(r"\s*[^，。；]{2,12}贷款(?:额度)?(?:最高|不超过)")
_SAYS_WHO = re.compile(
    r"\s*(?!其中|此外|另外|按照?上述|按照?前款|上述|前款|超过|不足|符合|每|按)(?:[^，。；]{6,40}的[\u4e00-\u9fff、]{0,14}|[\u4e00-\u9fff]{2,6}方面|[^，。；每]{4,24}每[^，。；]{4,30})，"
)
_TURNS_TO = re.compile(
    r"\s*对[^，。；]{4,30}(?:团队|企业|项目|机构|单位|人才|个人)[^，。；]{0,12}，[^，。；]{0,8}(?:最高|不超过)"
)
_ANOTHER_DEED = re.compile(r"\s*并?(?:免费|减收|免收|开通|由[^，。；]{2,12}免费|在[^，。；]{2,12}开通)")
_STANDARDS = re.compile(r"(?<!收费)(?<!价格)(?<!缴费)标准")
_CALLED = re.compile(r"[^。；]{0,60}(?:^|，)[^，。；\d]{0,6}(?:救助金|补助金|津贴|补贴|补助|奖励)每")
_FOR_ALL = re.compile(r"同一|累计|合计|总额(?=不|控|最)|年度(?=累|合|最|奖|补|支|贴)|单个|单户|单家|每家")


@dataclass
class Candidate:
    """One benefit as far as the text tells: its clauses, figures, and the paragraph that it rests on."""

    paragraph: Paragraph
    sentence: Piece
    clauses: list[Piece]
    money: Money
    listed: bool = False
    whole: bool = False  # needs no figure: free of charge, with priority
    lead: list[Piece] = field(default_factory=list)  # the sentence before a list that this is an entry of
    stepped: bool = False  # the list under «按下列标准给予补贴：», whose entries are its steps
    said_of: list[list[Piece]] = field(default_factory=list)  # of rows of a table: the cells that say who

    @property
    def start(self) -> int:
        return min(one.start for one in self.clauses)

    @property
    def end(self) -> int:
        return max(one.end for one in self.clauses)


@dataclass
class Reader:
    """Reads a text from top to bottom. `heading` is the last short line, `lead` a sentence that ends in a colon."""

    found: list[Candidate] = field(default_factory=list)
    heading: str = ""
    lead: Candidate | None = None
    table: tables.Table | None = None

    def read(self, paragraph: Paragraph) -> None:
        if tables.is_row(paragraph):
            self._read_row(paragraph)
            return
        self.table = None
        if paragraph.heading:
            self.heading = paragraph.text.strip()
            return
        if paragraph.level == 0:
            self.heading, self.lead = paragraph.text.strip()[:20], None
        for sentence in sentences(paragraph):
            for number, clause in enumerate(clauses(sentence)):
                self._take(paragraph, sentence, clause, first=number == 0)

    def _read_row(self, row: Paragraph) -> None:
        if self.table is None:
            self.table = tables.opened(row)
            return
        money = tables.granted(self.table, row)
        if money is None:
            return
        before = self._before(row)
        goes_on = before is not None and (before.paragraph.index > self.table.first or not before.money)
        is_step = self.table.steps or tables.says_the_same(self.table, row)
        if before is not None and is_step and goes_on:
            before.clauses.append(row)
            before.money.add(money)
            before.said_of += [tables.asked(self.table, row)]
            return
        lead = list(self.lead.clauses) if self.lead is not None else []
        new = Candidate(row, row, [row], money, listed=True, whole=True, lead=lead)
        new.said_of = [tables.asked(self.table, row)]
        self.found.append(new)

    def _take(self, paragraph: Paragraph, sentence: Piece, clause: Piece, *, first: bool) -> None:
        money = money_of(clause)
        if not money and clause.start == paragraph.start and clause.end < paragraph.end and _TITLE.match(clause.text):
            return  # «一、减免房屋租金。» is called so, what is granted comes after it
        role = role_of(clause.text, money)
        if role is Role.NONE:
            return
        before = self._before(paragraph)
        if role is Role.GRANT and self._is_lead(paragraph, clause, money):
            self.lead = Candidate(paragraph, sentence, [clause], money)
            return
        new = Candidate(paragraph, sentence, [clause], money, listed=paragraph.level == 1, whole=is_whole(clause.text))
        opens = clause.start == paragraph.start
        if self.lead is not None and opens and role is Role.TIER and self.lead.paragraph.index == paragraph.index - 1:
            new.clauses.insert(0, self.lead.clauses[0])  # «按车型给予补贴：» and a list of steps
            new.stepped, self.lead = True, None
            self.found.append(new)
            return
        if before is not None and self._belongs(role, new, before, first=first):
            before.clauses.append(clause)
            before.sentence = sentence
            if _RAISED.search(clause.text) and before.money.caps and not before.money.amounts:
                money.caps, money.amounts = money.caps + money.amounts, []  # another limit, raised like the first
            before.money.add(money)
            return
        if role is Role.CAP and not (names_a_benefit(clause.text) and self._opens(paragraph, clause, before)):
            return
        if role is Role.TIER and before is None and not self._speaks_of_money(paragraph, clause):
            return
        if self.lead is not None and paragraph.level != 0:
            new.lead = list(self.lead.clauses)
        self.found.append(new)

    def _speaks_of_money(self, paragraph: Paragraph, clause: Piece) -> bool:
        """Tell whether a figure alone is a benefit here: «高龄津贴。八十周岁以上的每人每月八十元», under a heading «补贴标准»."""
        before = paragraph.text[: clause.start - paragraph.start]
        return (
            speaks_weakly(clause.text)
            or bool(_CALLED.match(clause.text) or _STANDARDS.search(self.heading))
            or names_a_benefit(before)
        )

    @staticmethod
    def _opens(paragraph: Paragraph, clause: Piece, before: Candidate | None) -> bool:
        """Tell whether a limit is itself the benefit: «一般机具单机补贴额不超过5万元», «创业担保贷款…额度最高30万元»."""
        stands_alone = before is None or before.paragraph.index != paragraph.index
        return not _FOR_ALL.search(clause.text) and stands_alone

    @staticmethod
    def _is_lead(paragraph: Paragraph, clause: Piece, money: Money) -> bool:
        """«按以下阶段给予奖励：» and a list that follows."""
        return (
            not money and clause.end == paragraph.end and clause.text.rstrip().endswith(("：", ":", "以下标准", "如下"))
        )

    def _before(self, paragraph: Paragraph) -> Candidate | None:
        if not self.found:
            return None
        last = self.found[-1]
        return last if paragraph.index - last.paragraph.index <= FAR else None

    def _belongs(self, role: Role, new: Candidate, before: Candidate, *, first: bool) -> bool:
        same_paragraph = new.paragraph.index == before.paragraph.index
        same_sentence = new.sentence.start == before.sentence.start
        if not before.money and not before.whole:
            if new.money:
                return self._completes(role, new, before)
            if is_standard(new.clauses[0].text):
                return True
        if "上述" in new.clauses[0].text and raises_it(new.clauses[0].text, before.clauses[-1].text):
            return True
        if new.paragraph.level == 0 and not (same_paragraph or same_sentence):
            return False  # another article says another measure
        if role is Role.CAP and self._is_of_its_own(new, same_paragraph=same_paragraph, same_sentence=same_sentence):
            return False
        if role is Role.CAP:  # a total at the end of a list is of all its entries, not of the last
            return same_paragraph or not (before.listed and not new.listed and _FOR_ALL.search(new.clauses[0].text))
        if same_paragraph and new.clauses[0].text.lstrip().startswith("其中"):
            return True
        if same_paragraph and not (same_sentence and first) and raises_it(new.clauses[0].text, before.clauses[-1].text):
            return True
        if same_paragraph and is_for_another_group(new.clauses[0].text, before.clauses[-1].text):
            return True
        if same_paragraph and comes_on_top(new.clauses[0].text, before.sentence.text):
            return True
        if role in (Role.GRANT, Role.STANDARD):
            return same_sentence and not first and self._goes_on(new, before)
        if role is Role.TIER and before.stepped and new.listed and new.start == new.paragraph.start:
            return True
        if role is Role.TIER and not same_paragraph and before.whole and not before.money:
            return False
        if names_others(new.clauses[0].text) and speaks_weakly(new.clauses[0].text):
            return False
        if same_sentence:
            return not (
                role is Role.TIER and not first and is_another_deed(new.clauses[0].text, before.clauses[-1].text)
            )
        if not same_paragraph and speaks_weakly(new.clauses[0].text) and self._turns(new, before):
            return False  # «柔性引进的专家每年工作不少于30天的，按劳务报酬的20%补助», a paragraph of its own
        return not new.listed and not (
            same_paragraph and speaks_weakly(new.clauses[0].text) and not self._reads_on(new)
        )

    @staticmethod
    def _turns(new: Candidate, before: Candidate) -> bool:
        text = new.clauses[0].text
        return bool(_SAYS_WHO.match(text)) or is_another_deed(text, before.clauses[-1].text)

    @staticmethod
    def _is_of_its_own(new: Candidate, *, same_paragraph: bool, same_sentence: bool) -> bool:
        """Tell whether a limit names its own benefit: «小微企业创业担保贷款最高500万元», an entry on another loan."""
        text = new.clauses[0].text
        entry = new.listed and not same_paragraph and names_a_benefit(text) and not _FOR_ALL.search(text)
        turns = (
            not same_sentence and bool(_TURNS_TO.match(text)) and names_a_benefit(text) and not _FOR_ALL.search(text)
        )
        return entry or turns or (not same_sentence and bool(_OWN_LOAN.match(text)))

    @staticmethod
    def _completes(role: Role, new: Candidate, before: Candidate) -> bool:
        """Tell whether this says the amount of what was granted without one a moment ago."""
        if role is Role.STANDARD:
            return True
        distance = new.paragraph.index - before.paragraph.index
        if role is Role.GRANT:
            if new.paragraph.level == 0 and distance:
                text = new.clauses[0].text
                return not _GRANTS_ITSELF.search(text) and bool(names(text) & names(before.clauses[0].text))
            words = set(re.findall(r"补贴|补助|奖励|津贴|资助|扶助金|补助金|返还", before.clauses[0].text))
            return distance <= 1 and any(word in new.clauses[0].text for word in words) and before.listed is False
        return not (new.listed and before.listed and distance)

    @staticmethod
    def _goes_on(new: Candidate, before: Candidate) -> bool:
        if new.whole and _ANOTHER_DEED.match(new.clauses[0].text):
            return False
        said = before.sentence.text[: new.start - before.sentence.start]
        return goes_on(new.clauses[0].text, before.clauses[-1].text, said)

    @staticmethod
    def _reads_on(new: Candidate) -> bool:
        return bool(re.match(r"\s*(?:每|其中|总额|累计|补贴|单)", new.clauses[0].text))


def candidates(source: str) -> list[Candidate]:
    """Return the benefits that a text seems to grant, in its order."""
    reader = Reader()
    for paragraph in paragraphs(source):
        reader.read(paragraph)
    return reader.found
