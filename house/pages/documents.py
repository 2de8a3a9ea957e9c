"""docs/processes/documents.md: the process of one official document."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.base.events.rules import label
from gongkai.base.organisations.rules import roles_with
from gongkai.law.grounds import Attribute, Mode
from gongkai.proactive.documents.rules import OWNERS, STATUS_NAMES, TRANSITIONS, Move, Status, required_steps
from house.generated import Page, table
from house.pages import page


def _moves() -> Iterator[tuple[Status, Status, Move]]:
    for status, moves in TRANSITIONS.items():
        for to, move in moves.items():
            yield status, to, move


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{name}" as {status.value}' for status, name in STATUS_NAMES.items()]
    lines.append(f"    [*] --> {Status.DRAFT.value}: 起草")
    lines += [f"    {status.value} --> {to.value}: {move.name}" for status, to, move in _moves()]
    lines += [f"    {status.value} --> [*]" for status in Status if not TRANSITIONS[status]]
    return "\n".join([*lines, "```"])


def _row(status: Status, to: Status, move: Move) -> list[str]:
    tag = f"documents:document:{move.verb}"
    roles = "、".join(role.name for role in roles_with(move.permission))
    return [
        f"{STATUS_NAMES[status]} `{status}`",
        f"{STATUS_NAMES[to]} `{to}`",
        f"{move.name} `{move.verb}`",
        roles,
        f"`{move.permission}`",
        f"{label(tag)} `{tag}`",
    ]


def _reviews() -> Iterator[list[str]]:
    for attribute in Attribute:
        for mode in Mode if attribute is Attribute.PROACTIVE else [Mode.FULL_TEXT]:
            steps = " → ".join(step.name for step in required_steps(attribute, mode))
            yield [attribute.word, mode.word if attribute is Attribute.PROACTIVE else "—", steps]


def make() -> Page:
    return page(
        "docs/processes/documents.md",
        "The process of an official document (公文)",
        "One table decides: `TRANSITIONS` in `src/gongkai/proactive/documents/rules.py`. Nothing about a status is decided "
        "elsewhere; `actions/moving.py` is the only place that changes one (a document that is taken over is born published).",
        _diagram(),
        "## Whose turn it is",
        table(["Status", "Key", "Whose turn"], ([STATUS_NAMES[s], f"`{s}`", OWNERS[s].value] for s in Status)),
        "## Every transition",
        table(["From", "To", "Verb", "Who", "Permission", "Event"], (_row(*move) for move in _moves())),
        "## Reviews that must stand before publication",
        "A document that is not proactive passes the same reviews, takes effect and is filed; it is not published.",
        table(["Attribute", "Mode", "Reviews, in order"], _reviews()),
    )
