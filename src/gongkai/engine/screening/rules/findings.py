"""What a check says, the register of checks, and `screen`, which asks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from gongkai.engine.search.rules import simplify

EXCERPT_CONTEXT = 12
LONGEST_EXCERPT = 60
TEXT, TITLE, TABLE, FILENAME = "text", "title", "table", "filename"
PLACE_NAMES = {TEXT: "正文", TITLE: "标题", TABLE: "表格", FILENAME: "附件名称"}


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

    `suggestion` is what should stand there, or what to do; `title` is two or three words for a margin note. `hit` is the
    text of the place itself. `place` says which part of what leaves it stands in: text, title, table, filename,
    file:<name>, metadata:<name>; `where` says it closer, in words (“第1张表第3行”).
    """

    check: str
    severity: Severity
    start: int
    end: int
    message: str
    suggestion: str = ""
    title: str = ""
    excerpt: str = ""
    hit: str = ""
    place: str = TEXT
    where: str = ""

    @property
    def family(self) -> str:
        return self.check.partition(".")[0]

    @property
    def needs_decision(self) -> bool:
        """Whether a person must decide on it before the text may leave."""
        return self.severity in {Severity.BLOCK, Severity.JUDGE}

    @property
    def place_name(self) -> str:
        """The place in words: “正文”, “附件‘名单.xlsx’第1张表第3行”."""
        kind, _, name = self.place.partition(":")
        base = PLACE_NAMES.get(kind) or (f"附件“{name}”的属性" if kind == "metadata" else f"附件“{name}”")
        return f"{base}{self.where}"


Check = Callable[[str], Iterator[Finding]]
CHECKS: dict[str, Check] = {}
AS_WRITTEN: set[Check] = set()


def check(*names: str, as_written: bool = False) -> Callable[[Check], Check]:
    """Register a function that reports under these dotted names (`secret.mark`, `personal.phone` …).

    It is given the text in simplified characters, whatever it was written in, each in its place; with `as_written` untouched.
    """

    def register(function: Check) -> Check:
        for name in names:
            CHECKS[name] = function
        if as_written:
            AS_WRITTEN.add(function)
        return function

    return register


def screen(text: str, *, only: Iterable[str] = (), without: Iterable[str] = ()) -> list[Finding]:
    """Return what all checks find, in reading order, each place told once by each check.

    `only` and `without` name checks (`personal.phone`) or whole families (`personal`).
    """
    wanted, unwanted = frozenset(only), frozenset(without)
    found: dict[tuple[str, int, int], Finding] = {}
    reads = simplify(text)  # a mark of secrecy or 身份證 in traditional characters is one all the same
    for function in _functions(wanted, unwanted):
        for finding in function(text if function in AS_WRITTEN else reads):
            if _chosen(finding.check, wanted, unwanted):
                found.setdefault((finding.check, finding.start, finding.end), finding)
    ordered = sorted(found.values(), key=lambda finding: (finding.start, -finding.end, finding.check))
    return [_with_excerpt(finding, text) for finding in _without_parts(ordered)]


def _functions(wanted: frozenset[str], unwanted: frozenset[str]) -> list[Check]:
    """Return each check function once, those left out that have nothing to say."""
    return list(dict.fromkeys(f for name, f in CHECKS.items() if _chosen(name, wanted, unwanted)))


def _chosen(name: str, wanted: frozenset[str], unwanted: frozenset[str]) -> bool:
    names = {name, name.partition(".")[0]}
    return (not wanted or not names.isdisjoint(wanted)) and names.isdisjoint(unwanted)


def _without_parts(ordered: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what lies wholly inside an earlier finding of the same family: an ID number is not also a card."""
    reach: dict[str, int] = {}
    for finding in ordered:
        if finding.end <= reach.get(finding.family, -1):
            continue
        reach[finding.family] = max(finding.end, reach.get(finding.family, -1))
        yield finding


def _with_excerpt(finding: Finding, text: str) -> Finding:
    hit = text[finding.start : finding.end]
    if len(hit) > LONGEST_EXCERPT:
        excerpt = f"{hit[: LONGEST_EXCERPT - 1]}…"
    else:
        before = text[max(0, finding.start - EXCERPT_CONTEXT) : finding.start].rpartition("\n")[2]
        after = text[finding.end : finding.end + EXCERPT_CONTEXT].partition("\n")[0]
        excerpt = f"{before}{hit}{after}"
    title = finding.title or finding.message.rstrip("。")
    return replace(finding, title=title, excerpt=finding.excerpt or excerpt.strip(), hit=finding.hit or hit)


def is_blocking(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.BLOCK for finding in findings)
