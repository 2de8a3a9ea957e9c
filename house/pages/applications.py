"""docs/processes/applications.md: one application, from the form to the answer."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.rules.road import STAGE_NAMES, STATUS_NAMES, VERBS, Status, Verb
from house.generated import Page, table
from house.pages import page


def _steps() -> Iterator[tuple[Status, Status, str]]:
    """Yield every move between two states once, with the names of all verbs that make it."""
    named: dict[tuple[Status, Status], list[str]] = {}
    for verb in VERBS.values():
        for before in verb.before if verb.after is not None else ():
            if verb.after is not None and before is not verb.after:
                named.setdefault((before, verb.after), []).append(verb.name)
    for (before, after), names in named.items():
        yield before, after, "、".join(names)


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{name}" as {status}' for status, name in STATUS_NAMES.items()]
    lines.append(f"    [*] --> {Status.ARRIVED.value}")
    lines += [f"    {before.value} --> {after.value}: {names}" for before, after, names in _steps()]
    lines.append(f"    {Status.CLOSED.value} --> [*]")
    return "\n".join([*lines, "```"])


def _row(key: str, verb: Verb) -> list[str]:
    return [
        f"{verb.name} `{key}`",
        "任何状态" if len(verb.before) == len(Status) else "、".join(STATUS_NAMES[one] for one in verb.before),
        STATUS_NAMES[verb.after] if verb.after is not None else "—",
        STAGE_NAMES[verb.stage],
    ]


def make() -> Page:
    return page(
        "docs/processes/applications.md",
        "The process of an application (依申请公开)",
        "One table decides: `VERBS` in `src/gongkai/responsive/applications/rules/road.py`. The clocks that a verb starts, pauses and ends "
        "stand in `actions/clocks.py`, their periods with the article in [the clocks](../reference/clocks.md).",
        _diagram(),
        "## Every verb",
        "«—»: the state stays.",
        table(["Verb", "From", "To", "Stage"], (_row(key, verb) for key, verb in VERBS.items())),
        "## The outcomes",
        "Exactly one closes a matter. It chooses the letter, the remedy paragraph, the row of table three and the checks.",
        table(["Code", "Outcome"], ([kind.code, kind.name] for kind in REPLY_KINDS.values())),
    )
