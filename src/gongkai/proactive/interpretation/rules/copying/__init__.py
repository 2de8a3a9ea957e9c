"""How much of an interpretation is the policy's own wording (R167), whatever was shuffled, respelt or padded.

Both texts become the bare sequence of their letters, figures and characters (NFKC, simplified, lower case, no
punctuation, no markup), each with the place it came from. Pieces of the policy are found by short seeds and carried on
across a changed character or a filler; only runs of a certain length count, or several short clauses side by side.
Titles in 《》 and passages marked as quotations with their source are counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.proactive.interpretation.rules.copying.bare import Bare, bare, inside, names_of, quotations
from gongkai.proactive.interpretation.rules.copying.chains import Chain, chains

__all__ = [
    "LIMITS", "CopyLimits", "Copying", "Run", "TooLong", "copied", "names_of", "needs_reason", "quotations", "verdict",
]  # fmt: skip


@dataclass(frozen=True)
class CopyLimits:
    """What counts as copied, and from which share on the author is told or asked. Whoever operates may set others."""

    shortest_run: int = 13  # characters that agree within a run
    note: float = 0.30  # from here on the author is told
    reason: float = 0.50  # from here on the author must give a reason
    quoted: float = 0.30  # from here on quotations alone make the text
    source: str = "本平台默认"


LIMITS = CopyLimits()
LONGEST = 400_000  # characters of either text


@dataclass(frozen=True)
class Run:
    """A passage of the interpretation that stands in the policy. Places are those of the texts as given; end excluded."""

    start: int
    end: int
    text: str
    policy_start: int
    quoted: bool = False


@dataclass(frozen=True)
class Copying:
    """`ratio` and `quoted_ratio` are shares of all characters of the interpretation; together they are what agrees."""

    ratio: float
    quoted_ratio: float
    runs: list[Run]
    characters: int


class TooLong(ValueError):
    """A text is longer than can be compared."""


def copied(interpretation: str, policy: str, limits: CopyLimits = LIMITS, *, title: str = "") -> Copying:
    """Compare an interpretation (plain text, Markdown or HTML) with the policy it explains, which is called `title`."""
    if max(len(interpretation), len(policy)) > LONGEST:
        raise TooLong(f"文字超过{LONGEST // 10_000}万字，请分篇比对。")
    mine, theirs = bare(interpretation), bare(policy)
    if not mine.text:
        return Copying(0.0, 0.0, [], 0)
    quoted = quotations(interpretation, names_of(title))
    apart = inside(mine.places, quoted)
    runs, own, cited = [], 0, 0
    for chain in chains(mine, theirs, limits.shortest_run):
        counted = list(chain.counted())
        in_quotes = sum(apart[place] for place in counted)
        cited += in_quotes
        own += len(counted) - in_quotes
        runs.append(_run(chain, mine, theirs, quoted=in_quotes * 2 > len(counted)))
    total = len(mine.text)
    return Copying(own / total, cited / total, runs, total)


def verdict(found: Copying, limits: CopyLimits = LIMITS) -> str:
    """Say in a sentence what the author is told; empty when there is nothing to say."""
    share = f"{found.ratio:.0%}"
    if found.ratio >= limits.reason:
        return f"与政策原文相同的文字占{share}，达到{limits.reason:.0%}：请用自己的话改写，确需保留的写明理由。"
    if found.ratio >= limits.note:
        return f"与政策原文相同的文字占{share}，建议把标出的段落改成百姓听得懂的话。"
    if found.quoted_ratio >= limits.quoted:
        return f"引用的原文占{found.quoted_ratio:.0%}，解读以说明为主，请少引多解。"
    return ""


def needs_reason(found: Copying, limits: CopyLimits = LIMITS) -> bool:
    return found.ratio >= limits.reason


def _run(chain: Chain, mine: Bare, theirs: Bare, *, quoted: bool) -> Run:
    start, end = mine.places[chain.start], mine.places[chain.end - 1] + 1
    return Run(start, end, mine.given[start:end], theirs.places[chain.pieces[0][1]], quoted)
