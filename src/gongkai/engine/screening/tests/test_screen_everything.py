"""One interface over all that leaves: title, wording, tables, files, file names, properties."""

import io

import pytest
from docx import Document

from gongkai.base.files.rules import extract
from gongkai.engine.screening.queries import screen_subject
from gongkai.engine.screening.rules import Severity, Subject, SubjectFile

ID = "11010519491231002X"
TABLE = (
    "<table><tr><th>姓名</th><th>身份证号</th><th>金额（元）</th></tr>"
    f"<tr><td>王小明</td><td>{ID}</td><td>13812341234</td></tr></table>"
)


def places(subject: Subject) -> set[tuple[str, str]]:
    found = screen_subject(subject, lookups=False)
    return {(one.check, one.place) for one in found if one.severity in {Severity.BLOCK, Severity.JUDGE}}


def test_each_part_is_named() -> None:
    subject = Subject(title=f"关于{ID}的公示", html=f"<p>当事人身份证号{ID}</p>")
    assert ("personal.id-number", "title") in places(subject)
    assert ("personal.id-number", "text") in places(subject)


def test_a_cell_is_read_with_the_head_of_its_column() -> None:
    found = places(Subject(title="名单", html=TABLE))
    assert {("personal.name", "table"), ("personal.id-number", "table")} <= found
    assert "personal.phone" not in {check for check, _ in found}


def test_a_hit_in_a_table_knows_its_row_and_its_place_in_the_text() -> None:
    from gongkai.engine.screening.rules.subjects import Wording

    (finding,) = [
        one for one in screen_subject(Subject("名单", TABLE), lookups=False) if one.check == "personal.id-number"
    ]
    assert finding.place_name == "表格第1张表第2行"
    assert Wording(TABLE).text[finding.start : finding.end] == ID


def test_a_number_with_one_figure_in_each_cell_is_one_number() -> None:
    boxes = "".join(f"<td>{figure}</td>" for figure in ID)
    (finding,) = [
        one
        for one in screen_subject(Subject("表", f"<table><tr><td>身份证号</td>{boxes}</tr></table>"), lookups=False)
        if one.check == "personal.id-number"
    ]
    assert (finding.place_name, finding.excerpt) == ("表格第1张表第1行", ID)


@pytest.mark.requirement("R012")
def test_a_file_is_screened_with_its_name_tables_and_properties() -> None:
    document = Document()
    document.add_paragraph("救助对象名单")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["姓名", "联系电话", "王小明", "13812341234"], strict=True):
        cell.text = text
    document.core_properties.author = "林知远"
    document.core_properties.comments = f"联系 {ID}"
    out = io.BytesIO()
    document.save(out)
    read = extract(out.getvalue(), "机密-名单13812341234.docx")
    name = "机密-名单13812341234.docx"
    subject = Subject("公示", "<p>见附件。</p>", (SubjectFile(name, read.html, read.text, read.metadata, read.hidden),))
    found = places(subject)
    assert ("personal.phone", f"file:{name}") in found
    assert ("personal.name", f"file:{name}") in found
    assert ("hidden.metadata", f"metadata:{name}") in found
    assert ("personal.id-number", f"metadata:{name}") in found
    assert {("personal.phone", "filename"), ("secret.mark", "filename")} <= found


def test_a_file_that_nobody_could_read_waits_for_somebody_to_look() -> None:
    found = screen_subject(Subject("公示", "<p>见附件。</p>", (SubjectFile("扫描件.png"),)), lookups=False)
    assert [(one.check, one.severity) for one in found] == [("file.unread", Severity.JUDGE)]
