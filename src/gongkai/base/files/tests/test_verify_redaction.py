"""The verifier must find what a careless redaction leaves behind; each place once."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image, PngImagePlugin

from gongkai.base.files.redaction import verify
from gongkai.base.files.tests.samples import ole_container, p, pdf, rezipped, word, word_body, write_at, zipped

NAME, PHONE = "欧阳晓岚", "13800138000"


def found(data, kind="docx", *secrets):
    return [survivor.secret for survivor in verify(data, kind, secrets or (NAME, PHONE))]


def png():
    says = PngImagePlugin.PngInfo()
    says.add_itxt("Author", NAME, zip=True)
    buffer = io.BytesIO()
    Image.new("L", (2, 2)).save(buffer, "PNG", pnginfo=says)
    return buffer.getvalue()


def test_a_clean_file_passes():
    assert verify(word("没有秘密"), "docx", [NAME, PHONE]) == []


@pytest.mark.parametrize(
    "body",
    [
        p(NAME),
        "<w:p><w:r><w:t>欧阳</w:t></w:r><w:proofErr/><w:r><w:t>晓 岚</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>欧</w:t><w:tab/></w:r><w:ins><w:r><w:t>阳晓&#x5C9A;</w:t></w:r></w:ins></w:p>",
        f"<w:p><w:del><w:r><w:delText>{NAME}</w:delText></w:r></w:del></w:p>",
        f'<w:p><w:bookmarkStart w:id="1" w:name="{NAME}"/></w:p>',
        f"<w:p><w:r><w:instrText>TC {NAME}</w:instrText></w:r></w:p>",
        "<w:p><w:r><w:t>欧阳</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict><w:t>晓岚</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>欧阳</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>晓岚</w:t></w:r></w:p>",
        f"<w:p><!-- {NAME} --></w:p>",
        '<w:p><w:hyperlink w:tgtFrame="%E6%AC%A7%E9%98%B3%E6%99%93%E5%B2%9A"/></w:p>',
    ],
)
def test_it_finds_a_name_however_word_writes_it(body):
    assert NAME in found(word_body(body))


@pytest.mark.parametrize(
    "written", ["138 0013 8000", "138-0013-8000", "１３８００１３８０００", "1380013</w:t></w:r><w:r><w:t>8000"]
)
def test_it_finds_a_number_however_it_is_grouped(written):
    assert set(found(word_body(p(written)))) == {PHONE}


def test_it_finds_the_rest_of_a_number():
    assert found(word_body(p("电话138001■■"))) == [PHONE]
    assert found(word_body(p("电话13800137777，2023年"))) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("docProps/custom.xml", f"<a>{NAME}</a>".encode()),
        ("word/embeddings/x.bin", ole_container("Data")[:-200] + NAME.encode("utf-16-le") + b"\0" * 192),
        ("word/embeddings/inner.zip", zipped({"deep.docx": word(NAME)})),
        ("word/embeddings/a.pdf", b"%PDF-1.4\n" + pdf(write_at(9, 9, PHONE))),
        ("word/media/a.png", png()),
        (f"word/media/{NAME}.txt", b""),
        ("word/printer.bin", NAME.encode("gb18030")),
        ("word/printer.bin", NAME.encode("utf-16-be")),
        ("word/u16.xml", f'<?xml version="1.0" encoding="utf-16"?><a>{NAME}</a>'.encode("utf-16")),
    ],
)
def test_it_looks_into_every_part(name, content):
    assert found(rezipped(word("没有"), {name: content}))


def test_a_short_word_is_not_put_together_from_two_paragraphs():
    assert found(word_body(p("王") + p("五一节放假")), "docx", "王五") == []
    assert found(word_body(p("欧阳晓岚住在云") + p("川市")), "docx", "欧阳晓岚住在云川市")


def test_what_cannot_be_read_counts_as_a_find():
    for data, kind in (
        (b"PK\x03\x04broken", "docx"),
        (b"%PDF-1.4 nothing", "pdf"),
        (b"\xff\xfe\x00", "txt"),
        (b"text", "docx"),
    ):
        survivors = verify(data, kind, [NAME])
        assert survivors
        assert "无法读取" in str(survivors[0])


def stream(data, entries=""):
    return f"<< {entries} /Length {len(data)} >>\nstream\n{data.decode('latin-1')}\nendstream"


@pytest.mark.parametrize(
    "content",
    [
        write_at(9, 9, PHONE),
        "BT /F1 9 Tf [(138) -20 (0013) 5 (8000)] TJ ET",
        "BT /F1 9 Tf <3133383030> Tj <313338303030> Tj ET",
        "BT /F1 9 Tf (13\\0700013800\\060) Tj ET",
        f"BT /F1 9 Tf 3 Tr 9 9 Td ({PHONE}) Tj ET",
        f"BT /F1 9 Tf -500 9 Td ({PHONE}) Tj ET",
        write_at(100, 100, PHONE) + "0 g 90 90 300 40 re f",
    ],
)
def test_it_finds_a_number_however_a_page_writes_it(content):
    assert PHONE in found(pdf(content), "pdf")


@pytest.mark.parametrize(
    "extra",
    [
        f"<< /Contents <FEFF{NAME.encode('utf-16-be').hex()}> >>",
        stream(zlib.compress(NAME.encode()), "/Filter /FlateDecode"),
        stream(zlib.compress(zlib.compress(NAME.encode())), "/Filter [/FlateDecode /FlateDecode]"),
        stream(zlib.compress(NAME.encode()).hex().encode() + b">", "/Filter [/AHx /Fl]"),
        stream(zlib.compress(zipped({"a.txt": NAME.encode()})), "/Filter /FlateDecode /Type /EmbeddedFile"),
        stream(
            zlib.compress(b"7 0 << /T <FEFF" + NAME.encode("utf-16-be").hex().encode() + b"> >>"),
            "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
        ),
    ],
)
def test_it_looks_into_every_object_of_a_pdf(extra):
    assert found(pdf(write_at(9, 9, "ok"), extra=extra), "pdf")


def test_an_unknown_filter_or_a_former_version_does_not_pass():
    assert verify(pdf("", extra=stream(b"xx", "/Filter /Secret")), "pdf", [NAME])
    twice = pdf(write_at(9, 9, "ok"))
    assert verify(twice + b"\n%%EOF\n", "pdf", [NAME])


def test_lzw_streams_are_unpacked():
    """The nine-bit codes of “13800138000” between clear (256) and end (257)."""
    codes = [256, *PHONE.encode(), 257]
    bits = "".join(f"{code:09b}" for code in codes)
    packed = bytes(int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8))
    assert found(pdf("", extra=stream(packed, "/Filter /LZWDecode")), "pdf") == [PHONE]
