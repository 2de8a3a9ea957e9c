"""The table of differences and the sentences an author can take over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

import rjieba

from gongkai.proactive.interpretation.rules.novelty.figures import KIND_WORDS, Figure, Kind, figures
from gongkai.proactive.interpretation.rules.novelty.matching import Part, matched, parts
from gongkai.proactive.interpretation.rules.novelty.naming import around, named, subject, topic


class Sort(StrEnum):
    FIGURE = "figure"
    CONDITION = "condition"
    DUTY = "duty"
    WORDING = "wording"
    NEW = "new"
    DROPPED = "dropped"


SORT_WORDS: dict[Sort, str] = {
    Sort.FIGURE: "数字调整",
    Sort.CONDITION: "条件调整",
    Sort.DUTY: "要求调整",
    Sort.NEW: "新增",
    Sort.DROPPED: "取消",
    Sort.WORDING: "表述调整",
}
_ORDER = list(SORT_WORDS)
_MARKS = re.compile(r"[\W_]+")
_DUTY = re.compile(r"应当|必须|不得|可以|禁止|严禁|有权|鼓励|不予|免予|无需|不再")
_CONDITION = re.compile(
    r"条件|符合|具有|持有|满足|户籍|居住|参保|范围|对象|材料|证明|除外|资格|收入|年龄|属于|或者|同时|且"
)
_MOST_SHOWN = 120


@dataclass(frozen=True)
class Difference:
    """One row. `old` and `new` are what to show side by side; labels are the articles where they stand."""

    sort: Sort
    what: str
    old: str
    new: str
    old_label: str = ""
    new_label: str = ""
    kind: Kind | None = None  # of a figure
    change: int = 0  # of a figure: 1 it grew, -1 it shrank

    @property
    def word(self) -> str:
        return f"{KIND_WORDS[self.kind]}调整" if self.kind else SORT_WORDS[self.sort]

    @property
    def line(self) -> str:
        """Say the row in one line: 补贴标准：每户每月300元 → 350元."""
        if self.sort is Sort.NEW:
            return f"新增：{self.new}"
        if self.sort is Sort.DROPPED:
            return f"取消：{self.old}"
        return f"{self.what}：{self.old} → {_without_prefix(self.old, self.new) if self.kind else self.new}"

    @property
    def draft(self) -> str:
        """A sentence for the interpretation, to be taken over or changed by the author."""
        return drafted(self)


@dataclass(frozen=True)
class Novelty:
    """`same` paragraphs did not change, `moved` of all paired ones only stand elsewhere."""

    rows: list[Difference]
    same: int
    moved: int


def novelty(old: str, new: str) -> Novelty:
    """Compare two wordings of a policy, or the repealed policy with the one in its place."""
    before, after = parts(old), parts(new)
    found = matched(before, after)
    rows: list[Difference] = []
    same = 0
    for one, other in found.pairs:
        if one.bare == other.bare:
            same += 1
        else:
            rows += [row for row in _changed(one, other) if not _elsewhere(row, one, other, before, after)]
    rows += [Difference(Sort.NEW, topic(part), "", _cut(part.text), new_label=part.label) for part in found.came]
    rows += [Difference(Sort.DROPPED, topic(part), _cut(part.text), "", old_label=part.label) for part in found.went]
    return Novelty(sorted(rows, key=lambda row: _ORDER.index(row.sort)), same, found.moved)


def _elsewhere(row: Difference, one: Part, other: Part, before: Sequence[Part], after: Sequence[Part]) -> bool:
    """Tell whether what a row reports as gone or come stands in another paragraph: it was split off or joined."""
    if row.kind:
        return False
    gone = _MARKS.sub("", row.old.removeprefix(_common(row.old, row.new)))
    came = _MARKS.sub("", row.new.removeprefix(_common(row.old, row.new)))
    if gone and not came:
        return any(gone in part.bare for part in after if part is not other)
    return bool(came) and not gone and any(came in part.bare for part in before if part is not one)


def _common(one: str, other: str) -> str:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return one[:length]


def _changed(one: Part, other: Part) -> Iterator[Difference]:
    old_figures, new_figures = figures(one.text), figures(other.text)
    old_tokens, new_tokens = _tokens(one.text, old_figures), _tokens(other.text, new_figures)
    matcher = SequenceMatcher(None, [key for key, _ in old_tokens], [key for key, _ in new_tokens], autojunk=False)
    last: Difference | None = None
    for op, a1, a2, b1, b2 in matcher.get_opcodes():
        went, came = old_tokens[a1:a2], new_tokens[b1:b2]
        pairs = _figures_of(went, came) if op == "equal" else _figures_in_place(went, came)
        yield from (_figure_row(x, y, one, other) for x, y in pairs if not x.same_as(y))
        if op != "equal" and not pairs:
            places = _place(old_tokens, a1, a2, len(one.text)), _place(new_tokens, b1, b2, len(other.text))
            row = _words_row(*places, one, other)
            if row and last and _overlap(last, row):
                last = _joined(last, row)
            elif row:
                if last:
                    yield last
                last = row
    if last:
        yield last


def _overlap(one: Difference, other: Difference) -> bool:
    """Tell whether two changes fall into the same clause, and are one change for a reader."""
    return any(a and b and (a in b or b in a) for a, b in ((one.old, other.old), (one.new, other.new)))


def _joined(one: Difference, other: Difference) -> Difference:
    sort = min(one.sort, other.sort, key=_ORDER.index)
    return replace(one, sort=sort, old=max(one.old, other.old, key=len), new=max(one.new, other.new, key=len))


Token = tuple[str, "Figure | int"]  # what is compared; the figure, or the place of the word


def _tokens(text: str, found: Sequence[Figure]) -> list[Token]:
    tokens: list[Token] = []
    past = 0
    for figure in found:
        tokens += _words(text, past, figure.start)
        tokens.append((f"\0{figure.kind}", figure))
        past = figure.end
    return tokens + _words(text, past, len(text))


def _words(text: str, start: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    for word in rjieba.cut(text[start:end]):
        tokens.append((word, start))
        start += len(word)
    return tokens


def _figures_of(went: Sequence[Token], came: Sequence[Token]) -> list[tuple[Figure, Figure]]:
    """Pair the figures of two stretches that agree word by word."""
    both = zip(went, came, strict=True)
    return [(x, y) for (_, x), (_, y) in both if isinstance(x, Figure) and isinstance(y, Figure)]


def _figures_in_place(went: Sequence[Token], came: Sequence[Token]) -> list[tuple[Figure, Figure]]:
    """Pair figures of a kind, in their order, where words around them changed too."""
    left = [one for _, one in came if isinstance(one, Figure)]
    found: list[tuple[Figure, Figure]] = []
    for _, one in went:
        other = next((figure for figure in left if isinstance(one, Figure) and figure.kind == one.kind), None)
        if isinstance(one, Figure) and other:
            left.remove(other)
            found.append((one, other))
    return found


def _figure_row(x: Figure, y: Figure, one: Part, other: Part) -> Difference:
    change = (y.high > x.high) - (y.high < x.high)
    what = named(around(other.text, y.start, y.end), y.kind) or subject(other.text, y) or topic(other)
    old, new = _shown(x.text), _shown(y.text)
    ending = re.search(r"(?:以内|之内|内|起|前)$", old)
    if ending and new.endswith(ending.group()):
        old, new = old.removesuffix(ending.group()), new.removesuffix(ending.group())
    return Difference(Sort.FIGURE, what, old, new, one.label, other.label, x.kind, change)


def _shown(text: str) -> str:
    return re.sub(r"^(?:为|达到?|给予|补贴|奖励)+", "", text) or text


def _words_row(went: _Place, came: _Place, one: Part, other: Part) -> Difference | None:
    """Say a change of words by the clauses in which it happened; nothing when only small words and marks differ."""
    gone, new = _said(went, one.text), _said(came, other.text)
    if not re.sub(r"[\W的了之其该本及和与、]", "", gone + new):
        return None
    old_clause, new_clause = around(one.text, *went), around(other.text, *came)
    if _DUTY.search(gone) or _DUTY.search(new):
        sort = Sort.DUTY
    elif _CONDITION.search(f"{gone} {new}"):
        sort = Sort.CONDITION
    else:
        sort = Sort.WORDING
    what = named(new_clause) or named(old_clause) or topic(other)
    return Difference(sort, what, _cut(old_clause), _cut(new_clause), one.label, other.label)


_Place = tuple[int, int]  # where a piece of a text begins and ends


def _place(tokens: Sequence[Token], start: int, end: int, length: int) -> _Place:
    """Return where these tokens stand; of none, the place between their neighbours."""
    begin = _begin(tokens[start]) if start < len(tokens) else length
    return begin, _begin(tokens[end]) if end < len(tokens) else length


def _begin(token: Token) -> int:
    return token[1].start if isinstance(token[1], Figure) else token[1]


def _said(place: _Place, text: str) -> str:
    return text[place[0] : place[1]]


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def _without_prefix(old: str, new: str) -> str:
    """Leave out of the new figure the words it begins with as the old one did: 每户每月, 最高不超过."""
    match = re.match(r"\D+(?=\d)", new)
    return new[match.end() :] if match and old.startswith(match.group()) else new


_GREW = {
    Kind.AMOUNT: "提高到",
    Kind.SHARE: "提高到",
    Kind.PERIOD: "延长到",
    Kind.NUMBER: "增加到",
    Kind.AGE: "调整为",
    Kind.DATE: "改为",
}
_SHRANK = {
    Kind.AMOUNT: "降低到",
    Kind.SHARE: "降低到",
    Kind.PERIOD: "缩短到",
    Kind.NUMBER: "减少到",
    Kind.AGE: "调整为",
    Kind.DATE: "改为",
}


def drafted(row: Difference) -> str:
    if row.kind:
        verb = {1: _GREW, -1: _SHRANK}.get(row.change, {}).get(row.kind, "调整为")
        return f"{row.what}由{row.old}{verb}{_without_prefix(row.old, row.new)}。"
    where = f"（{row.new_label or row.old_label}）" if row.new_label or row.old_label else ""
    if row.sort is Sort.NEW:
        return f"新增规定：{row.new.rstrip('。；，')}{where}。"
    if row.sort is Sort.DROPPED:
        return f"不再要求或不再执行：{row.old.rstrip('。；，')}{where}。"
    if not row.old:
        return f"{row.what}：增加“{row.new}”{where}。"
    if not row.new:
        return f"{row.what}：删去“{row.old}”{where}。"
    return f"{row.what}：原来是“{row.old}”，现在是“{row.new}”{where}。"


def changes_for_card(rows: Sequence[Difference], most: int = 6) -> list[dict[str, str]]:
    """Return the rows that fit a visual reading: figures first, then conditions; each with what, old and new."""
    fitting = [row for row in rows if row.old and row.new and row.sort is not Sort.WORDING]
    return [{"what": row.what[:16], "old": row.old, "new": row.new} for row in fitting[:most]]
