"""Plain text and csv."""

from __future__ import annotations

import csv
import io
from html import escape

from .charset import decoded
from .limits import Clock, Limits
from .markup import Cell, block, likely_header_rows, render_table
from .numbering import Ranker
from .refusals import TooLarge
from .result import Reading
from .sniff import FileType
from .source import Source, bytes_of

LONGEST_TITLE = 60
MAX_TEXT_BYTES = 50 * 1024 * 1024


def read(data: Source, file_type: FileType, limits: Limits, clock: Clock) -> Reading:
    raw = bytes_of(data)
    if len(raw) > MAX_TEXT_BYTES:
        raise TooLarge("纯文本超过 50 MB，不像一份公文。请拆分后再上传。")
    content = decoded(raw)
    metadata = {"encoding": content.name}
    if file_type.kind == "csv":
        return Reading(_csv_table(content.text, limits), metadata=metadata, notices=content.notices)
    lines = [
        line.strip(" \t\r\u3000\ufeff") for line in content.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    ranker, title = Ranker(), ""
    parts: list[str] = []
    for line in lines:
        clock.check()
        if not line:
            continue
        if not parts and _is_title(line):
            title = line
            parts.append(block("p", escape(line), "doc-title"))
        else:
            parts.append(block(ranker.tag(line), escape(line)))
    return Reading("".join(parts), title=title, metadata=metadata, notices=content.notices)


def _is_title(line: str) -> bool:
    return (
        len(line) <= LONGEST_TITLE
        and not line.endswith(("。", "；", "，", "：", ".", ":"))
        and Ranker().tag(line) == "p"
    )


def _csv_table(text: str, limits: Limits) -> str:
    sample = text[:4000]
    delimiter = max(",\t;", key=sample.count)
    csv.field_size_limit(1024 * 1024)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise TooLarge("csv 里有超长的单元格，无法读取。请用表格软件另存为 xlsx 后再上传。") from error
    if sum(len(row) for row in rows) > limits.cells:
        raise TooLarge(f"表格超过 {limits.cells} 个单元格。请拆分后再上传，或作为数据集发布。")
    header = likely_header_rows(rows, [1])
    return render_table([[Cell(escape(cell.strip())) for cell in row] for row in rows], header_rows=header)
