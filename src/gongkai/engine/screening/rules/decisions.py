"""What a person may decide on a hit, how a hit is known again, and whether a text may leave."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.base.events.rules import declare
from gongkai.engine.screening.rules.findings import Finding, Severity
from gongkai.law.identifiers import compact

DECIDE = "screening:hit:decide"
STATE = "screening:combination:state"
declare({DECIDE: "处理检查提示", STATE: "记录数据汇聚风险意见"})

BLANKS = re.compile(r"\s+")
FINGERPRINT_LENGTH = 40


class Choice(StrEnum):
    """What is to happen to a hit. REMOVE and MASKED are orders: the hit stays open until the text has changed."""

    REMOVE = "remove"
    MASKED = "masked"
    PUBLIC = "public"
    NO_HIT = "no-hit"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """How a choice is offered: its name, the key on the keyboard, what must be said with it."""

    name: str
    key: str
    needs_ground: bool = False
    needs_reason: bool = False
    settles: bool = True


CHOICES: dict[Choice, ChoiceWords] = {
    Choice.REMOVE: ChoiceWords("删去", "d", settles=False),
    Choice.MASKED: ChoiceWords("遮盖", "m", settles=False),
    Choice.PUBLIC: ChoiceWords("依法公开", "g", needs_ground=True),
    Choice.NO_HIT: ChoiceWords("误报", "n"),
    Choice.ACCEPTED: ChoiceWords("保留", "b", needs_reason=True),
}
# What officers called a right finding; the rest (误报) were wrong.
RIGHT = frozenset({Choice.REMOVE, Choice.MASKED, Choice.PUBLIC, Choice.ACCEPTED})
MASKABLE = frozenset({"personal", "commercial"})
# Checks whose text is a value of its own; of the others the words around belong to what was judged.
VALUES = frozenset({"personal"})


def choices_for(finding: Finding) -> tuple[Choice, ...]:
    """Return what may be decided. A secrecy mark can only go, or be no mark; what blocks cannot simply be kept."""
    if finding.severity is Severity.BLOCK and finding.family == "secret":
        return (Choice.REMOVE, Choice.NO_HIT)
    first = (Choice.REMOVE, Choice.MASKED) if finding.family in MASKABLE else (Choice.REMOVE,)
    by_law = (Choice.PUBLIC,) if finding.family in MASKABLE else ()
    kept = () if finding.severity is Severity.BLOCK else (Choice.ACCEPTED,)
    return (*first, *by_law, Choice.NO_HIT, *kept)


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding and how it is known again.

    `fingerprint` stands for check, text and place; `same` leaves the place out. Both are keyed, so that nobody can find
    a number by trying all of them.
    """

    finding: Finding
    fingerprint: str
    same: str

    @property
    def choices(self) -> tuple[Choice, ...]:
        return choices_for(self.finding)


def normalised(finding: Finding) -> str:
    """Return what makes two hits the same: the value itself, or the words with those around them."""
    if finding.family in VALUES:
        return compact(finding.hit)
    return BLANKS.sub("", finding.excerpt or finding.hit)


def hit_of(finding: Finding, salt: bytes) -> Hit:
    said = f"{finding.check}\n{normalised(finding)}"
    return Hit(finding, _keyed(f"{said}\n{finding.place}", salt), _keyed(said, salt))


def _keyed(text: str, salt: bytes) -> str:
    return hmac.new(salt, text.encode(), "sha256").hexdigest()[:FINGERPRINT_LENGTH]


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether a text may leave: `undecided` waits for a person, `unexecuted` was to be removed or masked and still stands."""

    undecided: tuple[Hit, ...]
    unexecuted: tuple[Hit, ...]

    @property
    def allowed(self) -> bool:
        return not self.undecided and not self.unexecuted

    @property
    def reasons(self) -> tuple[str, ...]:
        """Sentences that say what to do next; none when the text may leave."""
        said = []
        if self.undecided:
            said.append(f"还有{len(self.undecided)}处检查提示没有处理（{_places(self.undecided)}），请逐处作出决定。")
        if self.unexecuted:
            said.append(
                f"有{len(self.unexecuted)}处已决定删去或遮盖，但原文还在（{_places(self.unexecuted)}），请先修改稿件或附件。"
            )
        return tuple(said)


def _places(hits: Iterable[Hit]) -> str:
    named = list(dict.fromkeys(f"{hit.finding.place_name}：{hit.finding.title}" for hit in hits))
    return "；".join(named[:3]) + ("等" if len(named) > 3 else "")


def may_leave(hits: Iterable[Hit], decisions: Mapping[str, str]) -> Leave:
    """Judge hits by the decisions taken on them (fingerprint → choice). Only 须处理 and 须判断 ask for one."""
    undecided, unexecuted, seen = [], [], set()
    for hit in hits:
        if not hit.finding.needs_decision or hit.fingerprint in seen:
            continue
        seen.add(hit.fingerprint)
        taken = decisions.get(hit.fingerprint)
        if taken is None or Choice(taken) not in hit.choices:
            undecided.append(hit)
        elif not CHOICES[Choice(taken)].settles:
            unexecuted.append(hit)
    return Leave(tuple(undecided), tuple(unexecuted))
