"""Who may organise a round, judge an entry, check a proposal and approve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, NotAllowed, OutOfSight, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.stock.rules import STATE_NAMES, TRANSITIONS, State

if TYPE_CHECKING:
    from gongkai.proactive.stock.models import Entry, Round


def check_manage(round_: Round, by: Acting) -> None:
    """Raise OutOfSight or NotAllowed unless the person organises rounds in the agency of this one."""
    check(by, Permission.STOCK_MANAGE, round_.agency)


def check_running(round_: Round) -> None:
    if round_.finished_at is not None:
        raise Refused("这一轮已经办结，不能再改动。需要重新判断的，请另开一轮。")


def check_transition(entry: Entry, to: State) -> None:
    if to not in TRANSITIONS[State(entry.state)]:
        raise Refused(
            f"这一件现在是“{STATE_NAMES[entry.state]}”，不能转为“{STATE_NAMES[to]}”，请刷新页面查看最新情况。"
        )


def may_propose(entry: Entry, by: Acting) -> bool:
    """Openness officers judge; so does the drafting unit for what was assigned to it."""
    if by.system or by.may(Permission.STOCK_JUDGE, entry.agency):
        return True
    mine = by.person is not None and entry.assigned_to_id == by.person.pk
    return mine and by.may(Permission.DOCUMENTS_DRAFT, entry.document.drafting_agency)


def check_propose(entry: Entry, by: Acting) -> None:
    if may_propose(entry, by):
        return
    if not by.sees(entry.agency):
        raise OutOfSight
    raise NotAllowed("这一件由政务公开专员或者分派到的经办人判断，您目前没有这个岗位。")


def check_legal(entry: Entry, by: Acting) -> None:
    check(by, Permission.STOCK_LEGAL, entry.agency)
    _another(entry.proposer_id, by, "提出结论的人不能作合法性审核，请由其他同志办理。")


def check_approve(entry: Entry, by: Acting) -> None:
    """The openness authority approves; never the one who proposed or checked."""
    check(by, Permission.DOCUMENTS_APPROVE_ATTRIBUTE, entry.agency)
    _another(entry.proposer_id, by, "提出判断的人不能批准，请由其他同志办理。")
    _another(entry.checker_id, by, "作合法性审核的人不能再批准，请由其他同志办理。")


def _another(pk: int | None, by: Acting, sentence: str) -> None:
    if pk is not None and by.person is not None and by.person.pk == pk:
        raise NotAllowed(sentence)
