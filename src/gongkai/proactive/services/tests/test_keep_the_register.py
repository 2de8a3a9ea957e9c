"""The register of service items as editors, reviewers, citizens and partners use it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import NotReady
from gongkai.proactive.services import actions, queries, rules
from gongkai.proactive.services.models import ServiceItem
from gongkai.proactive.services.tests.world import GOOD, LINK, registered, released
from gongkai.project.tests.cast import NOTHING_FOUND, City

HEAD = "机关代码,事项编码,名称,又称,说明,服务对象,办理渠道,一网通办,链接,办理地点,咨询电话"


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


@pytest.mark.requirement("R186")
def test_an_item_goes_from_the_form_to_its_public_page_by_pages_alone(city: City) -> None:
    shen, he = as_(city, "shen"), as_(city, "he")
    form = {
        "agency": city.housing.pk, "code": GOOD["code"], "name": GOOD["name"], "names": "公租房申请、公租房轮候登记",
        "summary": GOOD["summary"], "audience": "person", "ways": ["online", "counter"], "one_stop": "on", "link": LINK,
        "place": GOOD["place"], "phone": "",
    }  # fmt: skip
    wrong = shen.post("/desk/services/items/add/", form | {"link": "zwfw", "names": "公租房"})
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "链接要以 https:// 或者 http:// 开头" in text
    assert "太短的名称" in text
    assert "公租房</textarea>" in text
    assert shen.post("/desk/services/items/add/", form).status_code == 302
    row = ServiceItem.objects.get()
    page = f"/desk/services/item/{row.pk}/"
    assert "还缺：核对和保密审查" in shen.get(page).content.decode()
    assert Client().get(f"/services/{row.code}").status_code == 404
    assert shen.post(page + "do/release/").status_code == 409
    answers = {f"clear-{name}": "none" for name in NOTHING_FOUND}
    assert he.post(page + "do/clear/", answers).status_code == 302
    assert shen.post(page + "do/release/").status_code == 302
    shown = Client().get(f"/services/{row.code}").content.decode()
    assert LINK in shown
    assert "公租房轮候登记" in shown
    assert "session" not in Client().get("/services/").cookies


def test_who_wrote_it_cannot_clear_it_and_nobody_releases_it_uncleared(city: City) -> None:
    row = registered(city)
    with pytest.raises(NotAllowed):
        actions.clear(row=row, answers=NOTHING_FOUND, by=city.shen)
    with pytest.raises(NotReady, match="核对和保密审查"):
        actions.release(row=row, by=city.shen)


def test_a_change_is_public_only_after_it_was_cleared_again(city: City) -> None:
    row = released(city)
    assert actions.edit(row=row, changes={"phone": "000-60000099"}, reason="更换咨询电话", by=city.shen)
    assert not actions.edit(row=row, changes={"phone": "000-60000099"}, by=city.shen)
    assert "000-60000099" not in Client().get(f"/services/{row.code}").content.decode()
    actions.clear(row=row, answers=NOTHING_FOUND, by=city.he)
    actions.release(row=row, by=city.shen)
    assert "000-60000099" in Client().get(f"/services/{row.code}").content.decode()


def test_a_file_is_read_line_by_line_and_all_or_nothing(city: City) -> None:
    shen = as_(city, "shen")
    good = f"yc-zjj,YC330100-2001,商品房预售许可证核发,商品房预售许可,,企业和单位,网上、窗口,是,{LINK}1,市政务服务中心,"
    bad = f"yc-jyj,YC330100-2002,义务教育入学报名,,,个人,网上、微信,是,{LINK}2,,"
    found = shen.post("/desk/services/items/import/", {"file": upload(HEAD, good, bad)})
    assert found.status_code == 422
    assert "没有“微信”这种渠道" in found.content.decode()
    assert not ServiceItem.objects.exists()
    found = shen.post("/desk/services/items/import/", {"file": upload(HEAD, good)})
    ticket = found.context["ticket"]
    assert shen.post("/desk/services/items/import/", {"ticket": ticket}).status_code == 302
    row = ServiceItem.objects.get()
    assert (row.name, row.channels, row.audience) == ("商品房预售许可证核发", ["online", "counter"], "company")
    assert b"YC330100-2001" in exported(shen)


def upload(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("items.csv", "\n".join(lines).encode(), content_type="text/csv")


def exported(client: Client) -> bytes:
    return b"".join(client.get("/desk/services/items/export.csv").streaming_content)


def test_an_export_can_be_imported_again_without_a_change(city: City) -> None:
    released(city)
    shen = as_(city, "shen")
    found = shen.post("/desk/services/items/import/", {"file": SimpleUploadedFile("items.csv", exported(shen))})
    assert found.status_code == 200, [line.errors for line in found.context["report"].lines]
    assert [line.word for line in found.context["report"].lines] == ["未变"]


def test_nobody_registers_for_another_agency(city: City) -> None:
    with pytest.raises(OutOfSight):
        actions.register_item(agency=city.schools, facts=rules.Facts(**GOOD), by=city.shen)
    row = registered(city)
    assert as_(city, "mo").get(f"/desk/services/item/{row.pk}/").status_code == 404
    assert as_(city, "mo").post(f"/desk/services/item/{row.pk}/do/retire/").status_code == 404


def test_the_public_list_narrows_and_nonsense_finds_nothing(city: City) -> None:
    released(city)
    assert "公共租赁住房资格申请" in Client().get("/services/", {"q": "公租房", "channel": "one-stop"}).content.decode()
    for query in ({"q": "不存在"}, {"audience": "x"}, {"agency": "x"}, {"channel": "x"}, {"state": "retired"}):
        assert "没有符合条件的事项" in Client().get("/services/", query).content.decode()
    assert b"YC330100-1001" in Client().get("/services/list.csv").content
    assert Client().get("/services/list.json").json()[0]["办理状态"] == "正在办理"
    assert Client().get("/services/list.xlsx").status_code == 200
    assert Client().get("/services/list.pdf").status_code == 404


def test_a_withdrawn_item_answers_gone_and_says_why(city: City) -> None:
    row = released(city)
    publishing.withdraw(item=row.item, kind="error", reason="与平台清单不一致", by=city.shen)
    answer = Client().get(f"/services/{row.code}")
    assert answer.status_code == 410
    assert "与平台清单不一致" in answer.content.decode()


def test_the_interface_tells_items_with_their_policies(city: City) -> None:
    released(city)
    found = Client().get("/api/v1/services", {"q": "公租房"}).json()
    assert (found["total"], found["items"][0]["code"]) == (1, "YC330100-1001")
    assert Client().get("/api/v1/services/YC330100-1001").json()["policies"] == []
    assert Client().get("/api/v1/services/none").status_code == 404
    assert Client().get("/api/v1/services", {"limit": 0}).status_code == 422


def test_items_are_found_by_the_search_of_the_portal(city: City) -> None:
    row = released(city)
    publishing.deliver()
    from gongkai.engine.search import queries as search

    assert search.is_indexed(row.item.key)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "租房"}, "事项编码由"),
        ({"other_names": ("公共租赁住房资格申请",)}, "别名不能重复"),
        ({"channels": ()}, "办理渠道"),
        ({"link": ""}, "要填写一网通办链接"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"place": ""}, "办理地点"),
        ({"channels": ("phone",), "phone": ""}, "填写电话"),
    ],
)
def test_facts_are_refused_with_what_to_do(changes: dict[str, object], sentence: str) -> None:
    assert any(sentence in one for one in rules.defects(rules.Facts(**(GOOD | changes))))


def test_the_wording_cannot_be_used_to_smuggle_markup() -> None:
    facts = rules.Facts(**(GOOD | {"name": "<script>申请</script>事项", "place": '"><img src=x>'}))
    assert "<script" not in rules.wording(facts)
    assert "<img" not in rules.wording(facts)


def test_the_desk_pages_open(city: City) -> None:
    row = released(city)
    for page in (
        "",
        "links/",
        "coverage.csv",
        "items/",
        f"item/{row.pk}/",
        "items/add/",
        f"items/{row.pk}/edit/",
        "items/import/",
    ):
        assert as_(city, "shen").get(f"/desk/services/{page}").status_code == 200, page
    assert as_(city, "guan").get("/desk/services/").status_code == 403
    assert queries.waiting(city.shen).count() == 0
