"""People and pieces for the tests of topics and reposts: an editor, two reviewers, and the road between them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.doors.site import actions
from gongkai.doors.site.models import Piece, Repost, Topic
from gongkai.engine.publishing import actions as publishing
from gongkai.project.tests.cast import NOTHING_FOUND, START, City

TEXT = {"title": "政策要点", "html": "<p>新市民租房，每户每月可以领取补贴。</p>"}


def appoint(city: City) -> None:
    """Let 沈 check and release, and 何 review secrecy, for the city government whose editor is 边."""
    for name, role in (("shen", "openness_officer"), ("he", "secrecy_reviewer")):
        organisations.appoint(
            person=city.people[name], agency=city.government, role=role, starts_on=START, by=the_system("test")
        )


def version(piece: Piece) -> int:
    return piece.item.editions.order_by("-number").first().version


def topic(city: City, *blocks: tuple[str, dict[str, Any]], slug: str = "rent", title: str = "新市民租房补贴") -> Topic:
    made = actions.create_topic(
        agency=city.government, slug=slug, title=title, lede="申请条件、标准和办法，一页看全。", by=city.bian
    )
    for kind, typed in blocks or (("text", TEXT),):
        made = actions.add_block(topic=made, version=version(made), kind=kind, typed=typed, by=city.bian)
    return made


def repost(
    city: City, *, sort: str = "repost", title: str = "关于加快发展保障性租赁住房的意见", **facts: Any
) -> Repost:
    known = {
        "source_name": "省人民政府门户网站",
        "source_url": "https://www.province.example/zwgk/1.html",
        "doc_number": "",
        "original_on": dt.date(2026, 11, 1),
    }
    html = "<p>各市人民政府要加大保障性租赁住房供给。</p>" if sort == "repost" else ""
    return actions.register_repost(
        agency=city.government, sort=sort, title=title, facts=known | facts, html=html, by=city.bian
    )


def approved(city: City, piece: Piece) -> Piece:
    actions.submit(piece=piece, by=city.bian)
    actions.approve(piece=piece, step="check", by=city.shen)
    actions.approve(piece=piece, step="secrecy", by=city.he, checks=NOTHING_FOUND)
    return piece


def released(city: City, piece: Piece) -> Piece:
    actions.publish(piece=approved(city, piece), by=city.shen)
    publishing.deliver()
    return piece
