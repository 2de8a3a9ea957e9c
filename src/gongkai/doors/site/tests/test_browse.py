from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.models import Agency
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.project.tests.cast import City

from .conftest import NUMBER, page, publish


def test_the_home_page_shows_what_is_new_and_the_figures_behind_it(reader: Client, published) -> None:
    html = page(reader, "/")
    assert "今天，1件" in html
    assert "关于做好新市民住房租赁补贴" in html.replace("<wbr>", "")
    assert '<caption class="sr">近十二个月公开</caption>' in html
    assert "政府信息公开专栏" in html


@pytest.mark.requirement("R268")
def test_the_footer_names_sponsor_address_telephone_postal_code_and_copyright(reader: Client, city: City) -> None:
    footer = page(reader, "/").split("<footer")[1]
    for said in ("云川市人民政府办公室", "云川市临江区明德路1号", "000-00000000", "000000", "版权所有"):
        assert said in footer


@pytest.mark.requirement("R251")
def test_a_column_shows_its_tree_owner_and_update_duty(reader: Client, city: City) -> None:
    top = publishing.create_column(
        site=city.site, slug="content", name="法定主动公开内容", agency=city.office, by=city.bian, statutory=True
    )
    for slug, name in (("organisation", "组织机构"), ("regulations", "政策法规"), ("forms", "表格下载")):
        publishing.create_column(
            site=city.site, slug=slug, name=name, agency=city.housing, by=city.bian, statutory=True, parent=top,
            update_duty="变动后20个工作日内更新", update_days=30,
        )  # fmt: skip
    html = page(reader, "/columns/regulations/")
    assert all(name in html for name in ("法定主动公开内容", "组织机构", "政策法规", "表格下载"))
    assert "变动后20个工作日内更新（间隔不超过30日）" in html
    assert 'href="/agencies/yc-zjj/"' in html
    assert "法定主动公开内容" in page(reader, "/disclosure/")
    assert 'href="/columns/content/"' in page(reader, "/disclosure/")
    page(reader, "/columns/nothing/", 404)


@pytest.mark.requirement("R253")
def test_one_document_stands_in_several_columns_and_is_stored_once(reader: Client, city: City, published) -> None:
    second = publishing.create_column(
        site=city.site, slug="policies", name="政策", agency=city.office, by=city.bian, statutory=True
    )
    publishing.place(item=published.item, column=second, by=city.bian)
    address = f'href="/documents/{published.item.key}"'
    assert address in page(reader, "/columns/department-docs/")
    assert address in page(reader, "/columns/policies/")
    assert "全部1件" in page(reader, "/disclosure/")
    assert page(reader, "/documents/").count(address) == 1


@pytest.mark.requirement("R251")
def test_a_column_holds_what_stands_below_it_and_counts_it_once(reader: Client, city: City, published) -> None:
    top = publishing.create_column(
        site=city.site, slug="content", name="法定主动公开内容", agency=city.office, by=city.bian, statutory=True
    )
    for slug in ("a", "b"):
        below = publishing.create_column(
            site=city.site, slug=slug, name=f"栏目{slug}", agency=city.office, by=city.bian, statutory=True, parent=top
        )
        publishing.place(item=published.item, column=below, by=city.bian)
    assert page(reader, "/columns/content/").count(f'href="/documents/{published.item.key}"') == 1
    assert "全部1件" in page(reader, "/disclosure/")


def test_an_empty_part_of_the_statutory_column_is_no_promise_to_readers(reader: Client, city: City) -> None:
    html = page(reader, "/disclosure/")
    assert "年报" not in html.split("<main")[1]
    assert "可以依法向掌握它的机关申请公开" in html
    assert 'href="/apply/"' in html
    assert 'href="/apply/track"' in html


def test_an_agency_says_what_it_is_for_and_how_to_reach_it(reader: Client, city: City, published) -> None:
    Agency.objects.filter(code="yc-zjj").update(duties_text="负责全市住房保障。", office_hours="工作日9:00—17:30")
    html = page(reader, "/agencies/yc-zjj/")
    assert "负责全市住房保障。" in html
    assert "工作日9:00—17:30" in html
    main = html.partition("<main")[2].partition("<aside")[0]
    assert main.count(f'href="/documents/{published.item.key}"') == 1  # in its part, and not once more below
    assert main.index("工作日9:00—17:30") < main.index("机关职能")  # first, also on a phone
    assert "云川市教育局" in page(reader, "/agencies/")


@pytest.mark.requirement("R030", "R256")
def test_the_library_can_be_searched_in_several_ways(reader: Client, city: City, published) -> None:
    other = publish(
        city,
        number="云川住建发〔2026〕13号",
        title="关于电梯检验的通知",
        themes=["市场监管"],
        html="<p>电梯每年检验一次。</p>",
        summary="",
    )
    mine, theirs = f"/documents/{published.item.key}", f"/documents/{other.item.key}"
    everything = page(reader, "/documents/")
    assert mine in everything
    assert theirs in everything
    by_word = page(reader, "/documents/?q=租赁补贴")
    assert mine in by_word
    assert theirs not in by_word
    catalogue = page(reader, "/documents/?way=catalogue")
    assert "按主题" in catalogue
    by_theme = page(reader, "/documents/?way=catalogue&theme=市场监管")
    assert theirs in by_theme
    assert mine not in by_theme
    for spelling in (NUMBER, "云川住建发[2026]12号", "云川住建发（2026） 12 号", published.item.key):
        response = reader.get("/documents/", {"way": "number", "number": spelling})
        assert (response.status_code, response["Location"]) == (302, mine), spelling
    advanced = page(reader, "/documents/?way=advanced&q=通知&without=电梯&from=2026-01-01&agency=yc-zjj")
    assert mine in advanced
    assert theirs not in advanced


def test_each_facet_is_counted_without_its_own_filter(reader: Client, city: City, published) -> None:
    publish(
        city,
        number="云川住建发〔2026〕13号",
        title="关于电梯检验的通知",
        themes=["市场监管"],
        html="<p>电梯每年检验一次。</p>",
        summary="",
    )
    html = page(reader, "/documents/?theme=住房保障")
    counts = dict(re.findall(r'name="theme" value="([^"]+)"[^>]*><span>[^<]*</span><small>(\d+)</small>', html))
    assert counts == {"住房保障": "1", "市场监管": "1"}
    assert "去掉：住房保障" in html


@pytest.mark.requirement("R254", "R256")
def test_a_reader_finds_what_is_meant_for_people_like_him(reader: Client, city: City) -> None:
    for_all, for_some = publish(city), publish(city, number="云川住建发〔2026〕13号", audiences=["老年人", "残疾人"])
    both, some = (f"/documents/{one.item.key}" for one in (for_all, for_some))
    html = page(reader, "/search?q=补贴")
    assert re.findall(r'name="audience" value="([^"]+)"', html) == ["残疾人", "老年人"]
    for address in (
        "/search?q=补贴&audience=老年人",
        "/documents/?audience=老年人",
        "/api/v1/documents?audience=老年人",
    ):
        narrowed = page(reader, address)
        assert some in narrowed
        assert both not in narrowed
    assert page(reader, "/api/v1/search?q=补贴&audience=学生").count("/documents/") == 0
    assert "老年人、残疾人" in page(reader, some)
    assert "服务对象" not in page(reader, both)


def test_the_library_costs_at_most_fifteen_queries(
    reader: Client, city: City, published, django_assert_max_num_queries
) -> None:
    publish(city, number="云川住建发〔2026〕13号", title="关于电梯检验的通知")
    with django_assert_max_num_queries(15):
        page(reader, "/documents/?theme=住房保障&q=通知")


def test_before_the_index_stands_titles_can_be_found(reader: Client, published, settings, tmp_path) -> None:
    settings.SEARCH_DIR = tmp_path / "nothing"
    html = page(reader, "/documents/?q=租赁补贴")
    assert f"/documents/{published.item.key}" in html
    assert "检索库正在建立" in html


@pytest.mark.requirement("R261")
def test_a_site_shows_its_own_agency_and_nothing_of_another(city: City, published) -> None:
    schools = organisations.create_site(
        host="jyj.yunchuan.example", name="云川市教育局网站", agency=city.schools, by=the_system("test")
    )
    other = Client(HTTP_HOST=schools.host, HTTP_USER_AGENT="Mozilla/5.0")
    key = published.item.key
    assert "云川市教育局网站" in page(other, "/")
    for address in (f"/documents/{key}", f"/documents/{key}.json", f"/documents/{key}/v1", "/agencies/yc-zjj/"):
        page(other, address, 404)
    page(other, "/columns/department-docs/", 404)
    for address in (
        "/",
        "/documents/",
        "/search?q=租赁补贴",
        "/feeds/latest.xml",
        "/sitemap-pages.xml",
        f"/verify/?q={key}",
    ):
        assert f"/documents/{key}" not in page(other, address), address


@pytest.mark.parametrize("address", ["/", "/documents/", "/disclosure/", "/agencies/", "/search?q=补贴", "/verify/"])
def test_nothing_links_to_a_page_that_is_not_there(reader: Client, published, address: str) -> None:
    links = set(re.findall(r'href="(/[^"#?]*)', page(reader, address)))
    dead = [link for link in links if not link.startswith("/static/") and reader.get(link).status_code == 404]
    assert dead == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["search", "ask"])
def test_a_slash_too_many_leads_to_the_page(reader: Client, name: str) -> None:
    answer = reader.get(f"/{name}/?q=%E8%A1%A5%E8%B4%B4")
    assert (answer.status_code, answer["Location"]) == (302, f"/{name}?q=%E8%A1%A5%E8%B4%B4")
