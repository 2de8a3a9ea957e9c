import io
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment

from gongkai.base.files.extraction import Limits, extract
from gongkai.base.files.extraction.refusals import BombFile, TooLarge
from gongkai.base.files.tests.samples import rezipped


@pytest.fixture
def book():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "预算"
    for row in (
        ["2024年部门预算", None, None],
        ["项目", "金额", "日期"],
        ["教育", 1234.5, date(2024, 3, 5)],
        ["内部核减", 9, None],
    ):
        sheet.append(row)
    sheet["B3"].number_format = "#,##0.00"
    sheet.merge_cells("A1:C1")
    return workbook


def read(workbook, **limits):
    buffer = io.BytesIO()
    workbook.save(buffer)
    return extract(buffer.getvalue(), "预算.xlsx", Limits(**limits))


def kinds(extracted):
    return {item.kind: item for item in extracted.hidden}


def test_a_sheet_becomes_a_table_with_caption_and_head(book):
    extracted = read(book)
    assert '<table><caption>2024年部门预算</caption><thead><tr><th scope="col">项目</th>' in extracted.html
    assert extracted.tables[0].rows[1] == ("教育", "1,234.50", "2024-03-05")


def test_merged_cells_inside_keep_their_spans(book):
    book.active.append(["合计", 5, None])
    book.active.merge_cells("B5:C5")
    assert '<td>合计</td><td colspan="2">5</td>' in read(book).html


def test_hidden_sheets_rows_and_columns_are_left_out_and_reported(book):
    draft = book.create_sheet("底稿")
    draft["A1"] = "真实数字"
    draft.sheet_state = "veryHidden"
    book["预算"].row_dimensions[4].hidden = True
    book["预算"].column_dimensions["B"].hidden = True
    extracted = read(book)
    found = kinds(extracted)
    assert not any(word in extracted.text for word in ("真实数字", "内部核减", "1,234.50"))
    assert (found["hidden-sheet"].excerpt, found["hidden-row"].where) == ("真实数字", "工作表“预算”第 4 行")
    assert "1234.5" in found["hidden-column"].excerpt


def test_comments_and_formulas_are_reported(book):
    book.active["B3"].comment = Comment("领导要求改", "王")
    book.active["B6"] = "=SUM(B3:B4)"
    extracted = read(book)
    assert kinds(extracted)["comment"].excerpt == "领导要求改"
    assert "1 个公式" in kinds(extracted)["formula"].excerpt
    assert "没有保存计算结果" in extracted.notices[0]


def test_two_visible_sheets_have_their_names_as_headings(book):
    book.create_sheet("决算")["A1"] = "合计数"
    html = read(book).html
    assert "<h2>预算</h2>" in html
    assert "<h2>决算</h2>" in html


def test_too_many_cells_are_refused_before_they_are_loaded(book):
    with pytest.raises(TooLarge, match="单元格"):
        read(book, cells=5)


def test_a_far_away_cell_does_not_make_a_huge_table(book):
    book.active["XFD1048576"] = "远"
    assert len(read(book).tables[0].rows) < 10


def test_entities_are_refused_before_the_library_sees_them(book):
    buffer = io.BytesIO()
    book.save(buffer)
    bad = rezipped(
        buffer.getvalue(),
        {"xl/workbook.xml": lambda xml: xml.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)},
    )
    with pytest.raises(BombFile, match="实体声明"):
        extract(bad, "a.xlsx")
