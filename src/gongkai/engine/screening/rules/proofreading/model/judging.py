"""Whether a candidate is good enough to trouble an officer with: a weighted sum, the weights learnt from made-up slips.

`python -m bench.proofreading_model tune --from FOLDER` prints the weights: slips put into held-out laws (share 0), the unspoilt
same laws, and one half of the law sentence pairs. Figures are reported on share 1 and the other half (bench/sections).
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.engine.screening.rules.proofreading.model.candidates import Candidate

# Length of the word before → after; what is not listed (a long word that would be broken) is never reported.
WORD_CHANGES = tuple((before, after) for before in (1, 2) for after in (1, 2, 3))
WEIGHTS = (
    -5.54, 3.76, 1.57, -1.23, -0.33, 0.57, -3.22, 1.75, 0.42, 1.29, 2.12, -0.9,
    0.31, 0.76, -1.72, -1.67, -2.33, 0.34, 0.34, -4.42, -5.69, -2.29, -0.38,
)  # fmt: skip
THRESHOLD = -1.0
SURE = 1.0
CLEAR_LEAD = 8.0


def features(candidates: Sequence[Candidate]) -> list[float]:
    """Return what speaks for the first of the candidates of one place; the second tells how clear its lead is."""
    first = candidates[0]
    lead = first.gain - (candidates[1].gain if len(candidates) > 1 else 0.0)
    longer = first.new_word > first.word
    return [
        1.0,
        first.gain / 10,
        first.fits / 10,
        first.stands / 10,
        float(first.shape),
        first.old_step / 10,
        first.new_step / 10,
        first.known / 10,
        first.four / 10,
        first.pair / 10,
        min(lead, CLEAR_LEAD) / 10,
        *(float((first.word, first.new_word) == change) for change in WORD_CHANGES),
        first.gain / 10 if longer else 0.0,
        first.known / 10 if longer else 0.0,
        first.strange,
        float(first.again),
        first.alone,
        first.alone if first.word == 1 else 0.0,
    ]


def odds(candidates: Sequence[Candidate]) -> float:
    """Return the logarithm of the odds that the first candidate is what was meant."""
    return sum(weight * value for weight, value in zip(WEIGHTS, features(candidates), strict=True))
