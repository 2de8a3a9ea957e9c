"""Telling whoever keeps these registers, in time: leaders who are short, spread without record, looks that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import agency_model, holders
from gongkai.oversight.outreach.models import Leader
from gongkai.oversight.outreach.permissions import MANAGE
from gongkai.oversight.outreach.queries import duties_of, policy_lines
from gongkai.oversight.outreach.rules.leaders import stage_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from gongkai.base.organisations.models import Agency


def remind(*, today: dt.date) -> int:
    """Send what is due today and was not sent; return how many messages are new. Twice a day does no harm."""
    return notify.tell_all(notes=[*_leaders(today), *_policies(today)])


def _people(agency: Agency) -> tuple[int, ...]:
    return tuple(person.pk for person in holders(MANAGE, agency))


def _leaders(today: dt.date) -> Iterator[Note]:
    rows = Leader.objects.select_related("agency")
    for duty in duties_of(rows, year=today.year, today=today):
        stage = stage_of(duty.left)
        if not duty.short or stage is None or duty.period.first > today:
            continue
        if duty.leader.ends_on and duty.leader.ends_on < today:
            continue
        people = _people(duty.leader.agency)
        if people:
            title = f"{duty.leader.name}{duty.period.name}{duty.tier.demand}，还差{duty.short}次，{duty.left}天后截止"
            key = f"outreach:leader:{duty.leader.pk}:{duty.period.last}:{stage}"
            yield Note(people, title, key, url="/desk/outreach/leaders/", kind="outreach", mail=True)


def _policies(today: dt.date) -> Iterator[Note]:
    for line in policy_lines(agencies=agency_model().objects.all(), today=today):
        people = _people(line.release.agency) if line.flags else ()
        for flag, word in zip(line.flags, line.flag_words, strict=True) if people else ():
            once = f":{line.next_look}" if flag == "watch" else ""
            key = f"outreach:policy:{line.release.pk}:{flag}{once}"
            url = f"/desk/outreach/policies/{line.release.pk}/"
            yield Note(people, f"{word}：{line.release.title}", key, url=url, kind="outreach", mail=flag != "channels")
