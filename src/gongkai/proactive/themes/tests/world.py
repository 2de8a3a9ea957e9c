"""A city with documents on housing and a theme that collects them."""

from __future__ import annotations

import itertools
from typing import Any

from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.themes import actions, queries
from gongkai.proactive.themes.models import Entry, Theme
from gongkai.project.tests.cast import NOTHING_FOUND, City, document_at

NUMBERS = itertools.count(701)
GOOD: dict[str, Any] = {
    "title": "保障性住房政策", "lede": "申请公租房、领取租赁补贴，都在这一页。",
    "statement": "公共租赁住房、保障性租赁住房和住房租赁补贴的政策、申请条件、办理流程和解读。",
    "words": ("公共租赁住房", "公租房", "租赁补贴"), "tags": ("住房保障",),
}  # fmt: skip


def published(city: City, title: str, words: str = "公租房申请家庭按户申请。", **changes: Any) -> Any:
    """Return a document that is public."""
    html = f"<p>各区住房和城乡建设局：</p><h2>一、总体要求</h2><p>{words}</p>"
    number = f"云川住建发〔2026〕{next(NUMBERS)}号"
    return document_at(city, Status.PUBLISHED, number=number, title=title, html=html, **changes)


def made(city: City, slug: str = "zhufang", **changes: Any) -> Theme:
    theme = actions.create(agency=city.housing, slug=slug, facts=actions.Facts(**(GOOD | changes)), by=city.shen)
    actions.gather(theme=theme, by=city.shen)
    return theme


def entry_of(theme: Theme, document: Any) -> Entry:
    return queries.candidates(theme).get(target=document.item_id)


def released(city: City, theme: Theme) -> Theme:
    """Take every candidate in and the theme to the public."""
    for entry in queries.candidates(theme).filter(state="open"):
        actions.include(entry=entry, by=city.shen)
    actions.clear(theme=theme, answers=NOTHING_FOUND, by=city.he)
    actions.release(theme=theme, by=city.shen)
    return queries.find(theme.pk, city.shen)


def hear() -> None:
    """Let every consumer hear what was announced."""
    publishing.deliver()
