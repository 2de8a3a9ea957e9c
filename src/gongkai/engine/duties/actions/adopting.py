"""Putting a time limit in force whose source we have not read ourselves: a named person answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.duties.models import Adoption
from gongkai.engine.duties.permissions import Refused, check_adopt
from gongkai.law.clocks import CLOCKS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def adopt_clock(*, clock: str, basis: str, by: Acting) -> Adoption:
    """Put it in force from now on: duties begun before stay as they are. Raises Refused, NotAllowed."""
    top = check_adopt(by)
    if clock not in CLOCKS or CLOCKS[clock].drives:
        raise Refused("这一时限依据已经核实，无须核准。")
    if not basis.strip():
        raise Refused("请写明核对了哪份文件的哪一条。")
    try:
        with transaction.atomic():
            row = Adoption.objects.create(
                clock=clock, basis=basis.strip()[:300], by_name=by.person.name if by.person else "系统"
            )
    except IntegrityError as error:
        raise Refused("这一时限已经核准启用。") from error
    _note("adopt", row, by, top)
    return row


@transaction.atomic
def end_adoption(*, clock: str, by: Acting) -> Adoption:
    """Stop using it for what begins from now on. Raises Refused, NotAllowed."""
    top = check_adopt(by)
    row = Adoption.objects.select_for_update().filter(clock=clock, ended_at__isnull=True).first()
    if row is None:
        raise Refused("这一时限没有核准启用，请刷新页面。")
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    _note("end", row, by, top)
    return row


def _note(verb: str, row: Adoption, by: Acting, top: Agency | None) -> None:
    events.record(
        tag=f"duties:adoption:{verb}", by=by.actor(None, top),
        subject=Subject("clock", row.clock, CLOCKS[row.clock].what), remark=row.basis,
    )  # fmt: skip
