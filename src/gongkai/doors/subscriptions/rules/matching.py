"""One new document against very many subscriptions: an anchor index in memory, in compact arrays. No Django.

Equal subscriptions share one rule. A rule is filed under its rarest clause (what the fewest rules ask for) and, behind it,
its second rarest; a document brings the terms it holds, and only rules whose two rarest clauses it meets are looked at. What
has no third clause is met by that alone, the rest is verified. Words are found by probing the text with the lengths that
exist behind each pair of characters, which needs no automaton to be rebuilt when a word comes or goes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from gongkai.doors.subscriptions.rules.criteria import Criteria, Document, Term, stands_at

Code = tuple[int, ...]
MOST_FILINGS = 64  # a rule is filed under so many pairs of terms at most; beyond, under its anchor alone
NOBODY = 0
Found = int | array  # type: ignore[type-arg]  # one rule, or several


def _clauses(code: Iterable[int]) -> Iterator[tuple[bool, list[int]]]:
    """Yield the clauses of a code: whether it must hold, and the terms of which one is enough."""
    reading = iter(code)
    for head in reading:
        yield head > 0, [next(reading) for _ in range(abs(head))]


class MatchingIndex:
    """Holds subscriptions by number (1 and up; numbers of a database are dense enough)."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._facets: dict[Term, int] = {}
        self._weight = array("I", [0])  # term → how many rules ask for it
        self._heads: dict[str, tuple[int, ...]] = {}
        self._singles: dict[str, int] = {}
        # Rules, from 1: where each begins in `_code`, whether it is filed, its first and its further subscriptions.
        self._start = array("I", [0, 0])
        self._code = array("i")
        self._filed = bytearray(1)
        self._anchor = array("H", [0])
        self._second = array("H", [0])
        self._first = array("I", [NOBODY])
        self._more: dict[int, array[int]] = {}
        self._rule_of = array("I", [0])
        self._slots = array("I", bytes(4 * 1024))
        self._alone: dict[int, int] = {}
        self._pairs: dict[int, dict[int, int]] = {}
        self._deep: dict[int, dict[int, Found]] = {}
        self.size = 0

    def __len__(self) -> int:
        return self.size

    # --- keeping -----------------------------------------------------------------------------------

    def add(self, number: int, criteria: Criteria) -> None:
        """Put a subscription in, or put other criteria in its place."""
        if self._holds(number):
            self.remove(number)
        rule = self._rule(self._coded(criteria))
        self._join(rule, number)
        self._file(rule)

    def add_all(self, several: Iterable[tuple[int, Criteria]]) -> None:
        """Put many in: what is rare is known before anything is filed, so later additions find good anchors."""
        new: set[int] = set()
        for number, criteria in several:
            if self._holds(number):
                self.remove(number)
            rule = self._rule(self._coded(criteria))
            self._join(rule, number)
            if not self._filed[rule]:
                new.add(rule)
        for rule in sorted(new):
            self._file(rule)

    def remove(self, number: int) -> bool:
        """Take a subscription out; say whether it was there."""
        if not self._holds(number):
            return False
        rule = self._rule_of[number]
        self._rule_of[number] = 0
        self.size -= 1
        others = self._more.get(rule)
        if self._first[rule] == number:
            self._first[rule] = others.pop() if others else NOBODY
        elif others:
            others.remove(number)
        if others is not None and not others:
            del self._more[rule]
        if self._first[rule] == NOBODY:
            self._unfile(rule)
        return True

    def _holds(self, number: int) -> bool:
        return 0 < number < len(self._rule_of) and bool(self._rule_of[number])

    def _join(self, rule: int, number: int) -> None:
        missing = number + 1 - len(self._rule_of)
        if missing > 0:
            self._rule_of.frombytes(bytes(4 * (missing + number // 8)))
        self._rule_of[number] = rule
        self.size += 1
        if self._first[rule] == NOBODY:
            self._first[rule] = number
        elif rule in self._more:
            self._more[rule].append(number)
        else:
            self._more[rule] = array("I", [number])

    # --- terms and rules ---------------------------------------------------------------------------

    def _word(self, word: str) -> int:
        known = self._words.get(word)
        if known is not None:
            return known
        term = len(self._weight)
        self._weight.append(0)
        self._words[word] = term
        if len(word) == 1:
            self._singles[word] = term
        else:
            lengths = self._heads.get(word[:2], ())
            if len(word) not in lengths:
                self._heads[word[:2]] = tuple(sorted((*lengths, len(word))))
        return term

    def _facet(self, facet: Term) -> int:
        known = self._facets.get(facet)
        if known is None:
            known = len(self._weight)
            self._weight.append(0)
            self._facets[facet] = known
        return known

    def _coded(self, criteria: Criteria) -> Code:
        code: list[int] = []
        for word in criteria.words:
            code += (1, self._word(word))
        for name, values in criteria.any_of:
            terms = sorted(self._facet((name, value)) for value in values)
            code += (len(terms), *terms)
        for word in criteria.without:
            code += (-1, self._word(word))
        return tuple(code)

    def _rule(self, code: Code) -> int:
        """Return the rule with this code, made when there is none yet."""
        mask = len(self._slots) - 1
        place = hash(code) & mask
        packed = array("i", code)
        while rule := self._slots[place]:
            if self._code[self._start[rule] : self._start[rule + 1]] == packed:
                return rule
            place = (place + 1) & mask
        rule = len(self._first)
        self._slots[place] = rule
        self._code.extend(packed)
        self._start.append(len(self._code))
        for kept in (self._anchor, self._second, self._first):
            kept.append(0)
        self._filed.append(0)
        for _, terms in _clauses(code):
            for term in terms:
                self._weight[term] += 1
        if rule * 2 > len(self._slots):
            self._widen()
        return rule

    def _widen(self) -> None:
        slots = array("I", bytes(4 * 4 * len(self._slots)))
        mask = len(slots) - 1
        for rule in range(1, len(self._first)):
            place = hash(tuple(self._code[self._start[rule] : self._start[rule + 1]])) & mask
            while slots[place]:
                place = (place + 1) & mask
            slots[place] = rule
        self._slots = slots

    def _code_of(self, rule: int) -> list[int]:
        return self._code[self._start[rule] : self._start[rule + 1]].tolist()

    # --- filing ------------------------------------------------------------------------------------

    def _file(self, rule: int) -> None:
        if self._filed[rule]:
            return
        clauses = list(_clauses(self._code_of(rule)))
        order = sorted(
            (sum(self._weight[term] for term in terms), place) for place, (must, terms) in enumerate(clauses) if must
        )
        anchor = order[0][1]
        second = order[1][1] if len(order) > 1 else anchor
        if len(clauses[anchor][1]) * len(clauses[second][1]) > MOST_FILINGS:
            second = anchor
        self._anchor[rule], self._second[rule], self._filed[rule] = anchor, second, 1
        self._place(rule, clauses, put=True)

    def _unfile(self, rule: int) -> None:
        if self._filed[rule]:
            self._place(rule, list(_clauses(self._code_of(rule))), put=False)
            self._filed[rule] = 0

    def _place(self, rule: int, clauses: list[tuple[bool, list[int]]], *, put: bool) -> None:
        anchor, second = self._anchor[rule], self._second[rule]
        firsts, seconds = clauses[anchor][1], clauses[second][1] if second != anchor else [0]
        if len(clauses) == 1 and len(firsts) == 1:
            _set(self._alone, firsts[0], rule, put=put)
            return
        if len(clauses) == 2 and second != anchor and len(firsts) == len(seconds) == 1:
            inner = self._pairs.setdefault(firsts[0], {})
            _set(inner, seconds[0], rule, put=put)
            if not inner:
                del self._pairs[firsts[0]]
            return
        for first in firsts:
            inner_many = self._deep.setdefault(first, {})
            for other in seconds:
                _set_many(inner_many, other, rule, put=put)
            if not inner_many:
                del self._deep[first]

    # --- matching ----------------------------------------------------------------------------------

    def _terms(self, document: Document) -> set[int]:
        present = {self._facets[facet] for facet in document.facets if facet in self._facets}
        text, heads, words = document.text, self._heads, self._words
        present.update(self._singles[char] for char in self._singles.keys() & set(text) if _alone_in(char, text))
        for place in range(len(text) - 1):
            lengths = heads.get(text[place : place + 2])
            if lengths:
                for length in lengths:
                    term = words.get(text[place : place + length])
                    # Most words are Han from end to end and stand wherever they are found.
                    if (
                        term is not None
                        and term not in present
                        and stands_at(text, place, text[place : place + length])
                    ):
                        present.add(term)
        return present

    def match(self, document: Document) -> array[int]:
        """Return the numbers of the subscriptions that the document meets, each once, in no order."""
        present = self._terms(document)
        rules: list[int] = [self._alone[term] for term in self._alone.keys() & present]
        pairs, deep = self._pairs, self._deep
        for term in pairs.keys() & present:
            inner = pairs[term]
            rules.extend(map(inner.__getitem__, inner.keys() & present))
        candidates: set[int] = set()
        behind = present | {0}
        for term in deep.keys() & present:
            several = deep[term]
            for key in several.keys() & behind:
                found = several[key]
                if isinstance(found, int):
                    candidates.add(found)
                else:
                    candidates.update(found)
        rules.extend(rule for rule in candidates if self._holds_for(rule, present))
        matched = array("I", map(self._first.__getitem__, rules))
        for rule in self._more.keys() & set(rules):
            matched.extend(self._more[rule])
        return matched

    def _holds_for(self, rule: int, present: set[int]) -> bool:
        code, place, end = self._code, self._start[rule], self._start[rule + 1]
        while place < end:
            head = code[place]
            if head in {1, -1}:
                if (code[place + 1] in present) != (head == 1):
                    return False
                place += 2
                continue
            if present.isdisjoint(code[place + 1 : place + 1 + head]):
                return False
            place += 1 + head
        return True


def _alone_in(char: str, text: str) -> bool:
    if not char.isascii() or not char.isalnum():
        return True
    place = text.find(char)
    while place >= 0:
        if stands_at(text, place, char):
            return True
        place = text.find(char, place + 1)
    return False


def _set(where: dict[int, int], key: int, rule: int, *, put: bool) -> None:
    if put:
        where[key] = rule
    else:
        where.pop(key, None)


def _set_many(where: dict[int, Found], key: int, rule: int, *, put: bool) -> None:
    """Add or take a rule at a key; one rule alone stands as a plain number."""
    found = where.get(key)
    if put:
        if found is None:
            where[key] = rule
        elif isinstance(found, int):
            where[key] = array("I", [found, rule])
        else:
            found.append(rule)
        return
    if isinstance(found, array):
        found.remove(rule)
        if len(found) == 1:
            where[key] = found[0]
    elif found == rule:
        del where[key]
