"""docs/processes/publishing.md: the one road to the public."""

from __future__ import annotations

from gongkai.engine.publishing.rules import (
    CONSUMERS,
    KINDS,
    STATE_NAMES,
    TRANSITIONS,
    VALIDITY_NAMES,
    VERBS,
    WITHDRAWAL_NAMES,
    WITHDRAWALS_HIDING_THE_TITLE,
    State,
    Topic,
    Withdrawal,
)
from house.generated import Page, table
from house.pages import page
from house.pages.reactions import consumer_row

TOPICS = {
    Topic.RELEASED: "something became public for the first time, or again after a withdrawal",
    Topic.CORRECTED: "a new edition replaced the public one",
    Topic.WITHDRAWN: "a public item was taken down",
    Topic.CHANGED: "what is shown beside the text changed: placements, relations, validity",
}


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{STATE_NAMES[state]}" as {state.value}' for state in State]
    lines.append(f"    [*] --> {State.PREPARING.value}")
    for state in State:
        lines += [f"    {state.value} --> {to.value}" for to in State if to in TRANSITIONS[state]]
    lines += [f"    {state.value} --> [*]" for state in State if not TRANSITIONS[state]]
    return "\n".join([*lines, "```"])


def _withdrawal(kind: Withdrawal) -> list[str]:
    title = "hidden" if kind in WITHDRAWALS_HIDING_THE_TITLE else "shown"
    return [f"`{kind}`", WITHDRAWAL_NAMES[kind], title]


def make() -> Page:
    return page(
        "docs/processes/publishing.md",
        "Publishing: editions, releases, withdrawals",
        "Everything that reaches the public does so through `src/gongkai/engine/publishing/actions/release.py`. The tables "
        "below are those of `engine/publishing/rules/__init__.py` and of what the packages registered there.",
        "## The life of one edition",
        _diagram(),
        "An item has at most one edition that is published and one in preparation; the database holds to it "
        "(`one_published_edition`, `one_edition_in_preparation`).",
        table(["State", "Key"], ([STATE_NAMES[state], f"`{state}`"] for state in State)),
        "## Kinds of content",
        table(
            ["Key", "Name", "Address", "Registered in"],
            (
                [f"`{kind.key}`", kind.name, f"`{kind.path('<索引号>')}`", f"`{kind.snapshot.__module__}`"]
                for _, kind in sorted(KINDS.items())
            ),
        ),
        "## Why something may be withdrawn",
        "The address stays and answers 410 with the words below, the reason and the day.",
        table(["Kind", "Words", "Title"], map(_withdrawal, Withdrawal)),
        "## How one item stands to another",
        table(
            ["Verb", "Forward", "Reverse", "Group"],
            ([f"`{v.key}`", v.forward, v.reverse, v.group] for v in VERBS.values()),
        ),
        "## Validity of a text on a day",
        table(["Key", "Words"], ([f"`{key}`", name] for key, name in VALIDITY_NAMES.items())),
        "## The outbox",
        "Topics, written in the transaction of the change:",
        table(["Topic", "When"], ([f"`{topic}`", TOPICS[topic]] for topic in Topic)),
        "Consumers; each hears every entry at least once, in order:",
        table(["Consumer", "Function", "What it does"], (consumer_row(name) for name in sorted(CONSUMERS))),
    )
