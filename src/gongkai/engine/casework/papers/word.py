"""The same sheet as an editable DOCX, with the measures of GB/T 9704: margins, lines of 29 points, indent of two characters."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LINE = Pt(29)
BODY, HEAD, SUB_HEAD, TITLE = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
RED = RGBColor(0xC0, 0x00, 0x00)
SIGN_INDENT = Mm(16 * 0.3528 * 4)  # four characters of 16 points


def docx_bytes(sheet: dict[str, Any]) -> bytes:
    """Return the bytes of the document."""
    made = docx.Document(io.BytesIO(_blank()))
    _page(made, sheet)
    _head(made, sheet)
    title = _paragraph(made, sheet["title"], font=TITLE, size=22, align=ALIGN.CENTER, indent=0)
    title.paragraph_format.space_before, title.paragraph_format.space_after = Mm(6), Pt(20)
    title.paragraph_format.line_spacing = Pt(36)
    if sheet["to"]:
        _paragraph(made, f"{sheet['to']}：", indent=0)
    _blocks(made, sheet["blocks"])
    _end(made, sheet)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


# Of the library's own template: the rest of its 160 styles, its picture and its settings for the web are read and packed
# for every letter, and no letter uses them.
STYLES = {"Normal", "Header", "Footer", "Default Paragraph Font", "Normal Table", "No List", "Table Grid"}
UNUSED = ("/thumbnail", "/customXml", "/stylesWithEffects", "/webSettings")


@cache
def _blank() -> bytes:
    """Return an empty document with nothing but what letters need."""
    made = docx.Document()
    for style in list(made.styles):
        if style.name not in STYLES:
            style.delete()
    for latent in made.styles.element.findall(qn("w:latentStyles")):
        made.styles.element.remove(latent)
    for holder in (made.part.package, made.part):
        for key in [key for key, one in holder.rels.items() if one.reltype.endswith(UNUSED)]:
            del holder.rels[key]
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _page(made: Document, sheet: dict[str, Any]) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    section.different_first_page_header_footer = sheet["layout"] == "letter"
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    # 22 lines a page, 28 characters a line: 580 twips a line, the width of 28 characters of 16 points fills the line.
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), "580")
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(16)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    made.core_properties.title, made.core_properties.author = sheet["title"][:200], sheet["agency"][:200]
    made.core_properties.comments = ""
    _page_number(section.footer.paragraphs[0])


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    _font(paragraph.add_run("— "), BODY, 14)
    run = paragraph.add_run()
    _font(run, BODY, 14)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        piece = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            piece.set(qn("w:fldCharType"), kind)
        else:
            piece.text = words
        run._r.append(piece)
    _font(paragraph.add_run(" —"), BODY, 14)


def _font(run: Run, font: str, size: float) -> None:
    run.font.size = Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _paragraph(
    made: Document, words: str, *, font: str = BODY, size: float = 16, align: ALIGN | None = None, indent: int = 2
) -> Paragraph:
    """Add a paragraph; `indent` counts characters, as Word's own dialogue does."""
    paragraph = made.add_paragraph()
    _font(paragraph.add_run(words), font, size)
    paragraph.alignment = ALIGN.JUSTIFY if align is None else align
    looks = paragraph.paragraph_format
    looks.line_spacing_rule, looks.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if indent:
        place = paragraph._p.get_or_add_pPr().get_or_add_ind()
        place.set(qn("w:firstLineChars"), str(indent * 100))
        place.set(qn("w:firstLine"), str(int(indent * size * 20)))
    return paragraph


def _head(made: Document, sheet: dict[str, Any]) -> None:
    length = max(len(sheet["agency"]), 1)
    size = min(32.0, 420 / length)
    mark = _paragraph(made, sheet["agency"], font=TITLE, size=size, align=ALIGN.CENTER, indent=0)
    mark.runs[0].font.color.rgb, mark.runs[0].font.bold = RED, True
    mark.paragraph_format.line_spacing = Pt(44)
    is_letter = sheet["layout"] == "letter"
    if is_letter:
        _rule(mark, "thickThinSmallGap")
    if sheet["number"]:
        align = ALIGN.RIGHT if is_letter else ALIGN.CENTER
        number = _paragraph(made, sheet["number"], align=align, indent=0)
        number.paragraph_format.space_before = Pt(8)
        if not is_letter:
            _rule(number, "single")


def _rule(paragraph: Paragraph, look: str) -> None:
    """Draw the red line below a paragraph."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", look), ("sz", "24" if look != "single" else "12"), ("space", "4"), ("color", "C00000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _blocks(made: Document, blocks: list[dict[str, Any]]) -> None:
    rows: list[list[str]] = []
    for block in [*blocks, {"kind": "end", "cells": []}]:
        if block["kind"] == "row":
            rows.append(block["cells"])
            continue
        if rows:
            _table(made, rows)
            rows = []
        if block["kind"] != "end":
            font = {"h1": HEAD, "h2": SUB_HEAD}.get(block["kind"], BODY)
            _paragraph(made, block["cells"][0], font=font)


def _table(made: Document, rows: list[list[str]]) -> None:
    table = made.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _font(cell.paragraphs[0].add_run(words), BODY, 14)


def _end(made: Document, sheet: dict[str, Any]) -> None:
    # The signature never stands alone on a page: the last paragraph goes with it.
    if made.paragraphs:
        made.paragraphs[-1].paragraph_format.keep_with_next = True
    lines = [
        _paragraph(made, words, align=ALIGN.RIGHT, indent=0) for words in (sheet["agency"], sheet["date"]) if words
    ]
    for line in lines:
        line.paragraph_format.right_indent = SIGN_INDENT
        line.paragraph_format.keep_with_next = line is not lines[-1]
    if lines:
        lines[0].paragraph_format.space_before = LINE
    if sheet["contact"]:
        _paragraph(made, f"（{'；'.join(sheet['contact'])}）")
