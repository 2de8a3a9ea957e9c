import pytest
import typst

from gongkai.base.files.extraction import extract
from gongkai.base.files.extraction.refusals import EncryptedFile, MalformedFile
from gongkai.base.files.tests.samples import pdf, scanned_pdf, write_at

BOX = "0 0 0 rg 95 95 120 22 re f\n"


def read(data):
    return extract(data, "通知.pdf")


def hidden(extracted, kind):
    return [item for item in extracted.hidden if item.kind == kind]


def test_text_under_a_black_box_is_reported_and_not_shown():
    extracted = read(pdf(write_at(100, 200, "Public line") + write_at(100, 100, "13812341234") + BOX))
    assert extracted.text == "Public line"
    [covered] = hidden(extracted, "covered-text")
    assert (covered.excerpt, covered.where) == ("13812341234", "第 1 页")


def test_text_on_a_coloured_ground_is_not_covered():
    extracted = read(pdf("0.9 0.9 0.2 rg 95 95 120 22 re f\n" + write_at(100, 100, "Shown")))
    assert extracted.text == "Shown"
    assert not hidden(extracted, "covered-text")


def test_a_box_from_an_annotation_covers_too():
    note = "<< /Type /Annot /Subtype /Square /Rect [95 95 215 117] /IC [0 0 0] /C [0 0 0] /F 4 >>"
    extracted = read(
        pdf(write_at(100, 100, "secret name") + write_at(100, 300, "Public"), extra=note, page="/Annots [6 0 R]")
    )
    assert extracted.text == "Public"
    assert hidden(extracted, "covered-text")[0].excerpt == "secretname"


def test_white_and_invisible_text_is_reported():
    extracted = read(
        pdf(write_at(50, 300, "Public") + write_at(50, 200, "whiteink", "1 1 1") + write_at(50, 100, "nomode", mode=3))
    )
    assert extracted.text == "Public"
    assert "whiteink" in hidden(extracted, "hidden-text")[0].excerpt
    assert "nomode" in hidden(extracted, "hidden-text")[0].excerpt


def test_white_text_on_a_dark_ground_is_seen():
    assert read(pdf("0 0 0.5 rg 0 180 400 40 re f\n" + write_at(50, 200, "Banner", "1 1 1"))).text == "Banner"


def test_remarks_are_reported():
    note = "<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (check this) >>"
    extracted = read(pdf(write_at(50, 300, "Public"), extra=note, page="/Annots [6 0 R]"))
    assert "check this" in hidden(extracted, "annotation")[0].excerpt


def test_a_scan_is_said_to_have_no_text():
    extracted = read(scanned_pdf(2))
    assert (extracted.text, extracted.html, extracted.pages) == ("", "", 2)
    assert "扫描图像，没有可提取的文字" in extracted.notices[0]


def test_a_password_is_refused_with_what_to_do():
    with pytest.raises(EncryptedFile, match="取消密码"):
        read(pdf(write_at(100, 200, "x"), encrypt=True))


def test_a_broken_file_is_refused():
    with pytest.raises(MalformedFile, match="已损坏"):
        read(b"%PDF-1.7\nnothing here")


CHINESE = """
#set page(width: 21cm, height: 14cm, margin: 2.5cm, footer: context align(center)[— #counter(page).display() —])
#set text(font: ("Noto Serif CJK SC", "Source Han Serif SC", "FandolSong"), size: 14pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
#align(center)[#text(20pt)[关于做好信息公开工作的通知]]

各区人民政府，市政府各部门：

为贯彻落实《中华人民共和国政府信息公开条例》，进一步规范我市政府信息公开工作，保障公民依法获取政府信息，现就有关事项通知如下，请认真贯彻执行。

一、总体要求

坚持以公开为常态、不公开为例外，遵循公正、公平、合法、便民的原则，全面推进各项工作，及时准确地公开政府信息，不断提高工作的透明度和公信力。
#table(columns: 3, [事项], [科室], [备注], [公开], table.cell(colspan: 2)[办公室], table.cell(rowspan: 2)[答复], [甲], [乙], [丙], [丁])
"""


@pytest.fixture(scope="module")
def notice():
    return read(typst.compile(CHINESE.encode()))


def test_lines_are_joined_to_paragraphs_over_pages_without_page_numbers(notice):
    lines = notice.text.split("\n")
    assert notice.title == "关于做好信息公开工作的通知"
    assert (
        "为贯彻落实《中华人民共和国政府信息公开条例》，进一步规范我市政府信息公开工作，保障公民依法获取政府信息，"
        "现就有关事项通知如下，请认真贯彻执行。"
    ) in lines
    assert not any("—" in line for line in lines)
    assert notice.pages == 2


def test_headings_are_found_by_their_numbers(notice):
    assert "<h2>一、总体要求</h2>" in notice.html


def test_a_ruled_table_keeps_merged_cells(notice):
    assert '<td>公开</td><td colspan="2">办公室</td>' in notice.html
    assert '<td rowspan="2">答复</td><td>甲</td>' in notice.html
    assert notice.tables[0].rows[3] == ("", "丙", "丁")


def test_a_page_that_viewers_turn_is_read_upright():
    lines = "".join(
        f"BT /F1 14 Tf 0 1 -1 0 {100 + 20 * place} 50 Tm (Line {place} of the table) Tj ET\n" for place in range(3)
    )
    turned = read(pdf(lines, page="/Rotate 90"))
    assert turned.text == "Line 0 of the table Line 1 of the table Line 2 of the table"
