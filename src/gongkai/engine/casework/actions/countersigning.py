"""Signatures before issue, each bound to what was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.engine.casework import queries
from gongkai.engine.casework.actions.shared import locked, name_of, note, person_of, reason_of
from gongkai.engine.casework.models import Countersignature, Letter
from gongkai.engine.casework.permissions import check_sign, check_write
from gongkai.engine.casework.rules import Refused, Stale, State

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

MOVED = "您打开页面之后文书有改动，请刷新页面，看过新的内容再签署。"


def check_complete(letter: Letter) -> None:
    """Raise Refused with every open variable, missing clause and the like."""
    found = queries.problems_of(letter)
    if found:
        raise Refused("文书还不能送签或者签发：" + "；".join(f"{one.place}：{one.sentence}" for one in found))


@transaction.atomic
def submit(*, letter: Letter, by: Acting, seen: str = "") -> Letter:
    """Hand the draft to those who sign. `seen` is the digest the page showed. Raises Refused with every problem."""
    check_write(letter, by)
    found = locked(letter, State.DRAFT)
    if not found.kind_data.steps:
        raise Refused("这种文书不需要会签，可以直接签发。")
    _check_seen(found, seen)
    check_complete(found)
    found.state = State.COUNTERSIGNING
    found.save(update_fields=["state"])
    note("submit", found, by)
    return found


@transaction.atomic
def countersign(*, letter: Letter, step: str, by: Acting, remark: str = "", seen: str = "") -> Letter:
    """Sign the step whose turn it is. Raises Refused out of turn, by the drafter, or when the words changed."""
    if locked(letter).state == State.DRAFT:
        submit(letter=letter, by=by, seen=seen)
    found = locked(letter, State.COUNTERSIGNING)
    wanted = found.kind_data.step(step)
    if wanted is None:
        raise Refused("这种文书没有这个会签环节。")
    grant = check_sign(found, wanted, by)
    turn = queries.pending_step(found)
    if turn is None or turn.key != step:
        raise Refused(f"现在轮到“{turn.name}”。" if turn else "会签已经完成，请签发。")
    persons = {by.person.pk if by.person else None, grant.principal_id if grant else None} - {None}
    if found.drafted_by_id in persons and not wanted.author_may:
        raise Refused(f"“{wanted.name}”不能由起草人办理，请交其他人签署。")
    _check_seen(found, seen)
    Countersignature.objects.create(
        letter=found, step=step, digest=queries.digest_of(found), agreed=True, person=person_of(by),
        person_name=name_of(by), remark=remark.strip()[:300],
    )  # fmt: skip
    note("countersign", found, by, new={"环节": wanted.name}, sealed={"意见": remark} if remark.strip() else None)
    return found


@transaction.atomic
def send_back(*, letter: Letter, by: Acting, remark: str) -> Letter:
    """Return the letter to its drafter; by whose turn it is, or by those who write (to change it). Signatures lapse."""
    found = locked(letter, State.COUNTERSIGNING)
    turn = queries.pending_step(found)
    if turn is not None and by.may(turn.permission, found.agency, found.division_id):
        check_sign(found, turn, by)
    else:
        check_write(found, by)
    why = reason_of(remark, "请写明退回的原因。")
    found.signatures.filter(lapsed=False).update(lapsed=True)
    Countersignature.objects.create(
        letter=found, step=turn.key if turn else "", digest=queries.digest_of(found), agreed=False, lapsed=True,
        person=person_of(by), person_name=name_of(by), remark=why,
    )  # fmt: skip
    found.state, found.revision = State.DRAFT, found.revision + 1
    found.save(update_fields=["state", "revision"])
    note("send_back", found, by, sealed={"原因": why})
    return found


def _check_seen(letter: Letter, seen: str) -> None:
    if seen and seen != queries.digest_of(letter):
        raise Stale(MOVED)
