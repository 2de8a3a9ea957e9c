"""Three sites on one installation: each shows its own and nothing of another; each has its own colours."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.models import Site
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, the_system
from gongkai.doors.site import actions, palettes
from gongkai.doors.site.rules import PALETTES, Palette
from gongkai.doors.site.rules.palettes import contrast, stylesheet
from gongkai.engine.publishing import actions as publishing
from gongkai.project.tests.cast import City

from .conftest import BROWSER, page, publish
from .piecework import appoint, released, repost, topic
from .test_arrange_a_topic import desk

CITY, HOUSING, SCHOOLS = "open.yunchuan.example", "zjj.yunchuan.example", "jyj.yunchuan.example"


@pytest.fixture
def sites(city: City) -> dict[str, Site]:
    made = {CITY: city.site}
    for host, name, agency in (
        (HOUSING, "住房城乡建设信息公开", city.housing),
        (SCHOOLS, "教育信息公开", city.schools),
    ):
        made[host] = organisations.create_site(host=host, name=name, agency=agency, by=the_system("test"))
    return made


def at(host: str) -> Client:
    return Client(HTTP_HOST=host, HTTP_USER_AGENT=BROWSER)


LISTS = (
    "/", "/documents/", "/documents/?format=csv", "/documents/?format=json", "/topics/", "/reposts/", "/disclosure/",
    "/agencies/", "/search?q=租赁补贴", "/search/suggest?q=租赁", "/feeds/latest.xml", "/feeds/search.xml?q=租赁补贴",
    "/sitemap.xml", "/sitemap-pages.xml", "/api/v1/documents", "/api/v1/search?q=租赁补贴", "/api/v1/agencies",
    "/api/v1/columns",
)  # fmt: skip


@pytest.mark.requirement("R261")
def test_three_sites_show_their_own_and_nothing_of_another(city: City, sites: dict[str, Site], published) -> None:
    appoint(city)
    publishing.create_column(
        site=sites[HOUSING], slug="housing-docs", name="租赁补贴专栏", agency=city.housing, by=the_system("test")
    )
    repost_key = released(city, repost(city)).item.key
    released(city, topic(city))
    key = published.item.key
    foreign = {
        SCHOOLS: (
            key,
            "租赁补贴发放",
            "云川市住房和城乡建设局",
            "/topics/rent/",
            repost_key,
            "租赁补贴专栏",
            "部门文件",
        ),
        HOUSING: ("/topics/rent/", repost_key, "保障性租赁住房的意见", "云川市教育局", "部门文件"),
        CITY: ("租赁补贴专栏",),
    }
    for host, marks in foreign.items():
        for address in LISTS:
            text = page(at(host), address).replace("<wbr>", "").replace("<mark>", "").replace("</mark>", "")
            assert not [mark for mark in marks if mark in text], (host, address)
    for address in ("/topics/rent/", f"/reposts/{repost_key}", "/columns/department-docs/", "/agencies/yc-jyj/"):
        page(at(HOUSING), address, 404)
        page(at(CITY), address)
    for address in (f"/documents/{key}", f"/api/v1/documents/{key}", "/agencies/yc-zjj/", "/feeds/agencies/yc-zjj.xml"):
        page(at(SCHOOLS), address, 404)
        page(at(HOUSING), address)
    assert "没有找到" in page(at(SCHOOLS), f"/verify/?q={key}")
    assert f"/documents/{key}" in page(at(HOUSING), f"/verify/?q={key}")


@pytest.mark.requirement("R261")
def test_the_whole_tree_is_shown_only_where_the_site_says_so(city: City, sites: dict[str, Site], published) -> None:
    gov = organisations.create_site(
        host="gov.yunchuan.example", name="市政府", agency=city.government, by=the_system("test")
    )
    address = f"/documents/{published.item.key}"
    assert address in page(at(CITY), "/documents/")
    assert address not in page(at(gov.host), "/documents/")
    page(at(gov.host), address, 404)


def test_what_was_withdrawn_is_no_news_of_another_site(city: City, sites: dict[str, Site], published) -> None:
    from gongkai.engine.publishing.rules import Withdrawal
    from gongkai.proactive.documents import actions as documents

    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="有误需重发", by=city.shen)
    for address in (f"/documents/{published.item.key}", f"/api/v1/documents/{published.item.key}"):
        page(at(HOUSING), address, 410)
        assert "有误需重发" not in page(at(SCHOOLS), address, 404)


@pytest.mark.requirement("R261")
def test_an_editor_of_one_site_reaches_no_other(city: City, sites: dict[str, Site]) -> None:
    organisations.appoint(
        person=city.people["mo"], agency=city.schools, role="site_editor", starts_on="2020-01-01", by=the_system("test")
    )
    own, other = sites[SCHOOLS], sites[HOUSING]
    assert desk("mo").get(f"/desk/site/book/{own.pk}/").status_code == 200
    for page_ in ("", "edit/", "themes/", "columns/", "hot/"):
        assert desk("mo").get(f"/desk/site/book/{other.pk}/{page_}").status_code == 404
    with pytest.raises(OutOfSight):
        actions.edit_profile(site=other, changes={"purpose": "x"}, by=city.mo)


@pytest.mark.requirement("R261")
def test_each_site_has_its_own_colours_and_a_change_shows_at_once(city: City, sites: dict[str, Site]) -> None:
    html = page(at(HOUSING), "/")
    assert "data-palette" not in html
    administrator = desk("guan")
    answer = administrator.post(f"/desk/site/book/{sites[HOUSING].pk}/themes/", {"theme": "pine"})
    assert answer.status_code == 302
    assert 'data-palette="pine"' in page(at(HOUSING), "/")
    assert "site/palettes.css" in page(at(HOUSING), "/")
    assert "data-palette" not in page(at(SCHOOLS), "/")
    assert 'data-palette="umber"' in page(at(SCHOOLS), "/?palette=umber")
    assert "data-palette" not in page(at(SCHOOLS), "/?palette=%22onload")
    with pytest.raises(NotAllowed):
        actions.choose_theme(site=sites[CITY], theme="umber", by=city.bian)


INK, INK_2, PAPER, BORDER = "#15222a", "#3d4c55", "#ffffff", "#6f7f88"


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_palette_keeps_contrast_aa(palette: Palette) -> None:
    for ground in (PAPER, palette.ground, palette.sunk, palette.soft):
        for text in (INK, INK_2, palette.accent, palette.deep, palette.elder):
            assert contrast(text, ground) >= 4.5, (palette.key, text, ground)
        assert contrast(BORDER, ground) >= 3, (palette.key, ground)
    for band in (palette.accent, palette.deep, palette.elder):
        assert contrast(PAPER, band) >= 4.5


def test_there_are_three_themes_and_more_and_the_stylesheet_is_made_of_them() -> None:
    assert len(PALETTES) >= 3
    assert palettes.STYLESHEET.read_text(encoding="utf-8") == stylesheet()
    tokens = (palettes.STYLESHEET.parents[4] / "base" / "ui" / "static" / "ui" / "tokens.css").read_text(
        encoding="utf-8"
    )
    for name in PALETTES["pine"].tokens:
        assert re.search(rf"{name}:", tokens), name


def test_a_contrast_reader_keeps_their_colours_on_every_site() -> None:
    assert ':not([data-theme="contrast"])' in stylesheet()
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5


def test_a_changed_footer_shows_at_once(city: City, sites: dict[str, Site]) -> None:
    page(at(CITY), "/")
    form = {
        "name": city.site.name, "tagline": "", "whole_tree": "on", "identification_code": "9900000001",
        "sponsor": "改名后的主办单位", "address": "新地址", "postal_code": "000000", "phone": "1", "copyright": "c",
    }  # fmt: skip
    assert desk("guan").post(f"/desk/settings/sites/{city.site.pk}/edit/", form).status_code == 302
    assert "改名后的主办单位" in page(at(CITY), "/")
    assert publish(city).item.key in page(at(CITY), "/")
