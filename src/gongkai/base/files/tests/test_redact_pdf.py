"""Redacting PDF: characters and pixels are gone, the rest stands where it stood."""

from __future__ import annotations

import io
import subprocess
import time

import pypdfium2
import pytest
import typst
from PIL import Image

from gongkai.base.files.extraction.legacy import converter
from gongkai.base.files.redaction import PageBox, Passage, RedactionRefused, redact, verify
from gongkai.base.files.tests.samples import pdf, scanned_pdf, word, write_at
from gongkai.base.files.tests.secret_words import remains

NAME, PHONE = "欧阳晓岚", "13800138000"
PASSAGES = [Passage(NAME, "X4"), Passage(PHONE, "X4")]
LETTER = f'#set text(font: "Noto Serif CJK SC")\n= 关于{NAME}的通知\n申请人{NAME}，电话{PHONE}，住云川市。\n'


def letter(more=""):
    return typst.compile((LETTER + more).encode())


def text_of(data):
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        text_page = page.get_textpage()
        found.append("".join(text_page.get_text_range().split()))
        text_page.close()
        page.close()
    document.close()
    return found


def image_of(data):
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    picture = page.render().to_pil().convert("L")
    page.close()
    document.close()
    return picture


def test_letters_of_a_typeset_page_are_taken_out_and_the_page_stays_text():
    redacted = redact(letter(), "a.pdf", PASSAGES)
    [text] = text_of(redacted.data)
    assert text == "关于X4的通知申请人X4，电话X4，住云川市。" or sorted(text) == sorted(
        "关于的通知申请人，电话，住云川市。X4X4X4"
    )
    assert not remains(redacted.data, [NAME, PHONE])
    assert redacted.notices == ()
    assert {found.passage.text: found.places[0] for found in redacted.found} == {NAME: "第 1 页", PHONE: "第 1 页"}


def test_the_rest_of_the_line_stays_where_it_was():
    before = pdf(write_at(50, 300, "Call 13800138000 now"))
    redacted = redact(before, "a.pdf", [Passage(PHONE)])
    one, two = image_of(before), image_of(redacted.data)
    right = (190, 80, 300, 120)
    assert one.crop(right).tobytes() == two.crop(right).tobytes()
    assert two.getpixel((120, 95)) == 0


def test_rotated_text_and_text_in_tables_goes_too():
    redacted = redact(letter(f"#table(columns: 2)[姓名][{NAME}]\n#rotate(35deg)[旋转{NAME}文字]"), "a.pdf", PASSAGES)
    assert not verify(redacted.data, "pdf", [NAME, PHONE])
    assert "旋转" in text_of(redacted.data)[0]


def test_pixels_under_a_drawn_box_are_gone():
    buffer = io.BytesIO()
    Image.effect_noise((600, 800), 90).convert("RGB").save(buffer, "PDF")
    redacted = redact(buffer.getvalue(), "a.pdf", [Passage("", "", PageBox(1, 100, 100, 300, 200))])
    picture = image_of(redacted.data)
    assert picture.crop((160, 120, 280, 180)).getextrema()[1] < 30
    assert picture.crop((350, 300, 500, 500)).getextrema()[1] > 200
    assert any("第 1 页" in notice and "图像" in notice for notice in redacted.notices)


def test_a_letter_over_an_image_turns_the_page_into_an_image_that_can_still_be_searched():
    inline = "q 300 0 0 60 40 280 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q\n"
    redacted = redact(pdf(inline + write_at(50, 300, f"Call {PHONE} now")), "a.pdf", PASSAGES)
    assert text_of(redacted.data) == ["CallX4now"]
    assert any("删减处有图像" in notice for notice in redacted.notices)


def test_a_drawn_box_takes_the_letters_under_it_and_no_others():
    redacted = redact(
        pdf(write_at(50, 300, "secret") + write_at(50, 100, "open")),
        "a.pdf",
        [Passage("", "", PageBox(1, 40, 80, 120, 110))],
    )
    assert text_of(redacted.data) == ["open"]


def test_a_scan_without_letters_cannot_be_searched_and_says_so():
    redacted = redact(scanned_pdf(), "a.pdf", PASSAGES)
    assert len(redacted.missing) == 2


def test_letters_drawn_in_another_order_are_found_by_the_eye():
    scattered = "".join(
        write_at(50 + 10 * place, 300, digit) for place, digit in sorted(enumerate(PHONE), key=lambda one: one[1])
    )
    redacted = redact(pdf(scattered + write_at(50, 100, "open")), "a.pdf", [Passage(PHONE)])
    assert text_of(redacted.data) == ["open"]


def test_only_the_chosen_occurrence_goes():
    data = pdf(write_at(50, 300, "one 4711 a") + write_at(50, 200, "two 4711 b"))
    assert text_of(redact(data, "a.pdf", [Passage("4711", occurrences=(2,))]).data) == ["one4711atwob"]


def test_a_former_version_is_not_in_the_new_file():
    """An update replaced the page's text; the old text is still in the old file."""
    old = pdf(write_at(50, 300, f"old {PHONE}"))
    new = write_at(50, 300, "new").encode()
    start = int(old[old.rindex(b"startxref") + 9 :].split()[0])
    place = len(old)
    data = old + b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(new), new)
    table = len(data)
    data += b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        place,
        start,
        table,
    )
    assert PHONE.encode() in data
    redacted = redact(data, "a.pdf", [Passage(PHONE)])
    assert not remains(redacted.data, [PHONE])
    assert text_of(redacted.data) == ["new"]


def test_a_locked_file_and_a_broken_one_are_refused():
    for data in (pdf("", encrypt=True), b"%PDF-1.7\nnothing"):
        with pytest.raises(Exception, match=r"密码|损坏"):
            redact(data, "a.pdf", PASSAGES)


def test_a_picture_is_painted_and_loses_its_remarks():
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = NAME
    Image.new("RGB", (60, 40), "white").save(buffer, "JPEG", exif=exif)
    redacted = redact(buffer.getvalue(), "a.jpg", [Passage("", "X4", PageBox(1, 10, 10, 30, 30))])
    picture = Image.open(io.BytesIO(redacted.data))
    assert picture.getpixel((20, 20)) < (20, 20, 20)
    assert not picture.getexif()
    with pytest.raises(RedactionRefused, match="框选"):
        redact(buffer.getvalue(), "a.jpg", PASSAGES)


@pytest.mark.slow
def test_fifty_pages_take_less_than_five_seconds():
    line = f"申请人{NAME}，电话{PHONE}。" + "这是正文内容，测试很长的段落。" * 40
    data = letter("\n#pagebreak()\n".join([line] * 50))
    start = time.process_time()
    redacted = redact(data, "a.pdf", PASSAGES)
    assert redacted.count >= 100
    assert time.process_time() - start < 5


@pytest.mark.slow
@pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")
def test_pages_made_by_libreoffice_are_redacted_and_results_open_in_it(tmp_path):
    def convert(name, data, target):
        (tmp_path / name).write_bytes(data)
        command = [converter(), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", target, "--outdir", str(tmp_path / "out"), str(tmp_path / name)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (tmp_path / "out" / (name.rpartition(".")[0] + "." + target)).read_bytes()

    made = convert("one.docx", word(f"申请人{NAME}，电话{PHONE}。", "其他内容"), "pdf")
    assert NAME in text_of(made)[0]
    redacted = redact(made, "a.pdf", PASSAGES)
    assert not remains(redacted.data, [NAME, PHONE])
    assert "其他内容" in text_of(redacted.data)[0]
    clean_word = redact(word(f"申请人{NAME}，电话{PHONE}。", "其他内容"), "a.docx", PASSAGES)
    [text] = text_of(convert("two.docx", clean_word.data, "pdf"))
    assert sorted(text) == sorted("申请人■■〔X4〕，电话■■〔X4〕。其他内容")


def test_a_second_reader_finds_nothing_either():
    pytest.importorskip("pdfminer", reason="pdfminer.six is not installed")
    from pdfminer.high_level import extract_text

    text = "".join(extract_text(io.BytesIO(redact(letter(), "a.pdf", PASSAGES).data)).split())
    assert NAME not in text
    assert PHONE not in text
    assert "住云川市" in text
