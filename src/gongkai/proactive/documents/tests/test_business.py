"""The business around a document by its pages: what is missing, attribute history, slip, norm check, opinion form, reports."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.base.files.rules import extract
from gongkai.engine.publishing.models import Relation
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.desk.slips import lines_of, pdf_of
from gongkai.proactive.documents.models import Document, NormCheck, OpinionForm
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.library import entry_defects
from gongkai.proactive.documents.rules.norms import POINTS, broken_levels, look
from gongkai.project.tests.cast import City, document_at, drafted, sign_interpretations, step

ON_APPLICATION = {"attribute": "on-application", "ground": "A2", "reason": "只涉及特定对象"}


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def at(document: Document, tail: str = "") -> str:
    return f"/desk/documents/{document.pk}/{tail}"


def test_the_page_lists_every_open_gate_with_its_place(city: City) -> None:
    document = drafted(city, sensitive=True, five=[], category="行政规范性文件")
    page = body(as_(city, "lin"), at(document))
    assert "还差什么" in page
    assert "未标注“五公开”类别" in page
    assert "缺少时度效评估" in page
    document = document_at(city, Status.OFFICE_REVIEW, category="行政规范性文件")
    assert f'href="{at(document)}norm-check/"' in body(as_(city, "shen"), at(document))


def test_nothing_is_asked_where_nothing_is_missing(city: City) -> None:
    assert "没有缺项" in body(as_(city, "shen"), at(document_at(city, Status.OFFICE_REVIEW)))


def test_an_undecided_hit_stops_the_check_in_words(city: City) -> None:
    html = "<p>各区住房和城乡建设局：</p><p>申请人身份证号码110101199003070337，请核对。</p>"
    document = document_at(city, Status.OFFICE_REVIEW, html=html)
    with pytest.raises(actions.Refused, match="还不能同意"):
        actions.check(document=document, by=city.shen, mode="full-text", mode_grounds="涉及公众利益")
    assert "发布前检查" in body(as_(city, "shen"), at(document))


@pytest.mark.requirement("R019")
def test_the_attribute_shows_its_history_with_reason_approver_and_date(city: City) -> None:
    document = document_at(city, Status.ISSUED, number="云川住建发〔2026〕21号")
    data = {"attribute": "on-application", "ground": "A2", "reason": "只涉及特定对象"}
    assert as_(city, "xu").post(at(document, "reattribute/"), data).status_code == 302
    page = body(as_(city, "shen"), at(document)).partition("公开属性沿革")[2]
    for words in ("拟稿提出", "主动公开", "依申请公开", "只涉及特定对象", "许明朗", f"{timezone.localdate():%Y-%m-%d}"):
        assert words in page


@pytest.mark.requirement("R001", "R003", "R013")
def test_the_slip_prints_attribute_reason_and_every_station_as_pdf(city: City) -> None:
    document = document_at(city, Status.FILED, **ON_APPLICATION)
    page = body(as_(city, "shen"), at(document, "slip/"))
    answer = as_(city, "shen").get(at(document, "slip.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    text = extract(answer.content, "slip.pdf").text.replace("\n", "").replace(" ", "")
    for words in ("依申请公开", "只涉及特定对象", "不需要社会公众广泛知晓", "周以宁", "何静言", "许明朗", "郑怀山"):
        assert words in page
        assert words in text
    assert as_(city, "mo").get(at(document, "slip.pdf")).status_code == 404


def test_the_slip_lays_out_any_mixture_of_short_and_long_lines() -> None:
    rows = [
        {"label": str(n), "value": value, "wide": False} for n, value in enumerate(["短", "长" * 30, "短", "短", "短"])
    ]
    assert [len(line) for line in lines_of(rows)] == [1, 1, 2, 1]
    empty = {"heading": "办 文 笺", "agency": "甲", "number": "", "title": "乙", "stations": [], "note": "", "foot": ""}
    assert pdf_of({**empty, "rows": rows}).startswith(b"%PDF")


@pytest.mark.requirement("R004")
def test_returns_are_counted_by_division_and_cause_and_lead_to_the_case(city: City) -> None:
    document = document_at(city, Status.OFFICE_REVIEW, title="关于公积金提取的通知")
    actions.return_(document=document, by=city.shen, cause="公开属性不当", detail="应主动公开")
    jian = as_(city, "jian")
    page = body(jian, "/desk/documents/returns/")
    assert "房产市场科" in page
    assert "关于公积金提取的通知" in page
    assert "应主动公开" in body(jian, "/desk/documents/returns/?format=csv")
    assert "没有退文" in body(jian, "/desk/documents/returns/?since=2020-01-01&until=2020-12-31")
    assert "没有退文" in body(jian, "/desk/documents/returns/?cause=格式不规范")


# --- norm check (R018) ------------------------------------------------------------------------------------


def test_a_policy_document_is_not_signed_before_the_norm_check(city: City) -> None:
    document = document_at(city, Status.SIGNING, category="行政规范性文件")
    with pytest.raises(actions.Refused, match="尚未进行公文规范性审核"):
        actions.sign(document=document, by=city.zheng)
    sign_interpretations(city, document)
    actions.norm_check(document=document, answers=dict.fromkeys(POINTS, True), by=city.shen)
    actions.sign(document=document, by=city.zheng)
    assert document.status == Status.SIGNED


@pytest.mark.requirement("R018")
def test_every_point_is_answered_by_a_person_and_a_no_does_not_pass(city: City) -> None:
    document = document_at(city, Status.OFFICE_REVIEW, category="行政规范性文件")
    shen, page = as_(city, "shen"), at(document, "norm-check/")
    answers = {f"ok_{key}": "yes" for key in POINTS}
    assert "自动预检" in body(shen, page)
    assert shen.post(page, {**answers, "ok_title": ""}).status_code == 422
    assert shen.post(page, {**answers, "ok_title": "no"}).status_code == 409
    assert shen.post(page, {**answers, "ok_title": "no", "opinion": "补写发文机关"}).status_code == 302
    assert not NormCheck.objects.get().passed
    assert shen.post(page, answers).status_code == 302
    assert "通过" in body(shen, at(document))
    assert as_(city, "zhou").post(page, answers).status_code == 403


def test_numbering_that_skips_is_seen() -> None:
    assert broken_levels(["一、总则", "（一）目的", "（二）原则", "二、措施", "（一）资金", "十、附则"]) == [
        "“十、附则”之前没有第9项"
    ]
    assert broken_levels(["一、甲", "二、乙", "十一、丙"]) != []
    facts = {"genre": "通知", "title": "关于甲的通知", "issuers": ["云川市教育局"], "text": "一、甲\n三、丙"}
    seen = {one.key: one.ok for one in look(facts)}
    assert seen == {
        "genre": True, "title": None, "number": None, "addressees": False, "levels": False, "date": None, "annexes": True,
    }  # fmt: skip


# --- joint issue and the superior body (R017) -------------------------------------------------------------


def test_a_joint_issue_waits_for_every_countersign_of_this_very_text(city: City) -> None:
    document = document_at(city, Status.SIGNING, joint_issuers=["云川市教育局"])
    with pytest.raises(actions.Refused, match="云川市教育局尚未会签"):
        actions.sign(document=document, by=city.zheng)
    shen, page = as_(city, "shen"), at(document, "countersign/")
    form = {
        "agency_name": "云川市教育局",
        "result": "reservation",
        "signer": "陌然",
        "signed_on": "2026-11-01",
        "opinion": "",
    }
    assert shen.post(page, form).status_code == 409
    assert shen.post(page, form | {"opinion": "第二条建议缓行"}).status_code == 302
    assert "第二条建议缓行" in body(shen, at(document, "slip/"))
    actions.sign(document=document, by=city.zheng)


def going_up(city: City) -> Document:
    facts = {"html": "<p>各区：</p><p>请认真落实。</p>", "by": city.lin, "division": city.rental, "genre": "通知"}
    return actions.draft(
        agency=city.government, drafting_agency=city.housing, title="云川市人民政府关于住房租赁的通知", **facts
    )


@pytest.mark.requirement("R017")
def test_the_package_needs_form_draft_and_interpretation(city: City) -> None:
    document = going_up(city)
    lin, page = as_(city, "lin"), at(document, "opinion/")
    assert lin.get(at(document, "opinion/package/")).status_code == 409
    assert "缺政策解读材料" in body(lin, page)
    form = {
        "disclosure": "建议主动公开",
        "release": "政府网站",
        "interpretation": "图解",
        "contact": "林知远",
        "phone": "000",
    }
    assert lin.post(page, form | {"release": ""}).status_code == 422
    assert lin.post(page, form).status_code == 302
    assert OpinionForm.objects.get().disclosure == "建议主动公开"
    assert lin.get(at(document, "opinion/package/")).status_code == 409
    upload = SimpleUploadedFile("图解.txt", "租金补贴怎么领：先登记，再核对，按月发放。".encode())
    assert lin.post(at(document, "opinion/materials/"), {"upload": upload}).status_code == 302
    answer = lin.get(at(document, "opinion/package/"))
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = archive.namelist()
    assert [name[0] for name in names] == ["1", "2", "3"]
    assert "建议主动公开" in extract(archive.read(names[0]), "a.pdf").text.replace("\n", "")


def test_what_the_body_issues_itself_needs_no_opinion_form(city: City) -> None:
    with pytest.raises(actions.Refused, match="不需要意见单"):
        actions.save_opinion(document=drafted(city), by=city.lin, disclosure="x")


# --- library: defects, links, full text -------------------------------------------------------------------


@pytest.mark.requirement("R031")
def test_an_entry_is_refused_with_the_whole_list(city: City) -> None:
    document = document_at(city, Status.ISSUED)
    Document.objects.filter(pk=document.pk).update(themes=["外星"], five=[], genre="")
    answer = as_(city, "shen").post(at(document, "publish/"))
    assert answer.status_code == 409
    text = answer.content.decode()
    for defect in ("缺少文种", "缺少“五公开”类别"):
        assert defect in text
    assert entry_defects({"title": "甲。"})[-1] == "标题首尾有空格、换行或多余标点"


@pytest.mark.requirement("R033")
def test_a_cited_number_without_a_link_is_reported_and_mended_in_one_click(city: City) -> None:
    basis = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕41号", title="关于租房补贴标准的通知")
    html = "<p>各区：</p><p>根据云川住建发〔2026〕41号文件，现将有关事项通知如下，请遵照执行。</p>"
    later = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕42号", html=html)
    shen, page = as_(city, "shen"), "/desk/documents/links/"
    assert "正文引用了文号，没有建立关联" in body(shen, page)
    data = {"source": later.item.key, "number": "云川住建发〔2026〕41号"}
    assert as_(city, "mo").post(page + "mend/", data).status_code in {403, 404}
    assert shen.post(page + "mend/", data).status_code == 302
    assert Relation.objects.get(source=later.item).target == basis.item
    assert "没有单向关联" in body(shen, page)
    public = Client(headers={"host": "open.yunchuan.example"}).get(f"/documents/{basis.item.key}").content.decode()
    assert "云川住建发〔2026〕42号" in public


@pytest.mark.requirement("R037")
def test_the_full_text_rate_leads_to_those_that_lack_it(city: City) -> None:
    long = "<p>各区住房和城乡建设局：</p><p>新市民住房租赁补贴按户发放，每户每月三百元，请认真做好登记工作。</p>"
    document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕51号", html=long)
    document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕52号", html="<p>见附件。</p>", title="关于名单的通知")
    shen, page = as_(city, "shen"), "/desk/documents/full-text/"
    shown = body(shen, page)
    assert "50.0%" in shown
    assert "关于名单的通知" in shown.partition("缺全文的公文")[2]
    assert "50.0" in body(shen, page + "?format=csv")


# --- what desk people like --------------------------------------------------------------------------------


def test_what_was_typed_comes_back_after_a_lost_connection(city: City) -> None:
    document = drafted(city)
    lin, page = as_(city, "lin"), at(document, "edit/")
    typed = {"version": "1", "title": "没来得及保存的标题", "html": "<p>写到一半</p>", "mode": "full-text"}
    assert lin.post(at(document, "typed/"), typed).status_code == 200
    assert "有上次没有保存的内容" in body(lin, page)
    taken_up = body(lin, page + "?recover=1")
    assert "没来得及保存的标题" in taken_up
    assert "写到一半" in taken_up
    assert working_edition(document).title != "没来得及保存的标题"
    assert "有上次没有保存的内容" not in body(as_(city, "shen"), page)
    assert lin.post(at(document, "typed/drop/")).status_code == 302
    assert "有上次没有保存的内容" not in body(lin, page)


def test_after_sending_it_on_nothing_is_kept_any_more(city: City) -> None:
    document = drafted(city)
    step(city, document)
    assert as_(city, "lin").post(at(document, "typed/"), {"version": "1"}).status_code == 409


def test_a_saved_view_is_one_click_away_and_mine_alone(city: City) -> None:
    shen = as_(city, "shen")
    shen.post("/desk/documents/views/", {"name": "待核稿", "query": "tab=all&status=office_review"})
    assert "?tab=all&amp;status=office_review" in body(shen, "/desk/documents/")
    assert "待核稿" not in body(as_(city, "zhou"), "/desk/documents/")


def test_drafts_are_handed_over_in_bulk_and_decisions_are_not(city: City) -> None:
    mine, sent = drafted(city), document_at(city, Status.HEAD_REVIEW)
    data = {"do": "assign", "document": [mine.pk, sent.pk], "drafter": city.people["zhou"].pk}
    answer = as_(city, "zhou").post("/desk/documents/bulk/", data, follow=True)
    assert "只有拟稿和退文中的稿件可以交办" in answer.content.decode()
    mine.refresh_from_db()
    sent.refresh_from_db()
    assert (mine.drafter, sent.status) == (city.people["zhou"], Status.HEAD_REVIEW)
    exported = as_(city, "shen").post("/desk/documents/bulk/", {"do": "export", "document": [mine.pk]})
    assert mine.item.key in b"".join(exported.streaming_content).decode()


@pytest.mark.requirement("R002")
def test_a_reviewer_sees_the_four_things_together(city: City) -> None:
    document = document_at(city, Status.OFFICE_REVIEW, release_wanted_on=dt.date(2026, 12, 1))
    page = body(as_(city, "shen"), at(document)).partition('id="p-attr"')[2].partition("</section>")[0]
    for words in ("<b>主动公开</b>，全文公开", "同步发布图解", "政府网站，全社会"):
        assert words in page
