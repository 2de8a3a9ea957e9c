"""Editions, reviews and relations without a database: states, verbs, digests, differences, validity."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gongkai.base.events.rules import declare
from gongkai.engine.publishing.rules.columns import BLOCK_NAMES, MOST_IDLE_DAYS, ColumnRule, Standing, misfit, words_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["BLOCK_NAMES", "MOST_IDLE_DAYS", "ColumnRule", "Standing", "misfit", "words_of"]

declare(
    {
        "publishing:item:create": "建立条目",
        "publishing:item:takeover": "接管已公开内容",
        "publishing:edition:open": "开始新版本",
        "publishing:edition:save": "修改内容",
        "publishing:edition:roll_back": "恢复旧版本内容",
        "publishing:edition:discard": "放弃未发布的版本",
        "publishing:review:decide": "作出审查决定",
        "publishing:edition:schedule": "定时发布",
        "publishing:edition:unschedule": "取消定时发布",
        "publishing:edition:release": "发布",
        "publishing:edition:correct": "更正发布",
        "publishing:item:withdraw": "撤下",
        "publishing:item:place": "归入栏目",
        "publishing:item:unplace": "移出栏目",
        "publishing:item:move": "调整栏目",
        "publishing:relation:add": "建立关联",
        "publishing:relation:remove": "取消关联",
        "publishing:column:create": "新增栏目",
        "publishing:column:edit": "修改栏目",
        "publishing:redirect:add": "设置地址跳转",
    }
)


class State(StrEnum):
    """The life of one edition; an item has at most one published and one in preparation."""

    PREPARING = "preparing"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


STATE_NAMES: dict[str, str] = {
    State.PREPARING: "编辑中",
    State.SCHEDULED: "定时发布",
    State.PUBLISHED: "已发布",
    State.SUPERSEDED: "已被新版本替换",
    State.WITHDRAWN: "已撤下",
    State.DISCARDED: "已放弃",
}
IN_PREPARATION = (State.PREPARING, State.SCHEDULED)
TRANSITIONS: dict[State, frozenset[State]] = {
    State.PREPARING: frozenset({State.SCHEDULED, State.PUBLISHED, State.DISCARDED}),
    State.SCHEDULED: frozenset({State.PREPARING, State.PUBLISHED, State.DISCARDED}),
    State.PUBLISHED: frozenset({State.SUPERSEDED, State.WITHDRAWN}),
    State.SUPERSEDED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
    State.DISCARDED: frozenset(),
}


class Result(StrEnum):
    APPROVE = "approve"
    RETURN = "return"


RESULT_NAMES: dict[str, str] = {Result.APPROVE: "同意", Result.RETURN: "退回"}


class Withdrawal(StrEnum):
    """Why something public was taken down; the public page says it in these words."""

    ERROR = "error"
    PRIVACY = "privacy"
    SECRECY = "secrecy"
    LAW = "law"
    ATTRIBUTE = "attribute"
    DUPLICATE = "duplicate"


WITHDRAWAL_NAMES: dict[str, str] = {
    Withdrawal.ERROR: "内容有误，正在核实",
    Withdrawal.PRIVACY: "涉及个人隐私或商业秘密",
    Withdrawal.SECRECY: "依照保密规定",
    Withdrawal.LAW: "依法不再公开",
    Withdrawal.ATTRIBUTE: "公开属性已依法变更",
    Withdrawal.DUPLICATE: "重复发布",
}
# The public sees the title of what was withdrawn, except where the title itself may harm.
WITHDRAWALS_HIDING_THE_TITLE = frozenset({Withdrawal.PRIVACY, Withdrawal.SECRECY})


@dataclass(frozen=True)
class Verb:
    """How one item stands to another, said from both sides; `group` is one of 沿 附 读 问 办 据."""

    key: str
    forward: str
    reverse: str
    group: str


VERBS: dict[str, Verb] = {
    verb.key: verb
    for verb in (
        Verb("repeals", "废止", "被废止于", "沿"),
        Verb("lapses", "宣布失效", "被宣布失效于", "沿"),
        Verb("amends", "修改", "被修改于", "沿"),
        Verb("replaces", "替代", "被替代于", "沿"),
        Verb("implements", "配套落实", "配套文件", "附"),
        Verb("based_on", "制定依据", "作为依据用于", "据"),
        Verb("forwards", "转发", "被转发于", "沿"),
        Verb("attaches", "附件", "附于", "附"),
        Verb("interprets", "解读", "政策解读", "读"),
        Verb("answers", "解答", "常见问题", "问"),
    )
}
ENDING_VERBS = frozenset({"repeals", "replaces"})
LAPSING_VERB = "lapses"


class Validity(StrEnum):
    VALID = "valid"
    NOT_YET = "not-yet"
    AMENDED = "amended"
    EXPIRED = "expired"
    REPEALED = "repealed"


VALIDITY_NAMES: dict[str, str] = {
    Validity.VALID: "现行有效",
    Validity.NOT_YET: "尚未施行",
    Validity.AMENDED: "现行有效（已修改）",
    Validity.EXPIRED: "已失效",
    Validity.REPEALED: "已废止",
}


def validity(
    on: dt.date,
    *,
    effective_on: dt.date | None,
    expires_on: dt.date | None,
    repealed_on: dt.date | None,
    amended: bool,
) -> Validity:
    """Return whether a text is in force on a day. The last day of force is `expires_on` itself, to its end."""
    if repealed_on is not None and on >= repealed_on:
        return Validity.REPEALED
    if expires_on is not None and on > expires_on:
        return Validity.EXPIRED
    if effective_on is not None and on < effective_on:
        return Validity.NOT_YET
    return Validity.AMENDED if amended else Validity.VALID


def canonical(value: Any) -> bytes:
    """Return the one spelling of a JSON value that digests are taken of: sorted keys, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def listing(sentences: Sequence[str]) -> str:
    """Return several findings as one sentence: «甲；乙。»"""
    return "；".join(sentence.rstrip("。；") for sentence in sentences) + "。"


# --- differences between two editions ---------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A run of characters: "same", "added" or "removed"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One paragraph: "same", "added", "removed" or "changed" (then with both spellings in `spans`)."""

    kind: str
    spans: tuple[Span, ...]


def _spans(old: str, new: str) -> tuple[Span, ...]:
    found: list[Span] = []
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            found.append(Span("same", old[i1:i2]))
            continue
        if i2 > i1:
            found.append(Span("removed", old[i1:i2]))
        if j2 > j1:
            found.append(Span("added", new[j1:j2]))
    return tuple(found)


LIKE_ENOUGH = 0.35  # below it two paragraphs have nothing to do with each other
LARGEST_BLOCK = 3_600  # pairs of paragraphs compared at most; a longer rewriting is shown as removed and added


def _likeness(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    rows = []
    for left in old:
        matcher = SequenceMatcher(None, b=left, autojunk=False)
        row = []
        for right in new:
            matcher.set_seq1(right)
            ratio = matcher.ratio() if matcher.quick_ratio() > LIKE_ENOUGH else 0.0
            row.append(ratio if ratio > LIKE_ENOUGH else 0.0)
        rows.append(row)
    return rows


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair the paragraphs of a rewritten block so that together they are as alike as possible, in order.

    One inserted paragraph then does not make all that follow "changed".
    """
    if len(old) * len(new) > LARGEST_BLOCK:
        yield from ((left, None) for left in old)
        yield from ((None, right) for right in new)
        return
    like = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = like[i][j] + best[i + 1][j + 1] if like[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    i = j = 0
    while i < len(old) and j < len(new):
        if like[i][j] and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((left, None) for left in old[i:])
    yield from ((None, right) for right in new[j:])


def difference(old: str, new: str) -> list[Change]:
    """Return the paragraphs of both texts in reading order; paragraphs are lines, blank lines do not count."""
    before = [line for line in old.splitlines() if line.strip()]
    after = [line for line in new.splitlines() if line.strip()]
    changes: list[Change] = []
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            changes += [Change("same", (Span("same", line),)) for line in before[i1:i2]]
            continue
        for left, right in _pairs(before[i1:i2], after[j1:j2]):
            if left is None:
                changes.append(Change("added", (Span("added", right or ""),)))
            elif right is None:
                changes.append(Change("removed", (Span("removed", left),)))
            else:
                changes.append(Change("changed", _spans(left, right)))
    return changes


# --- kinds ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """A review that must stand before release; `checks` are named questions that each need the answer "none"."""

    key: str
    name: str
    checks: tuple[str, ...] = ()


# One light review: facts that are public anyway are checked and cleared by one other person (条例第十七条).
CLEAR = Step("clear", "核对和保密审查", ("state_secret", "work_secret", "sensitive"))


@dataclass(frozen=True)
class Kind:
    """What a package registers so that its things may become public. Edition and by are passed as they are.

    `required_steps(edition)` names the reviews; `snapshot(edition)` returns the public facts (see SNAPSHOT_KEYS);
    `reviewed(edition)` returns what reviewers decide on besides the wording, so that a change of it voids reviews;
    `defects(edition)` returns Chinese sentences that forbid release; `released`/`withdrawn` run in the same
    transaction; `path(key)` is the public address. A takeover is born public and ends no process here: `released` does
    not run, and it is placed in the columns whose slugs `columns(edition)` returns. `news` is False for what is a line of
    something else (an English version) or an entry of a register: found and read, but not listed among what is new.
    `aside` says that its things speak about another text or print it again: who searches finds that text before them.
    `reprints` names the fact of the snapshot that holds the key of the thing printed again: where both are found, one
    line is shown for both.
    """

    key: str
    name: str
    required_steps: Callable[[Any], Sequence[Step]]
    snapshot: Callable[[Any], Mapping[str, Any]]
    path: Callable[[str], str]
    reviewed: Callable[[Any], Mapping[str, Any]] = field(default=lambda edition: {})
    defects: Callable[[Any], Sequence[str]] = field(default=lambda edition: ())
    columns: Callable[[Any], Sequence[str]] = field(default=lambda edition: ())
    released: Callable[[Any, Any], None] = field(default=lambda edition, by: None)
    withdrawn: Callable[[Any, Any], None] = field(default=lambda item, by: None)
    news: bool = True
    aside: bool = False
    reprints: str = ""


# What every kind's snapshot says; readers (list, search, feed, API) know only these.
SNAPSHOT_KEYS = frozenset(
    "title summary doc_number genre category themes keywords issuers formed_on issued_on effective_on expires_on".split()
)
KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    KINDS[kind.key] = kind
    return kind


# Paragraphs. One further down may stand in a later part of a long text: the address says which is wanted, for whoever
# reads without script.
FAR = 60


def paragraph_path(path: str, anchor: str) -> str:
    """Return the address of a paragraph (p12) of what is public at `path`; of the whole where there is no anchor."""
    if not anchor:
        return path
    number = int(anchor[1:]) if anchor[:1] == "p" and anchor[1:].isdigit() else 0
    asked = f"{'&' if '?' in path else '?'}at={anchor}" if number > FAR else ""
    return f"{path}{asked}#{anchor}"


def not_news() -> list[str]:
    """Return the kinds that are not listed among what is new."""
    return [kind.key for kind in KINDS.values() if not kind.news]


# What goes out with an edition, in one transaction and under one timestamp. A package whose things are bound to those of
# another (an interpretation to its document) registers here; publishing asks, and knows neither.
COMPANIONS: list[Callable[[Any], Sequence[Any]]] = []


def accompanies(function: Callable[[Any], Sequence[Any]]) -> Callable[[Any], Sequence[Any]]:
    """Register what returns the editions that must become public together with this one, or neither does."""
    COMPANIONS.append(function)
    return function


# --- outbox -----------------------------------------------------------------------------------------


class Topic(StrEnum):
    RELEASED = "released"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"  # placements, relations, validity: what is shown beside the text


CONSUMERS: dict[str, Callable[[Sequence[Any]], None]] = {}


def consumes(name: str) -> Callable[[Callable[[Sequence[Any]], None]], Callable[[Sequence[Any]], None]]:
    """Register a function that gets outbox entries in batches, at least once each; it must be idempotent."""

    def register_consumer(function: Callable[[Sequence[Any]], None]) -> Callable[[Sequence[Any]], None]:
        CONSUMERS[name] = function
        return function

    return register_consumer
