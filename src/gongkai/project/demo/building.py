"""Build the city: found it, tell the story of its documents in the order of time, fill the index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.utils import timezone

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.stock import actions as stock
from gongkai.proactive.stock.rules import Kind
from gongkai.project.demo import (
    after,
    applications,
    days,
    english,
    interpretation,
    reception,
    reports,
    safekeeping,
    searching,
    serving,
    showcase,
    visiting,
    watching,
)
from gongkai.project.demo.clock import StoryClock, story_time
from gongkai.project.demo.contents import Content, all_contents
from gongkai.project.demo.founding import City, found
from gongkai.project.demo.lives import Life, Step

# About thirty that show every state; what they relate to is among them.
SMALL = frozenset(
    "001 002 003 004 007 008 009 010 016 017 027 032 037 038 040 041 042 045 046 050 051 052 057 058 059 060 101 102 "
    "143 161 162 164 165 167 169 171 172".split()
)
STUB_NUMBER = "云川公密登〔2026〕7号"
Progress = Callable[[str, int, int], None]


def chosen(size: str) -> Sequence[Content]:
    return [content for content in all_contents() if size != "small" or content.name[:3] in SMALL]


def build(*, size: str, today: dt.date, progress: Progress) -> int:
    """Build the city in an empty, migrated database and return the number of its documents.

    Raises Refused or a sentence of another verb when the story does not hold: that is a mistake in the content.
    """
    contents = chosen(size)
    with story_time(days.at(dt.date(2024, 1, 2), "founding", first=8, last=9)) as clock:
        progress("机关和人员", 0, 1)
        city = found(contents)
        _tell(_steps(contents, city, today), clock, progress)
    _afterwards(progress)
    return len(contents)


def _steps(contents: Sequence[Content], city: City, today: dt.date) -> list[Step]:
    steps = [step for content in contents for step in Life(content, city, today).steps()]
    steps += _around(city, today)
    return sorted(steps, key=lambda step: step[0])


def _around(city: City, today: dt.date) -> list[Step]:
    """What else happened in the city: a stub of a secret document, a leader on leave with a stand-in."""
    end = days.last_day(today)

    def leave() -> None:
        organisations.appoint_stand_in(
            absent=city.people["zjj.sign"], substitute=city.people["zjj.head"], agency=city.agencies["yc-zjj"],
            starts_on=end + dt.timedelta(days=14), ends_on=end + dt.timedelta(days=20), reason="年休假",
            by=city.who("yc-gov", "administrator"),
        )  # fmt: skip

    steps: list[Step] = [(days.at(end, "leave"), leave), (days.at(end, "rounds"), lambda: _rounds(city, end))]
    steps += showcase.steps(city, end)
    steps += english.steps(city, end)
    steps += interpretation.steps(city, end)
    steps += watching.steps(city, end)
    steps += safekeeping.steps(city, end)
    steps += searching.steps(city, end)
    steps += serving.steps(city, end)
    steps += reception.steps(city, end)
    steps += applications.steps(city, end)
    steps += after.steps(city, end)
    steps += reports.steps(city, end)
    steps += visiting.steps(end)
    if "yc-gaj" in city.agencies:
        steps.append((days.at(dt.date(2026, 9, 8), "stub"), lambda: _stub(city)))
    return steps


def _rounds(city: City, day: dt.date) -> None:
    """The housing bureau looks through what it holds: what may be disclosed by now, what is still in force."""
    bureau, officer = city.agencies["yc-zjj"], city.who("yc-zjj", "openness_officer")
    for kind, title, source, left in (
        (Kind.REEXAMINATION, "不予公开和删减公开公文定期复审", "《中华人民共和国政府信息公开条例》第十八条", 40),
        (Kind.CLEANUP, "行政规范性文件清理", "云川市2026年政务公开工作要点", 75),
    ):
        opened = stock.open_round(
            kind=kind, agency=bureau, title=f"{day.year}年{title}", closes_on=day + dt.timedelta(days=left),
            source=source, by=officer,
        )  # fmt: skip
        stock.draw(round_=opened, by=officer)


def _stub(city: City) -> None:
    documents.register_stub(
        agency=city.agencies["yc-gaj"], register_number=STUB_NUMBER, kept_at="市公安局办公室机要室",
        by=city.who("yc-gaj", "secrecy_reviewer"),
    )  # fmt: skip


def _tell(steps: Sequence[Step], clock: StoryClock, progress: Progress) -> None:
    for place, (moment, happen) in enumerate(steps):
        if place % 10 == 0:
            progress("公文流转", place, len(steps))
        clock.go_to(moment)
        happen()
    progress("公文流转", len(steps), len(steps))


def _afterwards(progress: Progress) -> None:
    """Bring the present up to date: index, feeds and whoever else hears the outbox; this morning's reminders."""
    progress("检索库和提醒", 0, 1)
    publishing.deliver()
    duties.load_shipped(by=the_system("demo"))
    duties.recompute()
    duties.remind(today=timezone.localdate())
    watching.look_at_pages()
    progress("检索库和提醒", 1, 1)
