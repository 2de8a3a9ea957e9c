"""Two versions of a law article by article: which are new, gone, changed, and which only bear another number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongkai.engine.regulations.rules.articles import Article, bare

# Share of common pairs of characters from which an article is taken for the same one, changed.
ALIKE, ALIKE_UNDER_ITS_NUMBER = 0.5, 0.25
MOST_CANDIDATES = 400  # a pair of characters that stands in more articles than this tells nothing


class Change(StrEnum):
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    MOVED = "moved"
    MOVED_CHANGED = "moved-changed"


CHANGE_NAMES: dict[str, str] = {
    Change.NEW: "新增",
    Change.GONE: "删去",
    Change.CHANGED: "修改",
    Change.MOVED: "仅条序变动",
    Change.MOVED_CHANGED: "修改且条序变动",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One article of either version; `old` is None where it is new, `new` where it is gone.

    Of a run of articles that only moved together, `old_last` and `new_last` are the last ones.
    """

    change: Change
    old: Article | None
    new: Article | None
    old_last: Article | None = None
    new_last: Article | None = None


def compared(old: Sequence[Article], new: Sequence[Article]) -> list[Compared]:
    """Return what is not the same, in the order of the new version; what is gone stands where it stood."""
    pairs = _pairs(old, new)
    back = {b: a for a, b in pairs.items()}
    gone = [a for a in range(len(old)) if a not in pairs]
    rows: list[Compared] = []
    for b, article in enumerate(new):
        a = back.get(b)
        if a is None:
            rows.append(Compared(Change.NEW, None, article))
            continue
        while gone and gone[0] < a:
            rows.append(Compared(Change.GONE, old[gone.pop(0)], None))
        change = _change(old[a], article)
        if change is not None:
            rows.append(Compared(change, old[a], article))
    rows += [Compared(Change.GONE, old[a], None) for a in gone]
    return _runs(rows)


def counted(rows: Sequence[Compared]) -> dict[Change, int]:
    """Return how many articles there are of each change; a run counts each of its articles."""
    found: Counter[Change] = Counter()
    for row in rows:
        length = 1
        if row.new is not None and row.new_last is not None and row.new.anchor.isdecimal():
            length = int(row.new_last.anchor) - int(row.new.anchor) + 1
        found[row.change] += length
    return {change: found[change] for change in Change if found[change]}


def _change(old: Article, new: Article) -> Change | None:
    moved, changed = old.anchor != new.anchor, bare(old.text) != bare(new.text)
    if moved:
        return Change.MOVED_CHANGED if changed else Change.MOVED
    return Change.CHANGED if changed else None


def _pairs(old: Sequence[Article], new: Sequence[Article]) -> dict[int, int]:
    """Pair by the same wording, then by the same number and like wording, then by the most alike; place → place."""
    pairs: dict[int, int] = {}
    free: dict[str, list[int]] = defaultdict(list)
    numbered = {article.anchor: b for b, article in enumerate(new)}
    for a, article in enumerate(old):
        b = numbered.get(article.anchor)
        if b is not None and bare(article.text) == bare(new[b].text):
            pairs[a] = b
    taken = set(pairs.values())
    for b, article in enumerate(new):
        if b not in taken:
            free[bare(article.text)].append(b)
    for a, article in enumerate(old):
        if a not in pairs and free[bare(article.text)]:
            pairs[a] = free[bare(article.text)].pop(0)
    taken = set(pairs.values())
    rest_old = [a for a in range(len(old)) if a not in pairs]
    rest_new = [b for b in range(len(new)) if b not in taken]
    for _, a, b in _likely(old, new, rest_old, rest_new):
        if a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)
    return pairs


def _likely(
    old: Sequence[Article], new: Sequence[Article], rest_old: Sequence[int], rest_new: Sequence[int]
) -> list[tuple[float, int, int]]:
    """Return the pairs that resemble each other, the most alike first; the same number breaks a tie."""
    there = {b: _bigrams(new[b]) for b in rest_new}
    holding: dict[str, list[int]] = defaultdict(list)
    for b, bigrams in there.items():
        for one in bigrams:
            holding[one].append(b)
    found: list[tuple[float, int, int]] = []
    for a in rest_old:
        here = _bigrams(old[a])
        common = Counter(b for one in here if len(holding[one]) <= MOST_CANDIDATES for b in holding[one])
        for b, shared in common.items():
            alike = 2 * shared / (len(here) + len(there[b]))
            same_number = old[a].anchor == new[b].anchor
            if alike >= (ALIKE_UNDER_ITS_NUMBER if same_number else ALIKE):
                found.append((alike + 0.1 * same_number, a, b))
    return sorted(found, key=lambda one: (-one[0], one[1], one[2]))


def _bigrams(article: Article) -> set[str]:
    words = bare(article.text)
    return {words[n : n + 2] for n in range(len(words) - 1)} or {words}


def _runs(rows: Sequence[Compared]) -> list[Compared]:
    """Join neighbours that only moved, by the same distance: 第五条至第九条 → 第六条至第十条."""
    joined: list[Compared] = []
    for row in rows:
        before = joined[-1] if joined else None
        if before is not None and _goes_on(before, row):
            joined[-1] = Compared(Change.MOVED, before.old, before.new, row.old, row.new)
        else:
            joined.append(row)
    return joined


def _goes_on(before: Compared, row: Compared) -> bool:
    if before.change is not Change.MOVED or row.change is not Change.MOVED:
        return False
    return _follows(before.old_last or before.old, row.old) and _follows(before.new_last or before.new, row.new)


def _follows(one: Article | None, other: Article | None) -> bool:
    if one is None or other is None or not (one.anchor.isdecimal() and other.anchor.isdecimal()):
        return False
    return int(other.anchor) == int(one.anchor) + 1
