"""What a check says, the register of checks, and `screen`, which asks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

EXCERPT_CONTEXT = 12
LONGEST_EXCERPT = 60


class Severity(StrEnum):
    """BLOCK must be dealt with before release, JUDGE needs a person's decision, WARN is mechanical, INFO is advice."""

    BLOCK = "block"
    JUDGE = "judge"
    WARN = "warn"
    INFO = "info"


SEVERITY_NAMES: dict[Severity, str] = {
    Severity.BLOCK: "须处理",
    Severity.JUDGE: "须判断",
    Severity.WARN: "请核对",
    Severity.INFO: "提示",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `end` are places in the text that was given; `excerpt` is that place with a few words around it.

    `suggestion` is what should stand there, or what to do; `title` is two or three words for a margin note.
    """

    check: str
    severity: Severity
    start: int
    end: int
    message: str
    suggestion: str = ""
    title: str = ""
    excerpt: str = ""


Check = Callable[[str], Iterator[Finding]]
CHECKS: dict[str, Check] = {}


def check(*names: str) -> Callable[[Check], Check]:
    """Register a function that reports under these dotted names (`secret.mark`, `personal.phone` …)."""

    def register(function: Check) -> Check:
        for name in names:
            CHECKS[name] = function
        return function

    return register


def screen(text: str, *, only: Iterable[str] = ()) -> list[Finding]:
    """Return what all checks (or those named in `only`) find, in reading order, each place told once by each check."""
    wanted = set(only)
    found: dict[tuple[str, int, int], Finding] = {}
    for function in dict.fromkeys(CHECKS.values()):
        for finding in function(text):
            if not wanted or finding.check in wanted:
                found.setdefault((finding.check, finding.start, finding.end), finding)
    ordered = sorted(found.values(), key=lambda finding: (finding.start, -finding.end, finding.check))
    return [_with_excerpt(finding, text) for finding in _without_parts(ordered)]


def _without_parts(ordered: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what lies wholly inside an earlier finding of the same family: an ID number is not also a card."""
    reach: dict[str, int] = {}
    for finding in ordered:
        family = finding.check.partition(".")[0]
        if finding.end <= reach.get(family, -1):
            continue
        reach[family] = max(finding.end, reach.get(family, -1))
        yield finding


def _with_excerpt(finding: Finding, text: str) -> Finding:
    hit = text[finding.start : finding.end]
    if len(hit) > LONGEST_EXCERPT:
        excerpt = f"{hit[: LONGEST_EXCERPT - 1]}…"
    else:
        before = text[max(0, finding.start - EXCERPT_CONTEXT) : finding.start].rpartition("\n")[2]
        after = text[finding.end : finding.end + EXCERPT_CONTEXT].partition("\n")[0]
        excerpt = f"{before}{hit}{after}"
    return Finding(
        finding.check, finding.severity, finding.start, finding.end, finding.message, finding.suggestion,
        finding.title or finding.message.rstrip("。"), excerpt.strip(),
    )  # fmt: skip


def is_blocking(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.BLOCK for finding in findings)
