"""The city's attachments, really made: Word, PDF, OFD, Excel. The same facts give the same bytes (but for Word's own dates)."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import cast

import docx
import manimgx_fonts_cjk  # type: ignore[import-untyped]
import openpyxl
import typst
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from gongkai.base.files.rules import write_ofd
from gongkai.project.demo.contents import Attachment, Content
from gongkai.project.demo.markdown import to_lines

# Text comes in as data, never as source: in typst "#" begins code.
PAGE = b"""
#let facts = json(bytes(sys.inputs.facts))
#set document(title: facts.title, author: facts.author, date: none)
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "1")
#set text(font: "Noto Sans CJK SC", lang: "zh", region: "cn", size: 12pt)
#set par(justify: true, leading: 1em, first-line-indent: (amount: 2em, all: true))
#align(center, text(size: 18pt, weight: "bold", par(first-line-indent: 0em, facts.title)))
#v(1em)
#for line in facts.lines [ #par(line) ]
"""
FORM_FIELDS = ("申请人（单位）", "证件类型及号码", "联系人", "联系电话", "申请事项", "申请理由", "附送材料", "受理意见")
COLUMN_WIDTH = 18.0


def make(attachment: Attachment, content: Content) -> bytes:
    """Return the file. Raises KeyError for a format that nobody here can write."""
    lines = _lines(attachment, content)
    day = content.issued_on or content.formed_on
    match attachment.format:
        case "docx":
            return _word(attachment, content, lines, day)
        case "pdf":
            return _pdf(attachment, content, lines, day)
        case "ofd":
            return write_ofd(attachment.name, lines, author=content.agency, created=day)
        case "xlsx":
            return _sheet(attachment, day)
        case other:
            raise KeyError(other)


def _lines(attachment: Attachment, content: Content) -> list[str]:
    """Say what the attachment is about, then what the document itself lays down for it."""
    number = f"（{content.doc_number}）" if content.doc_number else ""
    # What the writer set between these marks is withheld: an attachment made for the public never had it.
    source = to_lines(re.sub("〖.+?〗", "", content.text) if "公开版" in attachment.name else content.text)
    wanted = [line for line in source if any(word in line for word in content.particulars["keywords"])] or source
    return [
        f"本件为《{content.title}》{number}的附件。{attachment.description}",
        *wanted[:8],
        "本附件与正文具有同等效力；与正文不一致的，以正文为准。",
    ]


def _word(attachment: Attachment, content: Content, lines: list[str], day: dt.date) -> bytes:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = attachment.name, content.division
    document.core_properties.created = document.core_properties.modified = dt.datetime.combine(day, dt.time(9))
    document.core_properties.comments = ""
    document.add_heading(attachment.name, level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if attachment.name.endswith(("表", "书", "单")):
        document.add_paragraph(lines[0])
        table = document.add_table(rows=len(FORM_FIELDS), cols=2, style="Table Grid")
        for row, field in zip(table.rows, FORM_FIELDS, strict=True):
            row.cells[0].text = field
        document.add_paragraph("申请人（签名或盖章）：　　　　　　　　　　年　　月　　日")
    else:
        for line in lines:
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@cache
def _compiler() -> typst.Compiler:
    fonts = Path(manimgx_fonts_cjk.__file__).parent
    return typst.Compiler(font_paths=[str(fonts)], ignore_system_fonts=True)


def _pdf(attachment: Attachment, content: Content, lines: list[str], day: dt.date) -> bytes:
    facts = {"title": attachment.name, "author": content.agency, "lines": lines}
    made_at = dt.datetime.combine(day, dt.time(9), dt.UTC)
    compiled = _compiler().compile(
        PAGE, format="pdf", sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}, timestamp=made_at
    )
    return cast("bytes", compiled)


def _sheet(attachment: Attachment, day: dt.date) -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.title = "", attachment.name
    book.properties.created = book.properties.modified = dt.datetime.combine(day, dt.time(9))
    sheet = book.active
    assert sheet is not None
    sheet.title = attachment.name[:31]
    for row in attachment.rows:
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center", wrap_text=True)
    for place in range(1, len(attachment.rows[0]) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = COLUMN_WIDTH
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
