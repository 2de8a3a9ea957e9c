"""Short ways to an incident and to its pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from gongkai.oversight.safety import actions
from gongkai.oversight.safety.models import Incident
from gongkai.project.tests.cast import City


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def moment(hours: float = 0) -> str:
    """Return a moment as a form writes it, some hours from now."""
    return f"{timezone.localtime() + dt.timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def incident(city: City, **changes: Any) -> Incident:
    facts = {
        "agency": city.government, "site": city.site, "account": "", "kind": "tamper", "level": "3",
        "title": "首页轮播图被替换", "detail": "图片不是本站内容", "by": city.bian,
        "detected_at": timezone.now() - dt.timedelta(hours=1),
    } | changes  # fmt: skip
    return actions.open_incident(**facts)


def posted(city: City, found: Incident, verb: str, *, who: str = "bian", seen: int | None = None, **facts: Any) -> Any:
    """Post the form of a verb with the version that the page would carry now, or another."""
    found.refresh_from_db()
    data = {f"{verb}-{name}": value for name, value in facts.items()} | {"seen": seen or found.version}
    return as_(city, who).post(f"/desk/safety/incidents/{found.pk}/do/{verb}/", data)
