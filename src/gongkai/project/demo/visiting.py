"""People read: four weeks of visits to the city's sites, each counted as the portal counts it, robots and reloads left out."""

from __future__ import annotations

import datetime as dt
import random
from functools import partial
from typing import TYPE_CHECKING

from django.test import RequestFactory

from gongkai.base.organisations.models import Site
from gongkai.doors.site import actions
from gongkai.engine.publishing.queries import public_releases
from gongkai.project.demo import days

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gongkai.project.demo.lives import Step

WEEKS = 4
READERS = {"open.yunchuan.example": 60, "linjiang.yunchuan.example": 20, "zjj.yunchuan.example": 20}  # a day at most
# What people come for, by words of the title; the rest is read now and then.
WANTED = (
    ("租赁补贴", 9), ("加装电梯", 7), ("停车", 6), ("招生", 5), ("公开指南", 4), ("低保", 4), ("老旧", 3), ("年度报告", 2),
)  # fmt: skip
BROWSERS = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
)
ROBOT = "Mozilla/5.0 (compatible; searchbot/2.1)"
FROM_HOT = 12  # of a hundred readings


def steps(end: dt.date) -> list[Step]:
    first = end - dt.timedelta(days=7 * WEEKS - 1)
    told: list[Step] = []
    for count in range(7 * WEEKS):
        day = first + dt.timedelta(days=count)
        told.append((days.at(day, "visits", first=17, last=18), partial(_a_day, day)))
    return told


def _a_day(day: dt.date) -> None:
    random_ = random.Random(day.toordinal())  # noqa: S311 the same story each time, no secret
    for site in Site.objects.filter(host__in=READERS):
        public = list(public_releases(site).order_by("key").values_list("key", "title"))
        if not public:
            continue
        weights = [1 + max((weight for word, weight in WANTED if word in title), default=0) for _, title in public]
        for reader in range(random_.randint(READERS[site.host] // 2, READERS[site.host])):
            [(key, _)] = random_.choices(public, weights)
            request = _request(reader, random_.choice(BROWSERS))
            source = "hot" if random_.randrange(100) < FROM_HOT else ""
            actions.count_view(key, request, site=site.pk, source=source)
            if reader % 5 == 0:
                actions.count_view(key, request, site=site.pk, source=source)  # looked again: the same reading
        actions.count_view(public[0][0], _request(0, ROBOT), site=site.pk)
    actions.flush_views()


def _request(reader: int, browser: str) -> HttpRequest:
    return RequestFactory().get("/", headers={"user-agent": browser}, REMOTE_ADDR=f"203.0.113.{reader % 250 + 1}")
