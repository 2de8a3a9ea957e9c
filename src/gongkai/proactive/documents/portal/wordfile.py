"""DOCX of an official document, for quoting and further work; laid out like the PDF."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from gongkai.base.ui.text import cn_date
from gongkai.proactive.documents.portal.sheets import NUMBERED, Block, annex_place, blocks_of, sheet_of
from gongkai.proactive.documents.queries.exhibiting import as_html

BODY, HEAD, TITLE = "仿宋", "黑体", "方正小标宋简体"
RED = RGBColor(0xC0, 0, 0)


def docx_of(facts: Mapping[str, Any], source: str) -> bytes:
    sheet = sheet_of(facts)
    file: Any = docx.Document()
    _page(file)
    file.core_properties.title = sheet.title
    file.core_properties.author = "、".join(facts["issuers"])
    file.core_properties.comments = source
    for head in sheet.heads:
        _line(file, head, font=TITLE, size=30, align=WD_ALIGN_PARAGRAPH.CENTER, color=RED, bold=True)
    _line(file, sheet.number, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(file, sheet.title, font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    if sheet.to:
        _line(file, sheet.to)
    blocks = blocks_of(str(facts["html"]) + as_html(facts))
    place = annex_place(blocks)
    for block in blocks[:place]:
        _block(file, block)
    for line in sheet.sign:
        _line(file, line, align=WD_ALIGN_PARAGRAPH.RIGHT)
    if sheet.remark:
        _line(file, sheet.remark, indent=True)
    if place < len(blocks):
        file.add_page_break()
    for block in blocks[place:]:
        _block(file, block)
    if sheet.cc:
        _line(file, f"抄送：{sheet.cc}", size=14)
    printed = f"　{cn_date(sheet.printed)}印发" if sheet.printed else ""
    _line(file, f"{sheet.office}{printed}", size=14)
    _line(file, source, size=9)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _page(file: Any) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = file.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)


def _line(
    file: Any, text: str, *, font: str = BODY, size: int = 16, align: Any = None, color: Any = None,
    bold: bool = False, indent: bool = False,
) -> None:  # fmt: skip
    paragraph = file.add_paragraph()
    _format(paragraph, align=align, indent=indent, size=size)
    _run(paragraph, text, font=font, size=size, bold=bold, color=color)


def _format(paragraph: Any, *, align: Any, indent: bool, size: int = 16) -> None:
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    form.line_spacing = Pt(29)
    if align is not None:
        paragraph.alignment = align
    if indent:
        form.first_line_indent = Pt(2 * size)


def _run(paragraph: Any, text: str, *, font: str = BODY, size: int = 16, bold: bool = False, color: Any = None) -> Any:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = font, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if color is not None:
        run.font.color.rgb = color
    return run


def _block(file: Any, block: Block) -> None:
    if block.kind == "table":
        _table(file, block)
        return
    words = "".join(text for text, _ in block.runs)
    heading = block.kind in {"h2", "h3", "h4"}
    centred = heading and (words.startswith("第") or not NUMBERED.match(words))
    paragraph = file.add_paragraph()
    sides = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
    align = WD_ALIGN_PARAGRAPH.CENTER if centred else sides.get(block.align)
    _format(paragraph, align=align, indent=align is None)
    if block.label:
        _run(paragraph, block.label)
    for text, style in block.runs:
        run = _run(paragraph, text, font=HEAD if heading else BODY, bold="b" in style.split())
        run.italic = "i" in style.split() or None
        run.font.superscript = "sup" in style.split() or None
        run.font.subscript = "sub" in style.split() or None


def _table(file: Any, block: Block) -> None:
    """Lay cells out on the grid; merged cells stay merged."""
    width = max((sum(cell["across"] for cell in row) for row in block.rows), default=0)
    if not width:
        return
    grid = file.add_table(rows=len(block.rows), cols=width)
    grid.style = "Table Grid"
    taken: set[tuple[int, int]] = set()
    for place, row in enumerate(block.rows):
        column = 0
        for cell in row:
            while (place, column) in taken:
                column += 1
            last_row = min(place + cell["down"], len(block.rows)) - 1
            last_column = min(column + cell["across"], width) - 1
            if column > last_column:
                break
            taken |= {(r, c) for r in range(place, last_row + 1) for c in range(column, last_column + 1)}
            target = grid.cell(place, column)
            if (last_row, last_column) != (place, column):
                target = target.merge(grid.cell(last_row, last_column))
            _run(target.paragraphs[0], cell["text"], font=HEAD if cell["head"] else BODY, size=11)
            column = last_column + 1
