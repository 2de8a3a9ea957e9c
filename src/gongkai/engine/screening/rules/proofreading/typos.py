"""Wrong characters, by the packed model of the laws: the character is rare in its place, one like it is at home there."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.proofreading.model.candidates import Candidate, Passage
from gongkai.engine.screening.rules.proofreading.model.judging import SURE, THRESHOLD, odds
from gongkai.engine.screening.rules.proofreading.model.packed import model
from gongkai.engine.screening.rules.proofreading.places import Spans, titles

IN_TITLE = 2.0  # a title in 《》 is somebody else's wording: more must speak for a slip


@check("typo.word")
def wrong_characters(text: str) -> Iterator[Finding]:
    """Neighbouring slips are told as one, so that the suggestion reads as a whole."""
    passage = Passage(text, model())
    quoted: Spans | None = None
    chosen: list[tuple[Candidate, bool]] = []
    for candidates in passage.candidates():
        score = odds(candidates)
        if score < THRESHOLD:
            continue
        quoted = quoted or titles(text)
        if score >= THRESHOLD + IN_TITLE or candidates[0].place not in quoted:
            chosen.append((candidates[0], score >= SURE))
    for group in _neighbours(chosen):
        yield _finding(text, group)


def _neighbours(chosen: list[tuple[Candidate, bool]]) -> Iterator[list[tuple[Candidate, bool]]]:
    group: list[tuple[Candidate, bool]] = []
    for one in sorted(chosen, key=lambda one: one[0].place):
        if group and one[0].place > group[-1][0].place + 1:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _finding(text: str, group: list[tuple[Candidate, bool]]) -> Finding:
    """What the model is less sure of is advice only."""
    start, end = group[0][0].place, group[-1][0].place + 1
    old, new = text[start:end], "".join(one.character for one, _ in group)
    passage = f"{text[max(0, start - 2) : start]}{new}{text[end : end + 2]}".replace("\n", "")
    kind = "形近" if all(one.shape for one, _ in group) else "音近或形近"
    severity = Severity.WARN if any(sure for _, sure in group) else Severity.INFO
    return Finding(
        "typo.word", severity, start, end, f"“{old}”疑为“{new}”之误（{kind}），似应作“{passage}”。", new, "疑似错别字",
    )  # fmt: skip
