"""Twenty thousand documents for load: the city's own paragraphs put together anew, taken over as old holdings."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongkai.base.organisations.models import Agency
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents import actions as documents
from gongkai.project.demo.agencies import BODIES, Body
from gongkai.project.demo.contents import Content, all_contents
from gongkai.project.demo.lives import OLD_SITE
from gongkai.project.demo.markdown import HEADING, to_html
from gongkai.project.ops.progress import Report

TARGET = 20_000
BATCH = 250
SEED = 20261120
FIRST_YEAR, LAST_YEAR = 2008, 2023
SHORTEST_PARAGRAPH = 24  # characters
BEGINNINGS = ("做好", "加强", "规范", "推进", "进一步做好", "开展", "完善", "优化")
ENDINGS = ("工作", "管理", "服务", "专项检查", "试点", "保障工作")
GENRES = ("通知", "意见", "通报", "通告", "方案", "办法", "公告")
SECTIONS = ("总体要求", "主要任务", "工作措施", "进度安排", "保障机制", "有关要求")
COUNTING = "一二三四五六七八九"


@dataclass(frozen=True)
class Invented:
    """What one generated document is made of."""

    agency: str
    title: str
    number: str
    html: str
    day: dt.date
    particulars: dict[str, Any]


def multiply(count: int, report: Report) -> int:
    """Take over so many generated documents into the city, and have the index follow. Returns the number."""
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    by, done = the_system("demo"), 0
    for batch in _batches(invented(count)):
        takeovers = [_takeover(one, agencies[one.agency]) for one in batch]
        for outcome in documents.file_takeovers(takeovers=takeovers, by=by, wake=False):
            if isinstance(outcome, Refused):
                raise outcome
        done += len(batch)
        report("成批公文", done, count)
    report("检索库", 0, 1)
    publishing.deliver()
    report("检索库", 1, 1)
    return done


def _takeover(one: Invented, agency: Agency) -> documents.Takeover:
    return documents.Takeover(
        agency=agency, title=one.title, html=one.html, source=OLD_SITE,
        external_id=f"load-{one.agency}-{one.number}", number=one.number, issued_on=one.day,
        published_at=timezone.make_aware(dt.datetime.combine(one.day, dt.time(16))),
        particulars={**one.particulars, "formed_on": one.day},
    )  # fmt: skip


def _batches(documents_to_come: Iterator[Invented]) -> Iterator[list[Invented]]:
    batch: list[Invented] = []
    for one in documents_to_come:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def invented(count: int) -> Iterator[Invented]:
    """Yield documents, the same ones each time. Numbers do not repeat and do not touch the story's own."""
    chance = random.Random(SEED)  # noqa: S311 - a story, not a secret
    contents = [content for content in all_contents() if content.state == "published"]
    bodies = [body for body in BODIES if body.prefixes]
    for serial in range(count):
        yield _invent(chance, serial, contents, bodies[serial % len(bodies)])


def _invent(chance: random.Random, serial: int, contents: list[Content], body: Body) -> Invented:
    first, second = chance.sample(contents, 2)
    year = chance.randint(FIRST_YEAR, LAST_YEAR)
    day = dt.date(year, 1, 4) + dt.timedelta(days=chance.randrange(355))
    subject = chance.choice(first.particulars["keywords"])
    genre = chance.choice(GENRES)
    title = f"{body.name}关于{chance.choice(BEGINNINGS)}{year}年{subject}{chance.choice(ENDINGS)}的{genre}"
    # Serials from 1001 on: no office of the story issues so many papers a year.
    number = f"{body.prefixes[0]}〔{year}〕{1001 + serial // len(BODIES)}号"
    particulars = {
        "genre": genre,
        "category": first.particulars["category"],
        "themes": first.particulars["themes"],
        "keywords": list(dict.fromkeys([subject, *second.particulars["keywords"]]))[:5],
        "summary": f"对{year}年{subject}有关事项作出安排。",
        "five": first.particulars["five"],
        "wanted_columns": first.particulars["wanted_columns"],
        "addressees": "各有关单位",
    }
    return Invented(body.code, title, number, to_html(_text(chance, [first, second])), day, particulars)


def _text(chance: random.Random, sources: list[Content]) -> str:
    paragraphs = [paragraph for source in sources for paragraph in _paragraphs(source)]
    parts = []
    for place, section in enumerate(chance.sample(SECTIONS, chance.randint(2, 4))):
        parts.append(f"## {COUNTING[place]}、{section}")
        parts += chance.sample(paragraphs, min(len(paragraphs), chance.randint(2, 4)))
    return "\n\n".join(parts)


def _paragraphs(content: Content) -> list[str]:
    return [
        line.strip()
        for line in content.text.splitlines()
        if len(line) >= SHORTEST_PARAGRAPH and not line.startswith("|") and not HEADING.match(line)
    ]
