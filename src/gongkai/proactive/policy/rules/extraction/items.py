"""From the text of a policy to candidate items: which clauses grant, and which belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.proactive.policy.rules.extraction.granting import (
    Role,
    is_standard,
    is_whole,
    names_others,
    role_of,
    speaks_weakly,
)
from gongkai.proactive.policy.rules.extraction.money import Money, money_of
from gongkai.proactive.policy.rules.extraction.text import Paragraph, Piece, clauses, paragraphs, sentences

FAR = 5  # paragraphs after which a figure no longer belongs to what was granted before


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

    def read(self, paragraph: Paragraph) -> None:
        if paragraph.heading:
            self.heading = paragraph.text.strip()
            return
        if paragraph.level == 0:
            self.heading, self.lead = paragraph.text.strip()[:20], None
        for sentence in sentences(paragraph):
            for number, clause in enumerate(clauses(sentence)):
                self._take(paragraph, sentence, clause, first=number == 0)

    def _take(self, paragraph: Paragraph, sentence: Piece, clause: Piece, *, first: bool) -> None:
        money = money_of(clause)
        role = role_of(clause.text, money)
        if role is Role.NONE:
            return
        before = self._before(paragraph)
        if role is Role.GRANT and self._is_lead(paragraph, clause, money):
            self.lead = Candidate(paragraph, sentence, [clause], money)
            return
        new = Candidate(paragraph, sentence, [clause], money, listed=paragraph.level == 1, whole=is_whole(clause.text))
        if before is not None and self._belongs(role, new, before, first=first):
            before.clauses.append(clause)
            before.sentence = sentence
            before.money.add(money)
            return
        if role is Role.CAP:
            return
        if role is Role.TIER and before is None and not (speaks_weakly(clause.text) or "标准" in self.heading):
            return
        if self.lead is not None and paragraph.level != 0:
            new.lead = list(self.lead.clauses)
        self.found.append(new)

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
        if new.paragraph.level == 0 and not (same_paragraph or same_sentence):
            return False  # another article says another measure
        if role is Role.CAP:
            return True
        if role is Role.GRANT:
            return same_sentence and not first and self._goes_on(new, before)
        if role is Role.STANDARD:
            return False
        if names_others(new.clauses[0].text) and speaks_weakly(new.clauses[0].text):
            return False
        if same_sentence:
            return True
        return not new.listed and not (
            same_paragraph and speaks_weakly(new.clauses[0].text) and not self._reads_on(new)
        )

    @staticmethod
    def _completes(role: Role, new: Candidate, before: Candidate) -> bool:
        """Tell whether this says the amount of what was granted without one a moment ago."""
        if role is Role.STANDARD:
            return True
        distance = new.paragraph.index - before.paragraph.index
        if role is Role.GRANT:
            words = set(re.findall(r"补贴|补助|奖励|津贴|资助|扶助金|补助金", before.clauses[0].text))
            return distance <= 1 and any(word in new.clauses[0].text for word in words) and before.listed is False
        return not (new.listed and before.listed and distance)

    @staticmethod
    def _goes_on(new: Candidate, before: Candidate) -> bool:
        """«招用3人以下的…；招用4人以上的…»: one scale in one sentence, or what comes on top of it."""
        text, last = new.clauses[0].text.strip(), before.clauses[-1].text.strip()
        if re.match(r"(?:设置|并|再|同时)", text):
            return True
        return not text.startswith("对") and text[:2] in (last[:2], re.sub(r"^.{0,12}[：:。]", "", last)[:2])

    @staticmethod
    def _reads_on(new: Candidate) -> bool:
        return bool(re.match(r"\s*(?:每|其中|总额|累计|补贴|单)", new.clauses[0].text))


def candidates(source: str) -> list[Candidate]:
    """Return the benefits that a text seems to grant, in its order."""
    reader = Reader()
    for paragraph in paragraphs(source):
        reader.read(paragraph)
    return reader.found
