"""Policy themes of the city: one of the province's second batch, one of its own, one that is to be whole before it goes out."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from gongkai.proactive.documents.rules import SECRECY_CHECKS
from gongkai.proactive.themes import actions, queries
from gongkai.proactive.themes.models import Theme
from gongkai.project.demo.founding import City

NOTHING_FOUND = dict.fromkeys(SECRECY_CHECKS, "none")
SUPERIOR = "省政务公开办公室"
PUBLIC_THEMES: tuple[tuple[str, str, actions.Facts, bool], ...] = (
    (
        "yc-zjj", "xinshimin-anju",
        actions.Facts(
            title="新市民安居", lede="在云川就业、租房，能领什么补贴、怎么办、找谁办。",
            statement="面向新市民的住房租赁补贴、租房备案、人才租房补贴和公共租赁住房政策，以及办理入口。",
            words=("新市民", "住房租赁补贴", "租赁补贴", "租房补贴", "公共租赁住房"), tags=("住房保障",),
        ),
        True,
    ),
    (
        "yc-mzj", "yilao-yixiao",
        actions.Facts(
            title="“一老一小”服务", lede="养老、托育的服务、补贴和标准。",
            statement="养老服务、托育服务的规划、标准、补贴、监督检查和服务清单。",
            words=("一老一小", "养老", "托育"), tags=("养老服务",), without=("任免", "养老保险"),
        ),
        False,
    ),
)  # fmt: skip
WHOLE = actions.Facts(
    title="保障性住房", lede="政策、指南、解读和常见问题一次看全。",
    statement="公共租赁住房、保障性租赁住房和住房租赁补贴的政策、办事指南、解读和常见问题。",
    words=("公共租赁住房", "公租房", "保障性住房", "租赁补贴"), tags=("住房保障",), integrated=True,
)  # fmt: skip


def build_themes(city: City) -> None:
    """Make, fill, clear and release the themes; the whole set waits for what is still lacking."""
    today = timezone.localdate()
    for agency, slug, facts, ordered in PUBLIC_THEMES:
        if agency not in city.agencies:
            continue
        received = _received(today) if ordered else None
        theme = actions.create(
            agency=city.agencies[agency],
            slug=slug,
            facts=facts,
            received=received,
            by=city.who(agency, "openness_officer"),
        )
        _filled(city, theme, leave=1)
        _released(city, theme)
    theme = actions.create(
        agency=city.agencies["yc-zjj"],
        slug="baozhangxing-zhufang",
        facts=WHOLE,
        by=city.who("yc-zjj", "openness_officer"),
    )
    _filled(city, theme)


def _received(today: dt.date) -> actions.Received:
    return actions.Received(
        superior_name=SUPERIOR, superior_number=f"JC-{today.year}-07", batch="第二批", received_on=today - dt.timedelta(days=60),
        due_on=today + dt.timedelta(days=30),
    )  # fmt: skip


def _filled(city: City, theme: Theme, leave: int = 0) -> None:
    """Decide on the candidates, the likeliest first; `leave` so many of the least likely undecided."""
    by = city.who(theme.item.agency.code, "openness_officer")
    actions.gather(theme=theme, by=by)
    found = list(queries.candidates(theme).filter(state="open").order_by("-score", "pk"))
    for entry in found[: len(found) - leave]:
        title = entry.target.release.title
        if "任免" in title or "决算" in title or "招聘" in title:
            actions.exclude(entry=entry, reason="只在文中提到，内容与专题无关。", by=by)
        else:
            actions.include(entry=entry, by=by)
    actions.gather(theme=theme, by=by)  # what hangs together with what is in now: interpretations, service items
    for entry in queries.candidates(theme).filter(state="open", section="service"):
        actions.include(entry=entry, by=by)


def _released(city: City, theme: Theme) -> None:
    if not queries.candidates(theme).filter(state="in", section="policy").exists():
        return  # a smaller city has fewer documents
    agency = theme.item.agency.code
    clearer = city.who(agency, "secrecy_reviewer")
    actions.clear(theme=theme, answers=NOTHING_FOUND, opinion="收录范围清楚，可以公开。", by=clearer)
    actions.release(theme=theme, by=city.who(agency, "openness_officer"))
