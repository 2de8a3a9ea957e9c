"""From confirmed to public: one person confirms, another checks and releases. The same road for items and packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import Acting, check, holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result, State, Withdrawal
from gongkai.proactive.policy.actions.noting import note
from gongkai.proactive.policy.models import PolicyItem, PolicyPackage, Worked
from gongkai.proactive.policy.permissions import CONFIRM, check_edit, check_release
from gongkai.proactive.policy.queries import working_edition
from gongkai.proactive.policy.rules import CONFIRM as STEP
from gongkai.proactive.policy.rules import KIND_NAMES
from gongkai.proactive.policy.rules.items import lacking

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Release


def faults(row: Worked, edition: Edition) -> list[str]:
    """Return what still stands in the way of confirming."""
    if isinstance(row, PolicyItem):
        return lacking(edition.title, row.facts)
    assert isinstance(row, PolicyPackage)
    return [] if row.members else ["服务包里还没有事项"]


def _word(row: Worked) -> str:
    return "item" if isinstance(row, PolicyItem) else "package"


def _locked(row: Worked) -> Worked:
    found: Worked = (
        type(row)._default_manager.select_for_update(of=("self",)).select_related("item__agency").get(pk=row.pk)
    )
    return found


@transaction.atomic
def submit(*, row: Worked, by: Acting) -> None:
    """Confirm what was prepared, and hand it to who releases. Raises Refused with everything that is missing."""
    row = _locked(row)
    edition = working_edition(row)
    check_edit(row, edition, by)
    missing = faults(row, edition)
    if missing:
        raise Refused("还不能确认：" + "；".join(missing) + "。")
    row.submitted, row.submitted_by = True, by.person
    row.save(update_fields=["submitted", "submitted_by"])
    note(f"{_word(row)}:submit", row, by)
    people = tuple(one.pk for one in holders(CONFIRM, row.item.agency) if by.person is None or one.pk != by.person.pk)
    _tell(row, edition, people, "待核对发布")


def _tell(row: Worked, edition: Edition, people: tuple[int, ...], said: str) -> None:
    if people:
        url = f"/desk/policy/{_word(row)}s/{row.pk}/"
        key = f"policy:{row.pk}:{edition.number}:{edition.round}:{said}"
        name = KIND_NAMES[row.item.kind]
        notify.tell_all(notes=[Note(people, f"{said}：{name}“{edition.title}”", key, url=url, kind="policy")])


@transaction.atomic
def send_back(*, row: Worked, reason: str, by: Acting) -> None:
    row = _locked(row)
    check(by, CONFIRM, row.item.agency)
    if not row.submitted:
        raise Refused("还没有送发布，不需要退回。")
    if not reason.strip():
        raise Refused("退回时请写明原因，便于修改。")
    edition = working_edition(row)
    note(f"{_word(row)}:return", row, by, remark=reason.strip())
    if row.submitted_by_id is not None:
        _tell(row, edition, (row.submitted_by_id,), f"已退回（{reason.strip()[:60]}）")
    publishing.new_round(edition=edition)
    row.submitted, row.submitted_by = False, None
    row.save(update_fields=["submitted", "submitted_by"])


@transaction.atomic
def release(*, row: Worked, by: Acting, seen: str = "") -> Release:
    """Check and publish in one: the approval and the release stand or fall together.

    Raises Refused for the one who confirmed or made it and for a changed wording, NotReady with what is missing.
    """
    row = _locked(row)
    grant = check_release(row, by)
    edition = working_edition(row)
    if edition.state != State.PREPARING:
        raise Refused("这一版已经发布或者放弃，请刷新页面。")
    publishing.decide(edition=edition, step=STEP.key, result=Result.APPROVE, by=by, grant=grant, seen=seen)
    done = publishing.release(edition=edition, by=by)
    row.submitted = False
    row.save(update_fields=["submitted"])
    return done


@transaction.atomic
def withdraw(*, row: Worked, kind: Withdrawal, reason: str, by: Acting) -> None:
    check(by, Permission.PUBLISHING_WITHDRAW, row.item.agency)
    publishing.withdraw(item=row.item, kind=kind, reason=reason, by=by)
