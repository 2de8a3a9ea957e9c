"""How well a passage answers a question, and whether that is well enough to be called an answer."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.engine.answers.rules.cues import MADE, PROMISED, RULED
from gongkai.engine.answers.rules.passages import Passage, sentences
from gongkai.engine.answers.rules.questions import BANS, OUTRIGHT, REQUIRED, Question, Wanted
from gongkai.engine.answers.rules.words import table

# Where a term of the question is found, and how much that says.
IN_CONTEXT, IN_TITLE, IN_BEFORE = 0.9, 0.9, 0.7
BY_ANOTHER_NAME = 0.92  # of a synonym
ONE_LETTER = 0.8  # 放, 养: much else is written with it
IN_PART = 0.6  # of a term of which only some pairs of characters are found
SURE = 0.53  # the least confidence of an answer; see bench/sections/answers.py
RARE_MUST = 0.5  # the rarest term must be found at least so well, unless nearly everything else is
NEARLY_ALL = 0.88
ELSEWHERE = 0.55  # the thing asked about stands neither in the passage nor above it nor in the title
A_THING, TELLING, ABSENT, LACKS_IT = 0.9, 2.0, 0.3, 0.7  # a thing that other texts name and this one does not
MISSING_SHAPE = 0.55  # of the confidence, where the text has no date, amount, number … as the question wants
LIST_KINDS = frozenset(
    {Wanted.ADDRESS, Wanted.MATERIALS, Wanted.CONDITIONS, Wanted.PROCESS, Wanted.MEANING, Wanted.ANY}
)
# 有下列情形之一的，不予发放 does not say how to apply, unless one asks who may not.
POSITIVE = frozenset({Wanted.MATERIALS, Wanted.CONDITIONS, Wanted.PROCESS})
EXCLUDED, EXCLUDING = re.compile(r"情形之一|不予|不得|禁止"), re.compile(r"不|情形|情况|禁止")
LONG = 400
TITLE_SAYS = 0.9
NEAR = 0.6  # for holding in one sentence what the title does not say
LETTERS = 0.3  # for holding all characters of the question that others do not hold
PROMISE = 0.25  # for standing below a heading that names the kind of answer: 接种时间, 办理流程
HEADED = 0.25  # for standing below words of the question
RULING, BAN = 0.1, 0.25
MOST_TELLING, SUBJECT, HALF, WELL = 2.6, 0.25, 0.5, 0.5
REACH, SEVERAL, REACH_OF_TITLED, TWO = 0.6, 3, 0.3, 2
LACKING = -1.5  # of the shape, where a date, a sum or a place must stand
FACTS_FIRST = 0.15  # of the particulars, where a question is about the document itself
STATE_FIRST = 1.0  # whether it is still in force: only the particulars know
TITLED = 0.3  # for a document whose title names what is asked about
ANCHORED, ADRIFT = 0.3, 0.57  # neither title nor heading nor summary names it: it is only mentioned
ALONE = 0.8  # and it is all that was asked about, so that nothing else speaks for the passage
PREAMBLE = re.compile(
    r"(?:通知|公告|通告|批复|决定|意见|公布|事项)如下[：:。]?$|^为(?:了|做好|加强|规范|进一步)|制定本(?:办法|规定|细则|条例)"
    r"|作如下修改|适用本(?:办法|规定|细则|条例)"
)


@dataclass(frozen=True)
class Weighed:
    """`score` orders passages; `confidence` (0–1) says whether the best one may be called an answer."""

    passage: Passage
    score: float
    confidence: float
    sentence: str


def is_made_for(passage: Passage, question: Question) -> bool:
    """Say whether a passage was written to answer this kind of question, by how it says it."""
    if passage.kind == "facts":
        return question.about_text
    made, shape = MADE.get(question.wanted), question.pattern
    text = "\n".join((passage.asked, passage.text, " ".join(cell for row in passage.rows[:2] for cell in row)))
    return bool(
        made and made[0].search(text) and not made[1].search(text) and shape is not None and shape.search(passage.text)
    )


def rarity(found: int, total: int) -> float:
    """Return how much a term tells that occurs in `found` of `total` documents."""
    return math.log(1 + total / (found + 0.5))


def spread(weights: Mapping[str, float]) -> float:
    return sum(weights.values()) or 1.0


class Sought:
    """A term taken apart once, with its other names, to be looked for in many texts."""

    def __init__(self, term: str) -> None:
        self.term = term
        self.others = tuple(table().get(term, ()))
        # Pairs of characters, of the longer names only.
        self.pairs = [
            [name[at : at + 2] for at in range(len(name) - 1)] for name in (term, *self.others) if len(name) >= 3
        ]

    def written(self, text: str) -> float:
        """Return 1 when the text holds the term, less for another name of it or for a part, 0 when nothing of it is there."""
        if self.term in text and len(self.term) > 1:
            return 1.0
        for other in self.others:
            if other in text:
                return BY_ANOTHER_NAME
        most = ONE_LETTER / IN_PART if self.term in text else 0.0
        for pairs in self.pairs:
            held = 0
            for pair in pairs:
                held += pair in text
            if 2 * held >= len(pairs):  # less than half is nothing
                most = max(most, held / len(pairs))
        return IN_PART * most


@lru_cache(maxsize=2048)
def sought(term: str) -> Sought:
    return Sought(term)


class Weigher:
    """Weighs passages for one question. `weights` is term → rarity; `heard` are the terms that any text knows: one that
    none knows may be everyday speech, one that others know and this text does not speaks against this text.
    """

    def __init__(self, question: Question, weights: Mapping[str, float], heard: Collection[str] = ()) -> None:
        self.question = question
        self.weights = dict(weights)
        self.things = [
            term
            for term, weight in self.weights.items()
            if term in heard and weight >= TELLING and question.terms.get(term, 0.0) >= A_THING
        ]
        self.rarest = max(self.weights, key=lambda term: self.weights[term], default="")
        self._sought = {term: sought(term) for term in self.weights}
        # What stands before one passage is another one, headings stand above many, and items stand in their lists too.
        self._known: dict[str, Mapping[str, float]] = {}

    def share(self, found: Mapping[str, float], topic: Mapping[str, float] | None = None) -> float:
        """Return the part of the question that is found, weighed by rarity; what `topic` says already counts as found."""
        total = 0.0
        for term, weight in self.weights.items():
            total += weight * (found[term] if topic is None else max(found[term], TITLE_SAYS * topic[term]))
        return total / spread(self.weights)

    def beyond(self, found: Mapping[str, float], topic: Mapping[str, float]) -> float:
        """Return the part of the question that is found and that `topic` does not say already."""
        total = sum(weight * found[term] * (1 - TITLE_SAYS * topic[term]) for term, weight in self.weights.items())
        return total / spread(self.weights)

    def found_in(self, text: str, whole: Mapping[str, float] | None = None) -> Mapping[str, float]:
        """Return how well each term is found. `whole` is what is found in a text of which this is a part: no more is."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = {
                term: one.written(text) if whole is None or whole[term] else 0.0 for term, one in self._sought.items()
            }
        return known

    def weigh_all(self, title: str, about: str, passages: Sequence[Passage]) -> list[Weighed]:
        """Weigh the passages of one document; `about` is what else says what it is about (summary, keywords)."""
        named = self.found_in(title)
        topic = {term: max(named[term], value) for term, value in self.found_in(about).items()}
        letters = self._letters([passage.text for passage in passages if passage.kind != "table"])
        # What stands in the title counts for every passage, and a passage that repeats it gains little.
        said = {char: worth * TITLE_SAYS * (char in title) for char, worth in letters.items()}
        letters = {char: worth - said[char] for char, worth in letters.items()}
        titled = self.share(named) * TITLED + LETTERS * sum(said.values())
        return [self._weigh(passage, named, topic, titled, letters) for passage in passages]

    def is_about(self, title: str, about: str, passages: Sequence[Passage], first: Passage) -> bool:
        """Say whether a document is about the question, so that `first` may be shown as what comes nearest to it.

        Either several of the words that were told meet in it, or its title is about it and a second word is in it, or that
        passage holds most of what is asked. Words of everyday life that no official text knows do not take a document its
        subject: no term weighs more than `MOST_TELLING`.
        """
        weights = {term: min(weight, MOST_TELLING) for term, weight in self.weights.items()}
        topic = self.found_in(f"{title}\n{about}")
        held = dict(topic)
        for passage in passages:
            for part in (passage.text, passage.heading):
                for term, value in self.found_in(part).items():
                    held[term] = max(held[term], value)
        reach, meeting = _portion(weights, held), sum(value >= WELL for value in held.values())
        titled = _portion(weights, topic) >= SUBJECT
        if meeting >= SEVERAL or (titled and meeting >= TWO and reach >= REACH_OF_TITLED):
            return True
        there = {
            term: max(value, topic[term]) for term, value in self.found_in(f"{first.heading}\n{first.text}").items()
        }
        return titled and reach >= REACH and _portion(weights, there) >= HALF

    def _letters(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Return how much each character of the question tells among these texts (together 1): what all hold tells nothing."""
        counts = {char: sum(char in text for text in texts) for char in self.question.letters}
        rare = {char: math.log((len(texts) + 1) / (count + 0.5)) for char, count in counts.items() if count}
        whole = spread(rare)
        return {char: worth / whole for char, worth in rare.items()}

    def _weigh(
        self,
        passage: Passage,
        named: Mapping[str, float],
        topic: Mapping[str, float],
        titled: float,
        letters: Mapping[str, float],
    ) -> Weighed:
        above = self.found_in(f"{passage.context}\n{passage.asked}")
        before, inside = self.found_in(passage.before), self.found_in(passage.text)
        places = {
            term: max(inside[term], IN_CONTEXT * above[term], IN_TITLE * topic[term], IN_BEFORE * before[term])
            for term in self.weights
        }
        covered = self.share(places)
        sentence, near = self._best_sentence(passage, topic, inside)
        shape = self._shape(sentence if passage.kind == "text" else passage.text)
        alike = _alike(self.question.text, passage.asked) if passage.asked else 0.0
        score = covered + NEAR * near + 0.2 * self.beyond(above, topic) + 0.3 * shape + 0.6 * alike
        score += self._fit(passage, sentence, topic) + LETTERS * _held(letters, f"{passage.heading}{passage.text}")
        score += self._kind_bonus(passage) - 0.08 * max(0.0, math.log(max(len(passage.text), 1) / LONG))
        confidence = self._confidence(covered, shape, places, alike)
        if self._is_elsewhere(named, above, inside):
            confidence *= ELSEWHERE
        if max(self.share(topic), self.share(above)) < ANCHORED:
            confidence *= ADRIFT * (ALONE if len(self.weights) == 1 and passage.kind != "facts" else 1.0)
        return Weighed(passage, score + titled, confidence, sentence)

    def _best_sentence(
        self, passage: Passage, topic: Mapping[str, float], inside: Mapping[str, float]
    ) -> tuple[str, float]:
        """Return the sentence that holds most of what the title does not say, and how much."""
        best, most, near = passage.text, -1.0, 0.0
        headed = self.found_in(passage.heading)
        known = {term: max(topic[term], headed[term]) for term in topic}
        least = None if any(inside.values()) else TITLE_SAYS * self.share(known)
        for one in sentences(passage.text):
            share = self.share(self.found_in(one, inside), known) if least is None else least
            value = share + (0.25 if self._shape(one) > 0 else 0.0)
            if value > most:
                best, most, near = one, value, share
        return best, near if passage.kind == "text" else 0.5 * near + 0.5 * self.share(inside, known)

    def _shape(self, text: str) -> float:
        pattern = self.question.pattern
        outright = self.question.outright
        if pattern is not None and pattern.search(text):
            return 2.2 if outright is not None and outright.search(text) else 1.0
        return LACKING if self.question.wanted in REQUIRED else 0.0

    def _fit(self, passage: Passage, sentence: str, topic: Mapping[str, float]) -> float:
        """Return what headings and first words promise, and whether a ban or a ruling that is asked for stands there."""
        heading = passage.heading
        promised = PROMISED.get(self.question.wanted)
        value = HEADED * self.beyond(self.found_in(heading), topic)
        if promised is not None and promised.search(heading):
            value += PROMISE
        if self.question.asks_ban and BANS.search(
            passage.text.partition("\n")[0] if passage.kind == "list" else sentence
        ):
            value += BAN
        elif self.question.wanted is Wanted.WHETHER and RULED.search(sentence):
            value += RULING
        return value

    def _kind_bonus(self, passage: Passage) -> float:
        if passage.kind == "facts":
            return STATE_FIRST if self.question.about_state else FACTS_FIRST
        if PREAMBLE.search(passage.text[:LONG]):
            return -0.3
        if passage.kind == "list":
            return self._list_bonus(passage)
        if passage.kind == "table":
            return -0.25
        return -0.2 if len(passage.text) < 12 else 0.0

    def _list_bonus(self, passage: Passage) -> float:
        lead = passage.text.partition("\n")[0]
        if self.question.wanted in POSITIVE and EXCLUDED.search(lead) and not EXCLUDING.search(self.question.text):
            return -0.25
        if self.question.wanted is Wanted.PROCESS and not OUTRIGHT[Wanted.PROCESS].search(lead):
            return 0.0
        return 0.12 if self.question.wanted in LIST_KINDS else -0.08

    def _is_elsewhere(self, *here: Mapping[str, float]) -> bool:
        """Say whether what is asked about stands only before the passage, or among the keywords of its document."""
        thing = max(self.things, key=lambda term: self.weights[term], default="")
        return bool(thing) and all(found[thing] < RARE_MUST for found in here)

    def _confidence(self, covered: float, shape: float, places: Mapping[str, float], alike: float) -> float:
        found = max(covered, 0.5 + alike / 2 if alike > 0.6 else 0.0)
        if self.question.wanted in REQUIRED and shape <= 0:
            found *= MISSING_SHAPE
        if self.rarest and places[self.rarest] < RARE_MUST and covered < NEARLY_ALL:
            found *= 0.8
        if any(places[term] < ABSENT for term in self.things):
            found *= LACKS_IT
        return min(found, 1.0)


def _portion(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    return sum(weight * found[term] for term, weight in weights.items()) / spread(weights)


def _held(letters: Mapping[str, float], text: str) -> float:
    """Return the part of the telling characters that a text holds."""
    return sum(worth for char, worth in letters.items() if char in text)


def _alike(one: str, other: str) -> float:
    """Return the Dice coefficient of the pairs of characters of two questions."""
    left = {one[at : at + 2] for at in range(len(one) - 1)}
    right = {other[at : at + 2] for at in range(len(other) - 1)}
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def best(weighed: Sequence[Weighed]) -> Weighed | None:
    return max(weighed, key=lambda one: one.score, default=None)
