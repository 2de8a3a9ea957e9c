from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re

import docx
import pytest
from django.test import Client
from django.utils import timezone

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Release
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at

from .conftest import NUMBER, page, publish
from .test_show_pictures import with_picture


def tags(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', html))


@pytest.mark.requirement("R034")
def test_every_particular_has_a_row_of_its_own(reader: Client, city: City) -> None:
    document = publish(
        city,
        joint_issuers=["云川市财政局"],
        addressees="各区住房和城乡建设局",
        approving_meeting="市人民政府第72次常务会议",
    )
    html = page(reader, f"/documents/{document.item.key}")
    rows = dict(re.findall(r"<dt>([^<]+)</dt><dd>(?:<a [^>]*>)?([^<]*)", html))
    assert rows["发文字号"] == NUMBER
    assert rows["发文机关"] == "云川市住房和城乡建设局"
    assert rows["联合发文"] == "云川市财政局"
    assert rows["主送单位"] == "各区住房和城乡建设局"
    assert rows["审议会议"] == "市人民政府第72次常务会议"
    assert rows["成文日期"] == "2026年3月9日"
    assert rows["印发日期"]
    assert rows["索引号"] == document.item.key


@pytest.mark.requirement("R267")
def test_the_time_of_publication_is_shown_to_the_second_beside_the_date_of_the_document(reader, published) -> None:
    html = page(reader, f"/documents/{published.item.key}")
    at = timezone.localtime(Release.objects.get().published_at).strftime("%Y-%m-%d %H:%M:%S")
    assert f"<dt>公布时间</dt><dd>{at}</dd>" in html
    assert "<dt>成文日期</dt><dd>2026年3月9日</dd>" in html


@pytest.mark.requirement("R263")
def test_the_page_carries_the_tags_of_the_government_site_guide(reader: Client, published) -> None:
    html = page(reader, f"/documents/{published.item.key}")
    found = tags(html)
    wanted = "SiteName SiteDomain SiteIDCode ColumnName ColumnDescription ColumnKeywords ColumnType ArticleTitle PubDate ContentSource"
    assert all(found.get(name) for name in wanted.split()), found
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"])
    assert found["SiteDomain"] == "open.yunchuan.example"
    assert re.fullmatch(r"\d{10}", found["SiteIDCode"])
    assert found["ColumnName"] == "部门文件"


@pytest.mark.requirement("R263")
def test_the_statements_for_search_engines_can_be_read(reader: Client, city: City) -> None:
    document = publish(city, title="关于</script><b>租金</b>的通知")
    html = page(reader, f"/documents/{document.item.key}")
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert text is not None
    thing, trail = json.loads(text[1])["@graph"]
    assert thing["name"] == "关于</script><b>租金</b>的通知"
    assert thing["identifier"] == [document.item.key, NUMBER]
    assert trail["@type"] == "BreadcrumbList"
    assert f'rel="canonical" href="http://open.yunchuan.example/documents/{document.item.key}"' in html


def test_the_json_is_what_the_public_log_keeps_the_digest_of(reader: Client, published) -> None:
    response = reader.get(f"/documents/{published.item.key}.json")
    assert hashlib.sha256(response.content).hexdigest() == Release.objects.get().edition.content_sha256
    assert json.loads(response.content)["doc_number"] == NUMBER


def test_pdf_and_docx_hold_the_text_and_never_read_it_as_markup(reader: Client, city: City) -> None:
    trap = '<p>甲#pagebreak()乙 $x$ @fig *重点* #read("/etc/passwd")</p><table><tr><th>户</th><td>300</td></tr></table>'
    document = publish(city, html=trap, title="关于#sys.inputs的通知")
    pdf = reader.get(f"/documents/{document.item.key}.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Content-Type"] == "application/pdf"
    again = reader.get(f"/documents/{document.item.key}/v1.pdf")
    assert again.content == pdf.content
    word = docx.Document(io.BytesIO(reader.get(f"/documents/{document.item.key}.docx").content))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "甲#pagebreak()乙 $x$ @fig *重点*" in text
    assert word.tables[0].cell(0, 1).text == "300"


def test_paragraphs_can_be_linked_and_headings_make_an_outline(reader: Client, published) -> None:
    html = page(reader, f"/documents/{published.item.key}")
    assert 'id="p2"' in html
    assert '<a href="#p2">一、总体要求</a>' in html


def test_the_addressees_of_the_text_are_not_said_twice(reader: Client, published) -> None:
    html = page(reader, f"/documents/{published.item.key}")
    body = html.split('<article class="official"')[1].split("</article>")[0]
    assert body.count("各区住房和城乡建设局：") == 1
    assert body.count("（此件公开发布）") == 1


@pytest.mark.requirement("R035")
def test_a_correction_says_what_changed_and_keeps_the_old_wording(reader: Client, published, correct) -> None:
    key = published.item.key
    page(reader, f"/documents/{key}")
    correct(published, old="三百元", new="四百元", note="更正补贴标准")
    now, before = page(reader, f"/documents/{key}"), page(reader, f"/documents/{key}/v1")
    assert "四百元" in now
    assert "三百元" not in now
    assert "更新说明" in now
    assert "更正补贴标准" in now
    assert "三百元" in before
    assert "已被替换的旧版本" in before
    compared = page(reader, f"/documents/{key}/compare?old=1&new=2")
    assert "<del>三百</del><ins>四百</ins>" in compared.replace("元", "")
    history = page(reader, f"/documents/{key}/history")
    assert history.count("<li>") >= 3
    assert "更正补贴标准" in history
    page(reader, f"/documents/{key}/v2")
    page(reader, f"/documents/{key}/v3", 404)


def test_relations_are_said_from_both_sides(reader: Client, city: City, published) -> None:
    newer = publish(city, number="云川住建发〔2026〕13号", title="关于修改租赁补贴标准的通知")
    publishing.relate(source=newer.item, verb="amends", target=published.item, by=city.shen)
    assert f"修改{NUMBER}" in page(reader, f"/documents/{newer.item.key}")
    old = page(reader, f"/documents/{published.item.key}")
    assert "被修改于云川住建发〔2026〕13号" in old


def test_a_withdrawn_document_answers_410_with_reason_and_date(reader: Client, city: City, published) -> None:
    key = published.item.key
    page(reader, f"/documents/{key}")
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="标准有误，正在核实", by=city.shen)
    html = page(reader, f"/documents/{key}", 410)
    assert "标准有误，正在核实" in html
    assert timezone.localdate().strftime("%Y-%m-%d") in html
    assert "关于做好新市民住房租赁补贴" in html.replace("<wbr>", "")
    assert "三百元" not in html
    for rest in (".json", ".pdf", ".docx", "/v1", "/history", "/compare"):
        page(reader, f"/documents/{key}{rest}", 410)


def test_a_title_that_may_harm_is_not_shown_on_the_tombstone(reader: Client, city: City) -> None:
    document = publish(city, title="关于张某某领取补贴情况的通报")
    documents.withdraw(document=document, kind=Withdrawal.PRIVACY, reason="含个人信息", by=city.shen)
    html = page(reader, f"/documents/{document.item.key}", 410)
    assert "张某某" not in html
    assert "含个人信息" in html
    assert "张某某" not in page(reader, f"/verify/?q={document.item.key}")
    assert "张某某" not in page(reader, f"/verify/proof/{document.item.key}.json")


def test_what_was_never_public_is_simply_not_found(reader: Client, city: City) -> None:
    issued = document_at(city, Status.ISSUED, number="云川住建发〔2026〕31号")
    html = page(reader, f"/documents/{issued.item.key}", 404)
    assert "没有找到" in html
    assert issued.item.key not in html.replace(f"/documents/{issued.item.key}", "")


def test_an_old_address_leads_to_the_new_one(reader: Client, city: City, published) -> None:
    target = f"/documents/{published.item.key}"
    publishing.add_redirect(old_path="/art/2021/3/9/art_12_345.html", new_path=target, by=city.bian)
    response = reader.get("/art/2021/3/9/art_12_345.html")
    assert (response.status_code, response["Location"]) == (301, target)


def test_validity_follows_the_calendar(reader: Client, city: City) -> None:
    document = publish(city, effective_on=timezone.localdate() + dt.timedelta(days=40))
    html = page(reader, f"/documents/{document.item.key}")
    assert "起施行" in html
    assert "<dt>有效性</dt><dd>尚未施行</dd>" in html


def _corrected_with_a_picture(city: City, correct) -> Document:
    document, _ = with_picture(city)
    return correct(document, old="三百元", new="四百元", note="更正")


def _pointed_at(city: City, correct) -> Document:
    document = publish(city, number="云川住建发〔2026〕40号")
    other = publish(city, number="云川住建发〔2026〕41号", title="关于修改住房租赁补贴通知的决定")
    publishing.relate(source=other.item, verb="amends", target=document.item, by=city.shen)
    publishing.deliver()
    return document


@pytest.mark.parametrize("made", [_corrected_with_a_picture, _pointed_at])
def test_a_document_page_costs_at_most_eleven_queries(
    reader: Client, city: City, correct, made, django_assert_max_num_queries
) -> None:
    address = f"/documents/{made(city, correct).item.key}"
    page(reader, "/verify/")  # the process knows its site: that is asked for twice a minute
    with django_assert_max_num_queries(11):
        page(reader, address)
