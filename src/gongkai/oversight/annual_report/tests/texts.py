"""Rules and normative documents as old holdings bring them, and what ends them."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.tests.world import day
from gongkai.proactive.documents import actions as documents

SERIALS = count(1)
SYSTEM = the_system("test")


def text(agency: Any, issued: str, title: str = "", *, number: str = "", **more: Any) -> Any:
    """Return a document that was issued and made public on this day, a normative one unless said otherwise."""
    serial, on = next(SERIALS), day(issued)
    facts = {"genre": "办法", "category": law.NORMATIVE, "themes": ["住房保障"], "formed_on": on, "five": ["service"]}
    return documents.file_takeover(
        agency=agency, title=title or f"云川市第{serial}号管理办法", html="<p>承租人应当办理登记备案。</p>", by=SYSTEM,
        source="https://old.example", external_id=f"text-{serial}", number=number or f"云川测规〔{on.year}〕{serial}号",
        published_at=timezone.make_aware(dt.datetime.combine(on, dt.time(9))), issued_on=on, wake=False, **(facts | more),
    )  # fmt: skip


def order(agency: Any, issued: str, title: str, serial: int) -> Any:
    """Return something published by an order: a rule, if its name says so."""
    return text(agency, issued, title, number=f"云川市人民政府令第{serial}号", genre="令", category="其他文件")


def ends(later: Any, earlier: Any, verb: str = "repeals") -> None:
    publishing.relate(source=later.item, verb=verb, target=earlier.item, by=SYSTEM)
