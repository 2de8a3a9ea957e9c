"""docs/processes/explaining.md: what explains a policy, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from gongkai.base.organisations.rules import Permission, roles_with
from gongkai.engine.publishing.rules import Step
from gongkai.proactive.faq.rules import road as questions
from gongkai.proactive.interpretation.rules import road as interpretation
from house.generated import Page, table
from house.pages import page


class Turn(Protocol):
    @property
    def step(self) -> Step: ...
    @property
    def permission(self) -> Permission: ...
    @property
    def to(self) -> str: ...


def _rows(turns: Iterable[tuple[str, Turn]], names: Mapping[str, str]) -> Iterator[list[str]]:
    for status, turn in turns:
        roles = "、".join(role.name for role in roles_with(turn.permission))
        yield [f"{names[status]} `{status}`", turn.step.name, roles, f"{names[turn.to]} `{turn.to}`"]


def _reviews(turns: Iterable[tuple[str, Turn]], names: Mapping[str, str]) -> str:
    return table(["State", "Review", "Who", "Then"], _rows(turns, names))


def make() -> Page:
    return page(
        "docs/processes/explaining.md",
        "What explains a policy: interpretations and question lists",
        "`TURNS` in the `rules/road.py` of each package decides. Whoever wrote it does not review it; a change of the wording voids what was "
        "said before, and a return asks all of it anew.",
        "## An interpretation (政策解读)",
        "It is planned with the draft of its policy. The first one of the stage of release goes out with the policy in one transaction; "
        "before that the policy is neither signed nor released.",
        _reviews(interpretation.TURNS.items(), interpretation.STATUS_NAMES),
        "## A question list (常见问题)",
        "It follows a policy that is public, and goes when that goes.",
        _reviews(questions.TURNS.items(), questions.STATUS_NAMES),
    )
