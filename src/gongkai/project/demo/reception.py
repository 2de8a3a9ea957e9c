"""Where the city receives applications in person: windows, who is there in the next weeks, what they were taught; the clock after a fee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.project.demo import days
from gongkai.responsive.applications import actions

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Person
    from gongkai.base.organisations.queries import Acting
    from gongkai.project.demo.founding import City
    from gongkai.project.demo.lives import Step

Window = tuple[Any, "Acting"]  # as the verb returns it, and who keeps it
MORNING, AFTERNOON = (dt.time(9), dt.time(12)), (dt.time(13, 30), dt.time(17))
WINDOWS = {
    "yc-zjj": "政务公开受理窗口",
    "yc-office": "市政务服务中心信息公开窗口",
    "linjiang": "区政务服务中心信息公开窗口",
}
AFTER_PAYMENT = "C8"
PLANNED = 12  # working days for which the windows are manned
OPEN_STILL = 7  # of them, the afternoon that nobody has taken on yet
TOPICS = (("《政府信息公开条例》和申请受理程序", 4), ("申请登记、当场答复和一次性告知补正", 3))
BASIS = "国办函〔2020〕109号：已对照文件原文核对，缴费完成之日起重新计算答复期限（示范数据）"


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what was arranged before the applications came, and the plan of the weeks to come."""
    early, windows = days.back(end, 60), list[Window]()
    return [
        (days.at(early, "reception", first=9, last=10), lambda: _arrange(city, early, windows)),
        (days.at(end, "shifts", first=15, last=16), lambda: _man(windows, end)),
    ]


def _receiver(city: City, agency: str) -> Acting:
    """Return who receives applications there."""
    roles = [role for role in ("application_handler", "openness_officer") if (agency, role) in city.holders]
    held = (city.who(agency, role) for role in roles)
    return next(one for one in held if one.may(Permission.APPLICATIONS_ACCEPT, city.agencies[agency]))


def _arrange(city: City, day: dt.date, windows: list[Window]) -> None:
    duties.adopt_clock(clock=AFTER_PAYMENT, basis=BASIS, by=city.who("yc-gov", "openness_authority"))
    for code, name in WINDOWS.items():
        agency = city.agencies.get(code)
        if agency is None:
            continue
        by = _receiver(city, code)
        point = actions.save_point(
            by=by, agency=agency, name=name, address=f"{agency.address}一楼", phone=agency.phone, is_open=True,
            morning_from=MORNING[0], morning_until=MORNING[1], afternoon_from=AFTERNOON[0], afternoon_until=AFTERNOON[1],
        )  # fmt: skip
        windows.append((point, by))
        for topic, hours in TOPICS:
            actions.save_training(
                by=by, agency=agency, person=_person(by), on=day, topic=topic, hours=hours, result="合格"
            )


def _person(by: Acting) -> Person:
    assert by.person is not None  # whoever holds a post is a person
    return by.person


def _man(windows: Sequence[Window], end: dt.date) -> None:
    for point, by in windows:
        for place in range(PLANNED):
            on = days.forward(end + days.ONE_DAY, place)
            for starts, ends in (MORNING, AFTERNOON):
                if (place, starts) != (OPEN_STILL, AFTERNOON[0]):
                    actions.save_shift(by=by, point=point, person=_person(by), on=on, starts=starts, ends=ends)
