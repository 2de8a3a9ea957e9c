"""The people who work on applications, and a form that reaches a state by the real verbs.

经 handles applications at the housing bureau, 陆 is its counsel; 郑 signs, 沈 is the openness officer (see the cast).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.project.tests.cast import PASSWORD, START, on_day
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.rules.forms import Matter, Party

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

__all__ = ["COMPANY", "MATTER", "QIAN", "at_work", "fresh", "handed_in", "on_day", "staff"]
QIAN = Party(
    kind="natural", name="钱一鸣", identity="id-card", identity_number="110101199003070038", phone="13800000000",
    email="qian@example.com", address="云川市临江区明德路18号",
)  # fmt: skip
COMPANY = Party(
    kind="business", name="云川市江畔物业服务有限公司", identity="credit-code", identity_number="91350100M000100Y43",
    phone="000-00000000", representative="孙二川",
)  # fmt: skip
MATTER = Matter("2025年住房租赁补贴发放明细", "各区发放户数和金额")


def staff(city: City) -> City:
    """Add the people that only applications need."""
    system = the_system("test")
    for username, name, role, division in (
        ("jing", "经手清", "application_handler", None),
        ("lu", "陆明法", "legal_counsel", None),
        ("ke", "柯问", "drafter", city.rental),
    ):
        person = organisations.create_person(
            username=username, name=name, password=PASSWORD, agency=city.housing, by=system
        )
        organisations.appoint(
            person=person, agency=city.housing, role=role, division=division, starts_on=START, by=system
        )
        city.people[username] = person
    return city


def handed_in(
    city: City,
    *,
    on: dt.date,
    door: str = "counter",
    matters: tuple[Matter, ...] = (MATTER,),
    party: Party = QIAN,
    **more: Any,
) -> Application:
    """A form over the counter of the housing bureau, or by another door; return its first matter."""
    facts: dict[str, Any] = {"form": "electronic", "method": "online", "by": city.jing} | more
    received = actions.submit(agency=city.housing, door=door, matters=matters, parties=[party], arrived_on=on, **facts)
    found: Application = received.submission.applications.order_by("position").get(position=1)
    return found


def at_work(city: City, *, on: dt.date, **more: Any) -> Application:
    """One that was found complete and is being handled."""
    return actions.accept(application=handed_in(city, on=on, **more), by=city.jing)


def fresh(application: Application) -> Application:
    application.refresh_from_db()
    return application
