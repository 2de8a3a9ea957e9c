"""docs/reference/clocks.md: every time limit the law package knows, and the duties that run on them."""

from __future__ import annotations

from gongkai.engine.duties.rules import DUTY_RULES, DutyRule
from gongkai.law.clocks import CLOCKS, DRIVING, Clock
from gongkai.law.sources import Confidence
from house.generated import Page, table
from house.pages import page

CONFIDENCE = {
    Confidence.TEXT: "the article itself was read",
    Confidence.PARTIAL: "seen in part, or in an official notice that carries it out",
    Confidence.PRACTICE: "seen as practice only",
    Confidence.MEMORY_SURE: "from memory, sure",
    Confidence.MEMORY: "from memory",
}


def _row(clock: Clock) -> list[str]:
    extension = (
        f"{clock.extension}{clock.unit.word}（{clock.extension_source.brief}）" if clock.extension_source else "—"
    )
    pause = clock.pause_source.brief if clock.pause_source else "—"
    since = clock.valid_from.isoformat() if clock.valid_from else "not verified"
    return [
        f"`{clock.id}`",
        clock.what,
        clock.trigger,
        clock.limit,
        extension,
        pause,
        clock.source.citation,
        since,
        f"{clock.confidence}{'' if clock.drives else '（未启用）'}",
    ]


def _duty(rule: DutyRule) -> list[str]:
    days = "、".join(f"{n}个工作日前" if n else "当日" for n in rule.remind_before)
    return [
        f"`{rule.key}`",
        rule.name,
        f"`{rule.clock}`",
        rule.basis,
        f"{days}；逾期后每{rule.repeat_days}日",
        rule.source,
    ]


def make() -> Page:
    head = ["Clock", "What", "From", "Limit", "Extension", "Pause", "Source", "Since", "Known"]
    duties = (rule for _, rule in sorted(DUTY_RULES.items()))
    return page(
        "docs/reference/clocks.md",
        "Clocks: every time limit the law package knows",
        "The table of `src/gongkai/law/clocks.py`. The day of the trigger is not counted; working days are those of the "
        "loaded State Council notices, and a year without a notice gives a date that is marked provisional.",
        table(head, map(_row, CLOCKS.values())),
        "## How surely a rule is known",
        "Only clocks marked "
        + " or ".join(f"`{c}`" for c in Confidence if c in DRIVING)
        + " may set a deadline; any other must first be adopted by a named authority (`Clock.adopt`).",
        table(["Mark", "Meaning"], ([f"`{c}`", CONFIDENCE[c]] for c in Confidence)),
        "## Duties that run on these clocks",
        table(["Rule", "Name", "Clock", "Basis", "Reminders", "Where the reminders come from"], map(_duty, duties)),
    )
