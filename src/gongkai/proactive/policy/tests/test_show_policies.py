from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.interpretation import actions as interpretation_actions
from gongkai.proactive.interpretation.queries import interpretations_of
from gongkai.proactive.policy import actions
from gongkai.proactive.policy.tests.world import hear, policy_document, public_item
from gongkai.project.tests.cast import City, on_day

NORM = {"category": "行政规范性文件", "genre": "办法", "title": "云川市高校毕业生租房补贴办法"}
FITS = {
    "audience": "resident",
    "household_here": "yes",
    "home_here": "no",
    "graduated_years": "2",
    "education": "master",
}


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.requirement("R170", "R182")
def test_an_interpretation_leads_to_what_its_document_offers(city: City, client: Client) -> None:
    row = public_item(city, policy_document(city, number="云川住建规〔2026〕1号", **NORM))
    (one,) = interpretations_of(row.document)
    page = text(client, f"/interpretations/{one.item.key}")
    assert "能享受什么" in page
    assert f'href="/policies/{row.item.key}"' in page
    actions.withdraw(row=row, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    assert row.item.key not in text(client, f"/interpretations/{one.item.key}")


@pytest.mark.requirement("R182")
def test_an_item_is_read_with_condition_benefit_channel_period_and_basis(city: City, client: Client) -> None:
    row = public_item(city)
    page = text(client, f"/policies/{row.item.key}")
    for said in (
        "本市户籍",
        "在本市没有自有住房",
        "30%，每人每月最高600元",
        "云川人才服务网",
        "每年3月1日至10月31日",
        "租赁合同",
    ):
        assert said in page
    assert f"/documents/{row.document.key}#:~:text=" in page
    listed = text(client, "/policies/?audience=resident&kind=subsidy")
    assert row.item.key in listed
    assert row.item.key not in text(client, "/policies/?audience=company")
    assert "没有符合条件" in text(client, "/policies/?q=%00%25&state=nonsense")


@pytest.mark.requirement("R182")
def test_a_resident_learns_what_applies_and_why_and_nothing_is_kept(city: City, client: Client) -> None:
    public_item(city)
    yes = client.post("/policies/match/", FITS)
    page = yes.content.decode()
    assert yes.status_code == 200
    assert "no-store" in yes["Cache-Control"]
    assert not yes.cookies
    assert "您填写的毕业年数：2年" in page
    assert page.index('id="g-yes"') < page.index("30%，每人每月最高600元") < page.index('id="g-depends"')
    no = client.post("/policies/match/", FITS | {"home_here": "yes"}).content.decode()
    assert no.index('id="g-no"') < no.index("30%，每人每月最高600元")
    assert "✗" in no
    depends = client.post("/policies/match/", {"audience": "resident", "household_here": "yes"}).content.decode()
    assert "还需要知道“住房”" in depends
    assert "再回答几个问题" in depends
    assert 'name="home_here"' in depends


def test_the_link_and_the_file_bring_the_answers_back(city: City, client: Client) -> None:
    public_item(city)
    link = "/policies/match/?go=1&" + "&".join(f"{key}={value}" for key, value in FITS.items())
    first = client.get(link)
    assert "您填写的毕业年数：2年" in first.content.decode()
    assert "public" not in first["Cache-Control"]
    kept = client.post("/policies/match/profile.json", FITS)
    assert json.loads(kept.content)["profile"]["education"] == ["master"]
    upload = SimpleUploadedFile("policy-profile.json", kept.content)
    again = client.post("/policies/match/", {"profile": upload}).content.decode()
    assert "您填写的毕业年数：2年" in again
    broken = client.post("/policies/match/", {"profile": SimpleUploadedFile("x.json", b"[1")})
    assert "先选是谁" in broken.content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"age": "300"}, "应在0和130之间"),
        ({"age": "十八岁左右"}, "请填数字"),
        ({"age": "10", "veteran": "yes"}, "不会是退役军人"),
        ({"age": "17", "graduated_years": "30"}, "毕业年数大于"),
        ({"family": ["none-of-these", "orphan"]}, "就不能再选其他项"),
        ({"children": "-1"}, "应在0和30之间"),
    ],
)
def test_impossible_values_are_refused_and_what_was_typed_stays(
    city: City, client: Client, said: dict[str, object], sentence: str
) -> None:
    answer = client.post("/policies/match/", {"audience": "resident", "go": "1", **said})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    if isinstance(said.get("age"), str):
        assert f'value="{said["age"]}"' in page


def test_what_was_taken_down_is_gone_with_its_words(city: City, client: Client) -> None:
    document = policy_document(city)
    row = public_item(city, document)
    documents.withdraw(document=document, kind=Withdrawal.PRIVACY, reason="含个人信息", by=city.shen)
    soon = text(client, f"/policies/{row.item.key}")
    assert "已结束" in soon
    assert "租赁合同" not in soon
    hear()
    page = text(client, f"/policies/{row.item.key}", 410)
    assert "已结束" in page
    assert "租房" not in page
    assert "30%" not in client.post("/policies/match/", FITS).content.decode()


def test_the_list_goes_as_a_file_and_the_periods_as_a_calendar(city: City, client: Client) -> None:
    row = public_item(city)
    lines = list(csv.reader(io.StringIO(text(client, "/policies/list.csv").removeprefix("\ufeff"))))
    assert lines[1][-2] == row.item.key
    assert json.loads(text(client, "/policies/list.json"))[0]["数额"] == "30%，每人每月最高600元"
    calendar = text(client, "/policies/calendar.ics")
    assert calendar.startswith("BEGIN:VCALENDAR\r\n")
    assert "RRULE:FREQ=YEARLY" in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    facts = {"agency": city.housing, "title": "青年安居服务包", "audience": "resident", "intro": "刚毕业的青年看这里。"}
    package = actions.create_package(members=[row.item.key], by=city.lin, **facts)
    actions.submit(row=package, by=city.lin)
    actions.release(row=package, by=city.shen)
    assert "青年安居服务包" in text(client, "/policies/packages/")
    assert "30%，每人每月最高600元" in text(client, f"/policies/packages/{package.item.key}")
    assert "BEGIN:VEVENT" in text(client, f"/policies/packages/{package.item.key}.ics")
    assert text(client, "/policies/packages/no/such.ics", 404)


@pytest.mark.requirement("R182")
def test_the_document_leads_to_its_items_and_what_is_over_says_so(city: City, client: Client) -> None:
    row = public_item(city)
    page = text(client, f"/documents/{row.document.key}")
    box = page.partition('id="benefits"')[2].partition("</section>")[0]
    assert f'href="/policies/{row.item.key}"' in box
    assert "/policies/match/" in box
    assert "申请时间：每年3月1日至10月31日" in box


@pytest.mark.requirement("R182")
def test_what_is_over_is_not_for_ever(city: City, client: Client) -> None:
    row = public_item(city)
    edition = row.item.release.edition
    times = {"opens": "", "closes": "", "valid_from": "", "valid_until": "2026-03-01"}
    edition.snapshot["policy"] |= times
    edition.save(update_fields=["snapshot"])
    with on_day("2026-03-02"):
        listed = text(client, "/policies/?state=ended")
        page = text(client, f"/policies/{row.item.key}")
        box = text(client, f"/documents/{row.document.key}").partition('id="benefits"')[2].partition("</section>")[0]
    for shown in (listed, page, box):
        assert "已经结束，不再受理" in shown
        assert "长期" not in shown.partition("申请时间")[2][:40]
    assert "看哪些适用于我" not in box


def test_what_is_wrong_is_summed_up_once(client: Client, city: City) -> None:
    answer = client.get("/policies/match/?audience=resident&go=1&age=-5")
    assert answer.status_code == 422
    assert answer.content.decode().count("没有提交成功，请改正后再试") == 1


@pytest.mark.requirement("R172")
def test_what_the_draft_does_not_say_is_taken_from_the_confirmed_items_of_the_policy(city: City) -> None:
    document = policy_document(city)
    public_item(city, document)
    one = interpretation_actions.draft(
        policy=document.item, title="一图看懂租房补贴", form="graphic", sort="second", reason="大家问得多",
        html="<h2>为什么出台</h2><p>帮毕业生在本市安家。</p>", by=city.lin,
    )  # fmt: skip
    desk = Client()
    desk.force_login(city.people["lin"])
    form = desk.get(f"/desk/interpretation/{one.pk}/points/").context["form"]
    assert "在本市没有自有住房" in form["who"].value()
    assert "30%" in form["amounts"].value()
    assert "最高600元" in form["amounts"].value()
    assert "申请人登录云川人才服务网提出申请" in form["how"].value()
