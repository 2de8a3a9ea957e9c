"""No change leaves a kept page stale, and no change costs a page that it does not concern.

A small world is read through, so that its pages are kept; then one thing is changed by its real verb, and every kept page is
compared with one made anew. The list of pages is what lies on the shelf.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import pytest
from django.forms import model_to_dict
from django.test import Client
from django.utils import timezone

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.doors.site import actions, cache
from gongkai.doors.site.provenance import REPEATABLE
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Column, Release
from gongkai.engine.publishing.rules import Topic, Withdrawal
from gongkai.engine.regulations.actions import Given, import_laws
from gongkai.engine.search import actions as search
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.stock.actions.plans import edit_plan
from gongkai.proactive.stock.models import PlanEntry
from gongkai.project.tests.cast import City

from .conftest import BROWSER, HOST, publish
from .piecework import appoint, released, repost, topic, version
from .test_arrange_a_topic import desk

logger = logging.getLogger(__name__)
HOUSING = "zjj.yunchuan.example"
ASKED = quote("补贴")
LISTS = (
    "/", "/documents/", "/documents/?format=csv", f"/search?q={ASKED}", f"/search/suggest?q={ASKED}", "/disclosure/", "/agencies/",
    "/agencies/yc-zjj/", "/agencies/yc-jyj/", "/agencies/yc-office/", "/columns/department-docs/", "/columns/rent/",
    "/columns/empty/", "/topics/", "/topics/rent/", "/reposts/", "/reposts/?sort=reference", "/verify/", "/normative/",
    "/plans/", "/compilations/", "/feeds/latest.xml", "/feeds/columns/rent.xml", "/feeds/columns/department-docs.xml",
    "/feeds/agencies/yc-zjj.xml", "/feeds/agencies/yc-jyj.xml", f"/feeds/search.xml?q={ASKED}", "/sitemap.xml",
    "/sitemap-pages.xml", f"/sitemap-{timezone.localdate():%Y-%m}.xml", "/robots.txt",
)  # fmt: skip
OF_A_DOCUMENT = ("", "/history", "/citations", "/compare", "/v1", ".json", ".docx")
# Said of this minute or this answer, not of what is public.
PASSING = re.compile(
    r'截至[^<]*分|\?v=[0-9a-f]{12}|search/seen\?s=[^"]*|data-counted="[^"]*"|name="(?:s|counted)" value="[^"]*"'.encode()
)


@dataclass
class World:
    city: City
    told: Document  # what the changes are made to
    explains: Document  # interprets `told`
    cites: Document  # names `told` and a law in its text
    apart: Document  # has nothing to do with them
    rent: Column
    topic: Any
    repost: Any

    def address(self, document: Document) -> str:
        return f"/documents/{document.item.key}"

    @property
    def addresses(self) -> list[str]:
        each = [self.address(one) for one in (self.told, self.explains, self.cites, self.apart)]
        return [*LISTS, f"/reposts/{self.repost.item.key}", *(one + more for one in each for more in OF_A_DOCUMENT)]


@pytest.fixture
def world(city: City, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(cache, "count_view", lambda *_, **__: None)
    appoint(city)
    system = the_system("test")
    organisations.create_site(host=HOUSING, name="住房城乡建设信息公开", agency=city.housing, by=system)
    rent, _ = (
        publishing.create_column(site=city.site, slug=slug, name=name, agency=city.housing, by=system)
        for slug, name in (("rent", "租房"), ("empty", "空栏目"))
    )
    told = publish(city)
    text = f"<p>为落实《{told.item.release.title}》和《云川市住房租赁条例》，制定本方案。</p>"
    explains = publish(city, number="云川住建发〔2026〕13号", title="《新市民住房租赁补贴》的解读")
    cites = publish(city, number="云川住建发〔2026〕14号", title="关于补贴发放的工作方案", html=text)
    apart = publish(city, number="云川住建发〔2026〕15号", title="关于城市桥梁养护的通知", html="<p>桥梁每年检查。</p>")
    publishing.relate(source=explains.item, verb="interprets", target=told.item, by=city.shen)
    publishing.place(item=apart.item, column=rent, by=city.bian)
    blocks = (("picks", {"title": "文件", "keys": told.item.key}), ("text", {"html": "<p>怎样申请。</p>"}))
    made = released(city, topic(city, *blocks))
    reposted = released(city, repost(city))
    return World(city, told, explains, cites, apart, rent, made, reposted)


@lru_cache
def at(host: str = HOST) -> Client:
    """Return the one reader of a site: each client of its own would load the middleware anew."""
    return Client(HTTP_HOST=host, HTTP_USER_AGENT=BROWSER)


def read(world: World) -> dict[tuple[str, str], bytes]:
    """Read everything, something of it on a second site and in another look; return what lies on the shelf now."""
    elder = Client(HTTP_HOST=HOST, HTTP_USER_AGENT=BROWSER)
    elder.cookies["gongkai_theme"] = "elder"
    for address in world.addresses:
        at().get(address)
    for address in ("/", "/agencies/yc-zjj/", world.address(world.told), world.address(world.apart)):
        at(HOUSING).get(address)
    elder.get(world.address(world.told))
    return {(kept.host, kept.address): plain(kept.body) for kept in cache.LOCAL.pages.values()}


def plain(body: bytes) -> bytes:
    return PASSING.sub(b"", body)


@contextmanager
def past_the_shelf() -> Iterator[None]:
    """Make every page anew and keep none."""

    class Nothing(cache.Shelf):
        def get(self, key: str) -> None:
            return None

        def put(self, key: str, kept: cache.Kept) -> None:
            return None

    kept, cache.LOCAL = cache.LOCAL, Nothing()
    try:
        yield
    finally:
        cache.LOCAL = kept


def answer(host: str, address: str) -> tuple[int, bytes, str]:
    response = at(host).get(address)
    return response.status_code, plain(response.content), response.get("X-Page-Cache", "")


def differing(shown: bytes, now: bytes) -> str:
    """Return the first line in which two answers differ."""
    pairs = zip(shown.decode().splitlines(), now.decode().splitlines(), strict=False)
    return next((f"{one.strip()[:200]} / {other.strip()[:200]}" for one, other in pairs if one != other), "length")


@dataclass
class Compared:
    """What the shelf answers after a change, against what the pages say made anew."""

    now: dict[tuple[str, str], bytes]
    stale: list[str]
    changed: set[str]
    wasted: list[str]  # asked again, found different, and yet reads the same


def compare(before: dict[tuple[str, str], bytes]) -> Compared:
    done = Compared({}, [], set(), [])
    repeatable = {(kept.host, kept.address) for kept in cache.LOCAL.pages.values() if kept.made_of}
    for (host, address), was in before.items():
        status, shown, found = answer(host, address)
        with past_the_shelf():
            status_now, now, _ = answer(host, address)
        name = f"{host}{address}"
        if (status, shown) != (status_now, now):
            done.stale.append(f"{name} ({found}): {differing(shown, now)}")
        if now != was:
            done.changed.add(name)
        elif found == "miss" and (host, address) in repeatable:
            done.wasted.append(name)
        if status_now == 200:
            done.now[host, address] = now
    return done


CHANGES: dict[str, tuple[Callable[[World, Any], Any], tuple[str, ...]]] = {}


def change(name: str, *shows: str) -> Callable[[Callable[[World, Any], Any]], Callable[[World, Any], Any]]:
    """Declare a change and pages that must read differently after it; `{told}` and so on are addresses of documents."""

    def declared(verb: Callable[[World, Any], Any]) -> Callable[[World, Any], Any]:
        CHANGES[name] = (verb, shows)
        return verb

    return declared


@change(
    "released",
    "/",
    "/documents/",
    "/feeds/latest.xml",
    "/columns/department-docs/",
    "/agencies/yc-zjj/",
    "/sitemap.xml",
)
def _(world: World, correct: Any) -> None:
    publish(world.city, number="云川住建发〔2026〕16号", title="关于物业服务的通知", html="<p>物业收费公示。</p>")


@change("corrected", "{told}", "{told}/history", "{told}.json")
def _(world: World, correct: Any) -> None:
    correct(world.told, old="三百元", new="四百元", note="金额有误")


@change("title changed", "{told}", "{explains}", "/topics/rent/", "/agencies/yc-zjj/", f"/search?q={ASKED}")
def _(world: World, correct: Any) -> None:
    title = "关于做好住房租赁补贴发放工作的通知（新）"
    documents.correct(document=world.told, note="标题有误", by=world.city.shen)
    edition = world.told.item.editions.order_by("-number").first()
    documents.save(
        document=world.told, version=edition.version, by=world.city.shen, title=title, html=edition.html, mode=edition.mode
    )  # fmt: skip
    correct_again(world, correct)


def correct_again(world: World, correct: Any) -> None:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.rules import Status
    from gongkai.project.tests.cast import step

    edition = world.told.item.editions.order_by("-number").first()
    Edition.objects.filter(pk=edition.pk).update(author=world.city.people["lin"])
    Document.objects.filter(pk=world.told.pk).update(drafter=world.city.people["lin"])
    world.told.refresh_from_db()
    while world.told.status != Status.PUBLISHED:
        step(world.city, world.told, number=world.told.doc_number)


@change("withdrawn", "{told}", "{explains}", "/", "/topics/rent/", "/columns/department-docs/", "/feeds/latest.xml")
def _(world: World, correct: Any) -> None:
    documents.withdraw(document=world.told, kind=Withdrawal.ERROR, reason="有误", by=world.city.shen)


@change("related", "{told}", "{apart}")
def _(world: World, correct: Any) -> None:
    publishing.relate(source=world.apart.item, verb="implements", target=world.told.item, by=world.city.shen)


@change("repealed by another", "{told}", "{apart}", "/columns/department-docs/", "/topics/rent/")
def _(world: World, correct: Any) -> None:
    publishing.relate(source=world.apart.item, verb="repeals", target=world.told.item, by=world.city.shen)


@change("moved to another column", "{told}", "/columns/department-docs/", "/columns/rent/", "/feeds/columns/rent.xml")
def _(world: World, correct: Any) -> None:
    publishing.move(
        item=world.told.item, column=world.city.column, to=world.rent, reason="放错栏目", by=world.city.bian
    )


@change("column renamed", "/columns/rent/", "{apart}", "{told}", "/")
def _(world: World, correct: Any) -> None:
    publishing.edit_column(column=world.rent, changes={"name": "住房租赁"}, by=world.city.bian)


@change("agency renamed", "/agencies/yc-zjj/", "/agencies/", "{told}")
def _(world: World, correct: Any) -> None:
    agency = world.city.housing
    form = {name: value for name, value in model_to_dict(agency).items() if value not in (None, [], "")}
    form |= {"name": "云川市住房和城市建设局", "former_names": agency.name}
    answered = desk("guan").post(f"/desk/settings/agencies/{agency.pk}/edit/", form)
    assert answered.status_code == 302, answered.content.decode()


@change("theme of the catalogue renamed", "{told}")
def _(world: World, correct: Any) -> None:
    Release.objects.filter(item=world.told.item).update(themes=["住房保障和房地产"])
    publishing.announce(topic=Topic.CHANGED, item=world.told.item, edition_number=None, event_seq=None)


@change("colours of the site changed", "/", "{told}", "/agencies/yc-jyj/")
def _(world: World, correct: Any) -> None:
    actions.choose_theme(site=world.city.site, theme="pine", by=world.city.guan)


@change("footer edited", "/", "{told}", "/verify/")
def _(world: World, correct: Any) -> None:
    form = {"name": world.city.site.name, "whole_tree": "on", "sponsor": "改名后的主办单位", "copyright": "c"}
    assert desk("guan").post(f"/desk/settings/sites/{world.city.site.pk}/edit/", form).status_code == 302


@change("topic edited", "/topics/rent/")
def _(world: World, correct: Any) -> None:
    piece = world.topic
    actions.open_next(piece=piece, reason="补充", by=world.city.bian)
    piece.refresh_from_db()
    actions.add_block(
        topic=piece, version=version(piece), kind="text", typed={"html": "<p>新增一段。</p>"}, by=world.city.bian
    )
    piece.refresh_from_db()
    released(world.city, piece)


@change("link of a repost found broken", "{repost}")
def _(world: World, correct: Any) -> None:
    actions.check_link(repost=world.repost, works=False, by=world.city.bian)


@change("law imported", "{cites}/citations")
def _(world: World, correct: Any) -> None:
    text = "第一条 为了规范住房租赁，制定本条例。\n第二条 本条例自2020年1月1日起施行。"
    law = {
        "kind": "local_regulation", "issuer": "云川市人大常委会", "title": "云川市住房租赁条例", "text": text,
        "extra": {"promulgated": "2020-01-01", "effective": "2020-01-01"},
    }  # fmt: skip
    assert import_laws(lines=[Given("laws:1", law)], by=the_system("test"))[0].result == "imported"


@change("card of the search saved", f"/search?q={ASKED}")
def _(world: World, correct: Any) -> None:
    search.save_promotion(patterns="补贴", title="租房补贴怎么领", item_key=world.cites.item.key, by=world.city.bian)


# What may never go in vain. Lists may: they repeat rows of a release, and ask how much stands in every column.
CONTENT_PAGE = re.compile(r"(.*(?:/documents/[\w-]+/\d{4}-\d{5}|/reposts/\w[^?]*|/columns/empty/))")
CONTENT = ("related", "corrected", "title changed", "moved to another column")
PUBLIC_OR_NOT = ("theme of the catalogue renamed", "released", "repealed by another", "withdrawn")
AROUND = tuple(name for name in CHANGES if name not in {*CONTENT, *PUBLIC_OR_NOT})
AT_ONCE = {"title changed", "moved to another column", "withdrawn"}  # compared before the index has heard of it, too


@pytest.mark.parametrize("names", [CONTENT, PUBLIC_OR_NOT, AROUND], ids=["content", "public or not", "around"])
def test_no_kept_page_is_stale_and_none_goes_without_need(world: World, correct: Any, names: tuple[str, ...]) -> None:
    places = {
        "told": world.address(world.told), "explains": world.address(world.explains), "cites": world.address(world.cites),
        "apart": world.address(world.apart), "repost": f"/reposts/{world.repost.item.key}",
    }  # fmt: skip
    before = read(world)
    assert len(before) > 50
    assert sum(kept.made_of is not None for kept in cache.LOCAL.pages.values()) > 30
    for name in names:
        verb, shows = CHANGES[name]
        verb(world, correct)
        told = compare(before) if name in AT_ONCE else Compared(before, [], set(), [])
        publishing.deliver()
        heard = compare(told.now)
        changed = told.changed | heard.changed
        wasted = [*told.wasted, *heard.wasted]
        logger.info("%s: %s kept, %s changed, made anew alike: %s", name, len(before), len(changed), wasted)
        assert (name, told.stale, heard.stale) == (name, [], [])
        of_others = [one for one in wasted if (page := CONTENT_PAGE.match(one)) and page[1] not in changed]
        assert (name, of_others) == (name, [])
        assert (name, {show for show in shows if HOST + show.format(**places) not in changed}) == (name, set())
        before = heard.now


def test_a_plan_put_right_shows_at_once(city: City) -> None:
    publish(city, title="云川市住房保障“十五五”规划", genre="规划", category="规划计划")
    assert "十五五" in at().get("/plans/").content.decode()
    edit_plan(entry=PlanEntry.objects.get(), changes={"note": "由市政府批准"}, by=city.shen)
    assert "由市政府批准" in at().get("/plans/").content.decode()


def test_the_names_of_pages_asked_again_are_real() -> None:
    from django.urls import get_resolver

    known = {
        f"{space}:{name}"
        for space, (_, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    assert known >= REPEATABLE
