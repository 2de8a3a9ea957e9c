"""Papers that people bring: a real Word document as an office writes it, and files that must be refused."""

from __future__ import annotations

import io
import random
import zipfile

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

from gongkai.base.files.tests.samples import ole_container, pdf, saved

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NUMBERED = ("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）")
ATTACHMENT = "充电设施配建要求.docx"


def notice(title: str) -> bytes:
    """Return a notice with automatic Chinese numbering, a table with merged cells and a footnote."""
    document = docx.Document()
    document.core_properties.author, document.core_properties.comments = "林知远", ""
    document.add_heading(title, 0)
    number = _numbering(document)
    document.add_paragraph("各区住房和城乡建设局，各有关单位：")
    _numbered(document.add_paragraph("总体要求"), number, 0)
    document.add_paragraph("坚持统一规划、同步建设，到2027年底，新建保障性租赁住房项目的固定停车位全部具备充电条件。")
    _numbered(document.add_paragraph("主要任务"), number, 0)
    _numbered(document.add_paragraph("明确配建比例"), number, 1)
    noted = document.add_paragraph("新建项目按照下表执行，既有项目结合改造逐步补齐。")
    _footnote(document, noted, "既有项目，指本通知施行前已经竣工验收的项目。")
    _table(document)
    _numbered(document.add_paragraph("加强日常管理"), number, 1)
    document.add_paragraph("运营单位应当公布充电价格和报修电话，接到报修后24小时内到场处理。")
    return saved(document)


def _numbering(document: docx.document.Document) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (style, text) in enumerate(NUMBERED)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num xmlns:w="{W}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return "77"


def _numbered(paragraph: Paragraph, number: str, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def _footnote(document: docx.document.Document, paragraph: Paragraph, text: str) -> None:
    xml = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph._p.append(parse_xml(f'<w:r xmlns:w="{W}"><w:footnoteReference w:id="2"/></w:r>'))


def _table(document: docx.document.Document) -> None:
    rows = (
        ("项目类型", "配建比例", ""),
        ("", "快充", "慢充"),
        ("公寓型", "10%", "90%"),
        ("宿舍型", "20%", "40%"),
    )
    table = document.add_table(rows=len(rows), cols=3)
    for row, words in zip(table.rows, rows, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))


def long_notice(megabytes: int) -> bytes:
    """Return a Word document of this size: noise that does not compress hangs on it as a picture would."""
    document = docx.Document()
    document.add_paragraph("关于开展房屋安全检查的通知")
    noise = random.Random(7).randbytes(megabytes * 1024 * 1024)
    package = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(document))) as old,
        zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/media/image1.png", noise)
    return package.getvalue()


def locked() -> bytes:
    """Return what Word saves when a password is set."""
    return ole_container("EncryptedPackage")


def locked_pdf() -> bytes:
    return pdf("", encrypt=True)


def bomb() -> bytes:
    """Return a Word document that would unpack to far more than a document needs."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        new.writestr("[Content_Types].xml", "<Types/>")
        with new.open("word/document.xml", "w", force_zip64=True) as part:
            block = b"<w:p/>" * 200_000
            for _ in range(30):
                part.write(block)
    return package.getvalue()
