"""Exhibits: attached by a drafter, reviewed with the text, public with it, gone with it (R269)."""

import io
import json
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Edition
from gongkai.engine.publishing.queries import review_digest
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Document, Exhibit
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.tests.test_redact import NAME, half_open, withhold
from gongkai.project.tests.cast import City, document_at, drafted, step

HOST = "open.yunchuan.example"
BUDGET = (
    "<p>各区住房和城乡建设局：</p><h2>一、支出安排</h2><table><tbody><tr><th>支出科目</th><th>2025年</th><th>2026年</th></tr>"
    "<tr><td>教育支出</td><td>98.6</td><td>101.9</td></tr><tr><td>住房保障支出</td><td>19.7</td><td>21.3</td></tr>"
    "<tr><td>合计</td><td>118.3</td><td>123.2</td></tr></tbody></table>"
    "<h2>二、工作安排</h2><p>2026年3月底前，各区完成摸底。2026年6月15日前开工建设，11月底前完成验收。</p>"
)
CHART: dict[str, Any] = {
    "kind": "chart", "title": "两项支出", "source": "据正文第一部分", "alt": "教育支出从98.6亿元增加到101.9亿元。",
    "data": {
        "form": "bars", "unit": "亿元", "label": "支出科目", "names": ["2025年", "2026年"],
        "rows": [["教育支出", 98.6, 101.9], ["住房保障支出", 19.7, 21.3]],
    },
}  # fmt: skip


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def read(key: str, tail: str = "") -> Any:
    return Client().get(f"/documents/{key}{tail}", headers={"host": HOST})


def published(city: City, document: Document) -> Document:
    while document.status != Status.PUBLISHED:
        step(city, document, number="云川住建发〔2026〕12号")
    return document


def with_chart(city: City, **changes: Any) -> Document:
    document = drafted(city, html=BUDGET)
    actions.attach_exhibit(document=document, by=city.lin, **(CHART | changes))
    return document


@pytest.mark.requirement("R269")
def test_a_chart_is_made_from_a_table_of_the_text_and_goes_public_with_it(city: City) -> None:
    document = drafted(city, html=BUDGET)
    lin = as_(city, "lin")
    page = lin.get(f"/desk/documents/{document.pk}/exhibits/new/chart/?table=text-0").content.decode()
    assert "教育支出｜98.6｜101.9" in page
    typed = {
        "title": "两项支出", "alt": CHART["alt"], "source": "据正文第一部分", "form": "bars", "unit": "亿元",
        "table": "支出科目｜2025年｜2026年\n教育支出｜98.6｜101.9\n住房保障支出｜19.7｜21.3\n合计｜118.3｜123.2", "save": "1",
    }  # fmt: skip
    assert lin.post(f"/desk/documents/{document.pk}/exhibits/new/chart/", typed).status_code == 302
    published(city, document)
    html = read(document.item.key).content.decode()
    assert 'class="figure-bars"' in html
    assert "<figcaption>" in html
    assert "教育支出从98.6亿元增加到101.9亿元。" in html
    assert "合计" not in html.split('class="figure-bars"')[1].split("</svg>")[0]
    facts = json.loads(read(document.item.key, ".json").content)
    assert facts["exhibits"][0]["data"]["rows"][0] == ["教育支出", 98.6, 101.9]


def test_without_alternative_text_or_source_it_is_refused(city: City) -> None:
    lin = as_(city, "lin")
    document = drafted(city, html=BUDGET)
    typed = {"title": "两项支出", "form": "bars", "unit": "亿元", "table": "甲｜乙\n教育｜1\n住房｜2", "save": "1"}
    page = lin.post(f"/desk/documents/{document.pk}/exhibits/new/chart/", typed)
    assert page.status_code == 422
    assert "看不见图的人靠它了解内容" in page.content.decode()
    assert "请写明数据来源" in page.content.decode()
    assert not Exhibit.objects.exists()


def test_a_change_of_an_exhibit_voids_the_reviews(city: City) -> None:
    document = with_chart(city)
    before = review_digest(working_edition(document))
    exhibit = Exhibit.objects.get()
    said = {name: CHART[name] for name in ("title", "source", "data")}
    actions.change_exhibit(document=document, exhibit=exhibit, alt="教育支出两年都比住房保障多。", by=city.lin, **said)
    assert review_digest(working_edition(document)) != before


def test_once_under_review_or_public_only_a_correction_changes_it(city: City) -> None:
    document = with_chart(city)
    step(city, document)
    with pytest.raises(actions.Refused, match="已送审"):
        actions.remove_exhibit(document=document, exhibit=Exhibit.objects.get(), by=city.lin)
    published(city, document)
    with pytest.raises(actions.Refused, match="更正"):
        actions.attach_exhibit(document=document, by=city.lin, **CHART)


@pytest.mark.requirement("R269")
def test_a_correction_carries_it_and_the_older_edition_keeps_its_own(city: City) -> None:
    document = published(city, with_chart(city))
    actions.correct(document=document, note="图示标题有误", by=city.shen)
    document.refresh_from_db()
    new = Exhibit.objects.get(edition=working_edition(document))
    said = {name: CHART[name] for name in ("source", "alt", "data")}
    actions.change_exhibit(document=document, exhibit=new, title="两项主要支出", by=city.shen, **said)
    assert "两项主要支出" not in read(document.item.key).content.decode()
    actions.submit(document=document, by=city.shen)
    document.refresh_from_db()
    actions.approve_head(document=document, by=city.zhou)
    assert Exhibit.objects.count() == 2
    assert not Exhibit.objects.get(edition=working_edition(document)).public


@pytest.mark.requirement("R269")
def test_paper_and_a_page_without_scripts_tell_the_same_as_a_table(city: City) -> None:
    document = published(city, with_chart(city))
    html = read(document.item.key).content.decode()
    figure = html.split('<figure class="exhibit')[1].split("</figure>")[0]
    assert "<script" not in figure
    assert "101.9</td>" in figure
    paper = docx.Document(io.BytesIO(read(document.item.key, ".docx").content))
    assert "图示：两项支出" in [paragraph.text for paragraph in paper.paragraphs]
    assert paper.tables[-1].cell(1, 2).text == "101.9"
    assert read(document.item.key, ".pdf").content.startswith(b"%PDF")


@pytest.mark.requirement("R269")
def test_it_is_gone_when_the_document_is_withdrawn(city: City) -> None:
    document = published(city, with_chart(city))
    actions.withdraw(document=document, kind=Withdrawal.ERROR, reason="数据核实中", by=city.shen)
    for tail in ("", ".json", "/v1", ".pdf"):
        answer = read(document.item.key, tail)
        assert answer.status_code == 410
        assert "101.9" not in answer.content.decode()


def test_another_bureau_sees_no_exhibit_page(city: City) -> None:
    document = with_chart(city)
    assert as_(city, "mo").get(f"/desk/documents/{document.pk}/exhibits/").status_code == 404
    assert as_(city, "mo").get(f"/desk/documents/{document.pk}/exhibits/new/chart/").status_code == 404


# --- passages withheld -----------------------------------------------------------------------------------


def redacted_with_chart(city: City, **changes: Any) -> Document:
    document = half_open(city)
    withhold(city, document, (2, NAME), (2, "13900001234"))
    actions.attach_exhibit(document=document, by=city.lin, **(CHART | changes))
    return document


def test_withheld_words_in_an_exhibit_keep_the_document_from_going_on(city: City) -> None:
    document = redacted_with_chart(city, alt=f"由{NAME}办理的补贴最多。")
    with pytest.raises(actions.Refused, match="图示“两项支出”中还有已标注删减的文字"):
        actions.submit(document=document, by=city.lin)


@pytest.mark.requirement("R269")
def test_of_a_redacted_text_only_what_the_verifier_confirmed_goes_public(city: City) -> None:
    document = redacted_with_chart(city)
    actions.attach_exhibit(document=document, by=city.lin, **(CHART | {"title": "推算得出的人数"}))
    while document.status != Status.SECRECY_REVIEW:
        step(city, document)
    with pytest.raises(actions.Refused, match="还没有对照公开稿"):
        step(city, document)
    first, second = Exhibit.objects.order_by("pk")
    he = as_(city, "he")
    page = f"/desk/documents/{document.pk}/exhibits/"
    assert "对照公开稿" in he.get(page).content.decode()
    he.post(f"{page}{first.pk}/verify/", {"verdict": "open"})
    he.post(f"{page}{second.pk}/verify/", {"verdict": "withheld"})
    published(city, document)
    html = read(document.item.key).content.decode()
    assert "两项支出" in html
    assert "推算得出的人数" not in html
    assert "推算得出的人数" not in read(document.item.key, ".json").content.decode()


def test_the_verifiers_word_falls_with_the_text_it_was_given_for(city: City) -> None:
    from gongkai.proactive.documents.queries.exhibits import is_verified, public_exhibits

    document = redacted_with_chart(city)
    while document.status != Status.SECRECY_REVIEW:
        step(city, document)
    actions.verify_exhibit(document=document, exhibit=Exhibit.objects.get(), verdict="open", by=city.he)
    edition = working_edition(document)
    assert public_exhibits(edition)
    edition.html += "<p>又一句。</p>"
    assert not is_verified(Exhibit.objects.get(), edition)
    assert public_exhibits(edition) == []


def test_nobody_verifies_what_they_made(city: City) -> None:
    document = redacted_with_chart(city)
    while document.status != Status.SECRECY_REVIEW:
        step(city, document)
    Exhibit.objects.update(by=city.people["he"])
    with pytest.raises(actions.Refused, match="由您制作"):
        actions.verify_exhibit(document=document, exhibit=Exhibit.objects.get(), verdict="open", by=city.he)


def test_an_exhibit_cannot_tell_personal_data_that_the_text_does_not(city: City) -> None:
    cards = {"cards": [{"name": "租房家庭", "amount": "300元", "when": "", "how": "", "contact": "13912345678"}]}
    document = with_chart(city, kind="cards", data=cards)
    step(city, document)
    step(city, document)
    with pytest.raises(actions.Refused, match="正文和附件里都没有"):
        step(city, document)


def test_sealing_a_document_leaves_no_exhibit(city: City) -> None:
    document = with_chart(city)
    while document.status != Status.SECRECY_REVIEW:
        step(city, document)
    actions.seal(document=document, register_number="云川公密登〔2026〕1号", kept_at="机要室", by=city.he)
    assert not Exhibit.objects.exists()


# --- timeline, map, cards --------------------------------------------------------------------------------


@pytest.mark.requirement("R269")
def test_dates_are_proposed_with_their_sentence_and_only_confirmed_ones_are_shown(city: City) -> None:
    document = drafted(city, html=BUDGET)
    lin = as_(city, "lin")
    address = f"/desk/documents/{document.pk}/exhibits/new/timeline/"
    page = lin.get(address).content.decode()
    assert "2026年3月底前，各区完成摸底。" in page
    assert "2026年11月底前" in page
    assert not Exhibit.objects.exists()
    quote = "2026年6月15日前开工建设，11月底前完成验收。"
    typed = {
        "title": "工作安排", "alt": "六月开工，十一月验收，年内完成。", "source": "据正文第二部分", "save": "1",
        "said-0": "2026年3月底前", "title-0": "摸底", "quote-0": "2026年3月底前，各区完成摸底。",
        "use-1": "on", "said-1": "2026年6月15日前", "title-1": "开工", "quote-1": quote,
        "use-2": "on", "said-2": "2026年11月底前", "title-2": "验收", "quote-2": quote,
    }  # fmt: skip
    assert lin.post(address, typed).status_code == 302
    published(city, document)
    html = read(document.item.key).content.decode()
    shown = html.split('class="timeline schedule"')[1].split("</ol>")[0]
    assert "摸底" not in shown
    assert shown.index("开工") < shown.index("验收")
    anchor = shown.split('href="#')[1].split('"')[0]
    assert quote in html.split(f'id="{anchor}"')[1].split("</p>")[0]


def test_a_quote_that_is_not_in_the_text_is_not_kept(city: City) -> None:
    document = drafted(city, html=BUDGET)
    typed = {
        "title": "工作安排", "alt": "六月开工，十一月验收。", "source": "据正文", "save": "1",
        "use-0": "on", "said-0": "2026年6月", "title-0": "开工", "quote-0": "编造的原句",
        "use-1": "on", "said-1": "2026年9月", "title-1": "验收", "quote-1": "",
    }  # fmt: skip
    assert as_(city, "lin").post(f"/desk/documents/{document.pk}/exhibits/new/timeline/", typed).status_code == 302
    assert {step["quote"] for step in Exhibit.objects.get().data["steps"]} == {""}


GEO = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"name": name, "x": "<script>"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name, ring in (
            ("临江区", [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]),
            ("云岭区", [[10, 0], [20, 0], [20, 10], [10, 10], [10, 0]]),
        )
    ],
}  # fmt: skip


@pytest.mark.requirement("R269")
def test_a_map_is_drawn_on_the_uploaded_outlines(city: City) -> None:
    bian = as_(city, "bian")
    file = SimpleUploadedFile("city.geojson", json.dumps(GEO).encode())
    form = {"agency": city.government.pk, "upload": file, "source": "示意图，审图号（示例）"}
    assert bian.post("/desk/documents/maps/", form).status_code == 302
    document = drafted(city, html=BUDGET)
    lin = as_(city, "lin")
    address = f"/desk/documents/{document.pk}/exhibits/new/map/"
    assert "临江区｜" in lin.get(address).content.decode()
    typed = {
        "title": "各区供地", "alt": "临江区供地最多，118.6公顷。", "source": "据正文", "form": "areas", "unit": "公顷",
        "name": "计划供地", "values": "临江区｜118.6\n云岭区｜92.3\n不存在区｜3", "save": "1",
    }  # fmt: skip
    refused = lin.post(address, typed)
    assert "底图上没有：不存在区" in refused.content.decode()
    assert lin.post(address, typed | {"values": "临江区｜118.6\n云岭区｜92.3"}).status_code == 302
    published(city, document)
    html = read(document.item.key).content.decode()
    assert html.count('<path class="q') == 2
    assert "118.6" in html.split('class="figure-map"')[1].split("</svg>")[0]
    assert "审图号（示例）" in html


def test_a_map_keeps_nothing_but_numbers_and_names() -> None:
    from gongkai.proactive.documents.rules.outlines import BadMap, read_map

    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><style>@import "http://x"</style>'
        b'<image href="http://evil.example/x.png"/><path id="A&lt;b&gt;" onclick="x()" style="fill:url(http://x)" d="M0 0h10v10h-10z"/>'
        b'<polygon id="B" points="10,0 20,0 20,10 10,10"/></svg>'
    )
    areas, box = read_map(svg, "city.svg")
    assert [set(area) for area in areas] == [{"name", "d", "x", "y"}] * 2
    assert all(not set(area["d"]) - set("MLZ0123456789. ") for area in areas)
    assert box == (600.0, 300.0)
    for bad in (
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><path id="a" d="M0 0 A5 5 0 0 1 10 10Z"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><g transform="scale(2)"><path id="a" d="M0 0h9v9z"/></g></svg>',
        b"<html><body/></html>", b"{}", b'{"features": 3}', b"\xff\xfe\x00", b"[" * 50_000, b"",
    ):  # fmt: skip
        with pytest.raises(BadMap):
            read_map(bad, "x.svg")


def test_a_city_without_a_map_gets_a_plain_grid_of_its_divisions(city: City) -> None:
    from gongkai.base.organisations import actions as organisations
    from gongkai.base.organisations.queries import the_system
    from gongkai.proactive.documents.queries.exhibits import outlines_for

    for code, name in (("lj", "临江区人民政府"), ("yl", "云岭区人民政府")):
        organisations.create_agency(
            code=code, name=name, kind="government", parent=city.government, by=the_system("test")
        )
    areas, _, source = outlines_for(city.housing)
    assert [area["name"] for area in areas] == ["临江区", "云岭区"]
    assert "示意图" in source


@pytest.mark.parametrize(
    "table",
    [
        "", "，，，\n｜｜｜", "甲｜乙\n" + "丙｜9" * 3000, f'"{"长" * 140_000}"\n"a"', "甲｜乙\n丙｜" + "9" * 400 + "\n丁｜NaN",
        "甲｜乙\n丙｜1\n丁｜2\x00",
    ],
)  # fmt: skip
def test_junk_typed_as_a_table_is_answered_with_a_sentence(city: City, table: str) -> None:
    document = drafted(city, html=BUDGET)
    typed = {"title": "图", "alt": "一二三四五六七八九", "source": "据正文", "form": "lines", "unit": "元", "save": "1"}
    page = as_(city, "lin").post(f"/desk/documents/{document.pk}/exhibits/new/chart/", typed | {"table": table})
    assert page.status_code == 422
    assert not Exhibit.objects.exists()


def test_markup_in_an_exhibit_stays_words(city: City) -> None:
    data = {**CHART["data"], "rows": [["<script>alert(1)</script>", 1, 2], ["</text><a href='javascript:x'>", 3, 4]]}
    document = published(city, with_chart(city, data=data, alt='"><img src=x onerror=alert(1)>甲比乙多'))
    html = read(document.item.key).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html


# --- the report ------------------------------------------------------------------------------------------


@pytest.mark.requirement("R269")
def test_the_report_gives_the_share_and_leads_to_the_documents(city: City) -> None:
    document = published(city, with_chart(city))
    document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕13号", title="关于另一件事的通知")
    shen = as_(city, "shen")
    today = timezone.localdate()
    page = shen.get(f"/desk/documents/exhibits/?since={today}&until={today}").content.decode()
    assert "50.0%" in page
    assert "2件中1件" in page
    assert f"/desk/documents/{document.pk}/" in page
    without = shen.get(f"/desk/documents/exhibits/?since={today}&until={today}&show=without").content.decode()
    assert "关于另一件事的通知" in without
    answer: Any = shen.get("/desk/documents/exhibits/?format=csv")
    table = b"".join(answer.streaming_content).decode()
    assert "云川市住房和城乡建设局,2,1,50.0%,1,0,0,0" in table
    maps = shen.get(f"/desk/documents/exhibits/?since={today}&until={today}&kind=map").content.decode()
    assert "2件中0件" in maps
    nothing = shen.get("/desk/documents/exhibits/?since=2020-01-01&until=2020-02-01").content.decode()
    assert "这一时期没有公开的公文" in nothing


def spreadsheet() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总"
    for row in (
        ("街道", "改造户数", "完成户数"),
        ("滨河街道", 1200, 860),
        ("青石街道", 640, 512),
        ("合计", 1840, 1372),
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SHEETS = {
    "改造.xlsx": spreadsheet(),
    "改造.csv": "街道,改造户数,完成户数\n滨河街道,1200,860\n青石街道,640,512\n合计,1840,1372\n".encode(),
    "改造-gbk.csv": "街道,改造户数,完成户数\n滨河街道,1200,860\n青石街道,640,512\n合计,1840,1372\n".encode("gb18030"),
}


@pytest.mark.requirement("R269")
@pytest.mark.parametrize("name", SHEETS)
def test_a_spreadsheet_is_uploaded_on_the_page_and_becomes_the_chart(city: City, name: str) -> None:
    document = drafted(city, html=BUDGET)
    lin = as_(city, "lin")
    address = f"/desk/documents/{document.pk}/exhibits/new/chart/"
    head = {
        "title": "各街道老旧小区改造", "alt": "滨河街道改造1200户，多于青石街道。", "source": "据附件", "form": "bars", "unit": "户",
    }  # fmt: skip
    seen = lin.post(address, head | {"upload": SimpleUploadedFile(name, SHEETS[name])})
    assert "滨河街道｜1200｜860" in seen.content.decode()
    assert not Exhibit.objects.exists()
    answer = lin.post(address, head | {"upload": SimpleUploadedFile(name, SHEETS[name]), "save": "1"})
    assert answer.status_code == 302, answer.content.decode()
    assert Exhibit.objects.get().data["rows"] == [["滨河街道", 1200, 860], ["青石街道", 640, 512]]


def test_a_file_without_a_table_of_figures_is_answered_with_a_sentence(city: City) -> None:
    document = drafted(city, html=BUDGET)
    address = f"/desk/documents/{document.pk}/exhibits/new/chart/"
    for name, data in (("坏.xlsx", b"PK\x03\x04 broken"), ("字.csv", b"\xff\xfe\x00\x81"), ("空.csv", b"")):
        typed = {"title": "图", "form": "bars", "unit": "户", "save": "1", "upload": SimpleUploadedFile(name, data)}
        answer = as_(city, "lin").post(address, typed)
        assert answer.status_code == 422, name
    assert not Exhibit.objects.exists()


@pytest.mark.requirement("R269")
def test_places_are_put_on_a_map_through_the_page(city: City) -> None:
    bian, lin = as_(city, "bian"), as_(city, "lin")
    file = SimpleUploadedFile("city.geojson", json.dumps(GEO).encode())
    bian.post("/desk/documents/maps/", {"agency": city.government.pk, "upload": file, "source": "审图号（示例）"})
    document = drafted(city, html=BUDGET)
    address = f"/desk/documents/{document.pk}/exhibits/new/map/"
    typed = {
        "title": "服务点", "alt": "两个服务点，分别在临江区和云岭区。", "source": "据正文", "form": "points", "save": "1",
        "points": "滨河服务站｜临江区｜周一至周五\n青石服务站｜35,60｜全年",
    }  # fmt: skip
    refused = lin.post(address, typed | {"points": "滨河服务站｜月球｜夜间"})
    assert (refused.status_code, Exhibit.objects.count()) == (422, 0)
    assert lin.post(address, typed).status_code == 302
    points = Exhibit.objects.get().data["points"]
    assert [(one["name"], one["area"], one["note"]) for one in points] == [
        ("滨河服务站", "临江区", "周一至周五"), ("青石服务站", "", "全年"),
    ]  # fmt: skip
    number = Exhibit.objects.get().pk
    again = lin.get(f"/desk/documents/{document.pk}/exhibits/{number}/").content.decode()
    assert "青石服务站｜35.0,60.0｜全年" in again
    published(city, document)
    figure = read(document.item.key).content.decode().split('class="figure-map"')[1].split("</figure>")[0]
    assert figure.count("<circle") >= 2
    assert "周一至周五" in figure


def finds(words: str, key: str) -> bool:
    found = Client().get("/api/v1/search", {"q": words}, headers={"host": HOST}).json()
    return key in json.dumps(found)


@pytest.mark.requirement("R254", "R269")
def test_what_an_exhibit_says_is_found_until_it_says_it_no_more(city: City) -> None:
    data = CHART["data"] | {"label": "支出名目", "rows": [["幼托补助", 98.6, 101.9], ["廉租修缮", 19.7, 21.3]]}
    document = with_chart(city, title="民生投入对照", alt="幼托补助两年都居首位。", source="据财政决算附表", data=data)
    publishing.deliver()
    key = document.item.key
    said = ("民生投入对照", "居首位", "廉租修缮", "支出名目", "财政决算附表")
    assert not any(finds(words, key) for words in said)
    published(city, document)
    publishing.deliver()
    assert [words for words in said if not finds(words, key)] == []
    actions.correct(document=document, note="图示有误", by=city.shen)
    document.refresh_from_db()
    exhibit = Exhibit.objects.get(edition=working_edition(document))
    changed = data | {"rows": [["幼托补助", 98.6, 101.9], ["公租修缮", 19.7, 21.3]]}
    actions.change_exhibit(
        document=document, exhibit=exhibit, title="民生投入对照", alt="幼托补助两年都居首位。", source="据财政决算附表",
        data=changed, by=city.shen,
    )  # fmt: skip
    publishing.deliver()
    assert finds("廉租修缮", key)  # what is in hand is nobody's yet
    assert not finds("公租修缮", key)
    Edition.objects.filter(pk=working_edition(document).pk).update(author=city.people["lin"])
    Document.objects.filter(pk=document.pk).update(drafter=city.people["lin"])
    document.refresh_from_db()
    published(city, document)
    publishing.deliver()
    assert finds("公租修缮", key)
    assert not finds("廉租修缮", key)
    actions.withdraw(document=document, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    publishing.deliver()
    assert not any(finds(words, key) for words in (*said, "公租修缮"))
