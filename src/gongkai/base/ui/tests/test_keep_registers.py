from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from gongkai.base.ui.models import SavedView
from gongkai.base.ui.registers.exporting import plain_cell, safe_cell

pytestmark = [pytest.mark.django_db, pytest.mark.urls("gongkai.base.ui.tests.urls")]
AT = "/desk/shelf/"


def names(response):
    return [row["entry"].name for row in response.context["rows"]]


def table(*rows):
    lines = "\n".join(",".join(row) for row in rows)
    return SimpleUploadedFile("书.csv", lines.encode("utf-8-sig"))


def test_it_asks_strangers_to_sign_in(client):
    assert client.get(AT).status_code == 302


def test_it_lists_a_page_in_the_declared_order(desk, books):
    assert names(desk.get(AT)) == [f"书{n:02}" for n in range(10)]


def test_it_pages_without_losing_the_search(desk, books):
    response = desk.get(AT, {"q": "书", "page": 2})
    assert names(response)[0] == "书10"
    assert "?q=%E4%B9%A6&amp;page=3" in response.content.decode()


def test_it_sorts_by_a_column_both_ways_and_says_so(desk, books):
    response = desk.get(AT, {"sort": "-name"})
    assert names(response)[0] == "书24"
    assert 'aria-sort="descending"' in response.content.decode()


def test_it_ignores_an_order_that_no_column_offers(desk, books):
    assert names(desk.get(AT, {"sort": "person__password"})) == names(desk.get(AT))


def test_it_finds_entries_holding_every_word(desk, books):
    assert names(desk.get(AT, {"q": "书1 林"})) == ["书11", "书13", "书15", "书17", "书19"]


def test_it_filters(desk, books, zhou):
    assert desk.get(AT, {"person": zhou.pk}).context["page_of"].paginator.count == 13


def test_it_tells_an_empty_register_from_an_empty_search(desk, books):
    assert "没有符合条件的条目" in desk.get(AT, {"q": "没有这本"}).content.decode()
    SavedView.objects.all().delete()
    assert "还没有登记" in desk.get(AT).content.decode()


def test_it_needs_the_same_few_queries_however_long_the_list(desk, books, lin, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        desk.get(AT)


def test_it_asks_the_database_no_more_for_a_longer_page(desk, books, django_assert_num_queries):
    SavedView.objects.filter(name__gt="书03").delete()
    with django_assert_num_queries(6):  # session, person, filter choices, count, page, saved views
        desk.get(AT)


def test_it_exports_what_is_filtered_and_no_more(desk, books):
    response = desk.get(f"{AT}export.csv", {"q": "书1", "sort": "-name"})
    lines = list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"))))
    assert lines[0] == ["名称", "保管人", "条件"]
    assert [line[0] for line in lines[1:]] == [f"书{n}" for n in range(19, 9, -1)]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "＝1"])
def test_it_never_exports_a_formula(text):
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(f"'{text}") == text


def test_it_leaves_numbers_and_plain_text_alone(desk):
    assert safe_cell(-5) == -5
    assert safe_cell("云川政办规〔2026〕5号") == "云川政办规〔2026〕5号"


def test_it_writes_xlsx_cells_as_text(desk, lin):
    SavedView.objects.create(person=lin, register="shelf-data", name='=HYPERLINK("x")')
    sheet = load_workbook(BytesIO(desk.get(f"{AT}export.xlsx").content)).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value == '\'=HYPERLINK("x")'


def test_it_reports_line_by_line_and_writes_nothing_first(desk):
    response = desk.post(f"{AT}import/", {"file": table(["名称", "条件"], ["甲", "a"], ["乙", ""])})
    assert [line.word for line in response.context["report"].lines] == ["新增", "新增"]
    assert not SavedView.objects.exists()


def test_it_stores_all_lines_when_the_report_is_confirmed(desk):
    ticket = desk.post(f"{AT}import/", {"file": table(["名称", "条件"], ["甲", "a"], ["乙", ""])}).context["ticket"]
    assert desk.post(f"{AT}import/", {"ticket": ticket}).status_code == 302
    assert set(SavedView.objects.values_list("name", "query")) == {("甲", "a"), ("乙", "")}


def test_it_stores_no_line_when_one_is_wrong(desk):
    response = desk.post(f"{AT}import/", {"file": table(["名称"], ["甲"], ["长" * 40], ["乙"])})
    report = response.context["report"]
    assert [bool(line.errors) for line in report.lines] == [False, True, False]
    assert report.lines[1].number == 3
    assert response.context["ticket"] == ""
    assert not SavedView.objects.exists()


def test_it_names_columns_it_does_not_know(desk):
    response = desk.post(f"{AT}import/", {"file": table(["名称", "备注"], ["甲", "x"])})
    assert response.context["report"].unknown == ("备注",)


def test_it_refuses_a_forged_ticket_and_somebody_elses(desk, client):
    ticket = desk.post(f"{AT}import/", {"file": table(["名称"], ["甲"])}).context["ticket"]
    wu = get_user_model().objects.create(username="wu", name="吴用")
    client.force_login(wu, backend="django.contrib.auth.backends.ModelBackend")
    for stolen in ("forged", ticket):
        assert "重新选择文件" in client.post(f"{AT}import/", {"ticket": stolen}).content.decode()
    assert not SavedView.objects.exists()


def test_it_reads_xlsx_and_old_chinese_csv(desk):
    book = Workbook()
    book.active.append(["名称", "条件"])
    book.active.append(["甲", 2026])
    buffer = BytesIO()
    book.save(buffer)
    sheet = SimpleUploadedFile("书.xlsx", buffer.getvalue())
    assert desk.post(f"{AT}import/", {"file": sheet}).context["report"].lines[0].cells == ("甲", "2026")
    old = SimpleUploadedFile("书.csv", "名称\n法规".encode("gb18030"))
    assert desk.post(f"{AT}import/", {"file": old}).context["report"].lines[0].cells == ("法规",)


def test_it_says_what_to_do_with_a_file_that_is_no_table(desk):
    broken = SimpleUploadedFile("x.xlsx", b"PK\x03\x04broken")
    response = desk.post(f"{AT}import/", {"file": broken})
    assert response.status_code == 422
    assert "另存为 XLSX" in response.content.decode()


def test_it_does_a_deed_on_the_chosen_entries_only(desk, books):
    response = desk.post(f"{AT}bulk/", {"action": "clear", "entry": [books[0].pk, books[1].pk], "query": "q=书"})
    assert response["Location"] == f"{AT}?q=%E4%B9%A6"
    assert SavedView.objects.count() == 23


def test_it_shows_why_a_deed_was_refused(desk, lin):
    kept = SavedView.objects.create(person=lin, register="shelf-data", name="留着")
    response = desk.post(f"{AT}bulk/", {"action": "clear", "entry": [kept.pk]}, follow=True)
    assert "请先取消勾选" in response.content.decode()


def test_it_offers_no_deed_that_the_person_may_not_do(client, books, zhou):
    client.force_login(zhou, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(AT).content.decode()
    assert "登记书" not in page
    assert client.post(f"{AT}bulk/", {"action": "clear", "entry": [books[0].pk]}).status_code == 403
    assert client.get(f"{AT}import/").status_code == 403
    assert client.get(f"{AT}{books[0].pk}/edit/").status_code == 403
    assert SavedView.objects.count() == 25


def test_it_keeps_a_view_for_its_person_and_drops_it(desk, books, lin, zhou):
    desk.post(f"{AT}views/save/", {"name": "我的", "query": "q=书1"})
    SavedView.objects.create(person=zhou, register="shelf", name="别人的", query="q=9")
    shown = desk.get(AT).context["saved"]
    assert [view["name"] for view in shown] == ["我的"]
    desk.post(shown[0]["drop"])
    assert desk.get(AT).context["saved"] == []


def test_it_never_drops_somebody_elses_view(desk, zhou):
    other = SavedView.objects.create(person=zhou, register="shelf", name="别人的")
    assert desk.post(f"{AT}views/{other.pk}/drop/").status_code == 404


def test_it_shows_an_entry_with_its_history(desk, books):
    page = desk.get(f"{AT}{books[0].pk}/").content.decode()
    assert "经过" in page
    assert "2026-11-20 09:30:00" in page


def test_it_registers_and_changes_an_entry(desk, lin):
    made = desk.post(f"{AT}add/", {"person": lin.pk, "register": "shelf-data", "name": "新书"})
    entry = SavedView.objects.get(name="新书")
    assert made["Location"] == f"{AT}{entry.pk}/"
    desk.post(f"{AT}{entry.pk}/edit/", {"person": lin.pk, "register": "shelf-data", "name": "旧书"})
    entry.refresh_from_db()
    assert entry.name == "旧书"


def test_it_shows_the_form_again_with_what_is_wrong(desk, lin):
    response = desk.post(f"{AT}add/", {"person": lin.pk, "register": "shelf-data", "name": ""})
    assert response.status_code == 422
    assert "没有提交成功，请改正后再试" in response.content.decode()


def test_it_gives_a_template_with_the_headings(desk):
    sheet = load_workbook(BytesIO(desk.get(f"{AT}import/template.xlsx").content)).active
    assert [cell.value for cell in sheet[1]] == ["名称", "条件"]
