"""Plain text and csv."""

from __future__ import annotations

import csv
import io
import re
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
HEAD = 6  # lines that may stand above a title
RED_HEAD = re.compile(
    r"(?!.*关于).{2,40}(?:政府|委员会|委|局|厅|办公室|部|院|会|处|中心)文件|[（(]?[\u4e00-\u9fff]{1,16}[〔\[［(（]\d{4}[〕\]］)）]\s*(?:第\s*)?\d{1,5}\s*号[）)]?|特急|加急|平急|急件|内部资料.{0,12}|\d{1,6}"
)


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
    ranker, title, all_head = Ranker(), "", True
    parts: list[str] = []
    for line in lines:
        clock.check()
        if not line:
            continue
        if not title and len(parts) < HEAD and all_head and _is_title(line) and not _is_head(line):
            title = line
            parts.append(block("p", escape(line), "doc-title"))
        else:
            all_head = all_head and _is_head(line)
            parts.append(block(ranker.tag(line), escape(line)))
    return Reading("".join(parts), title=title, metadata=metadata, notices=content.notices)


def _is_head(line: str) -> bool:
    """Whether a line is of a red head: an agency's 文件, a number, a grade of secrecy or urgency, a date of issue."""
    return bool(RED_HEAD.fullmatch(line))


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
