"""Records out of files: JSON Lines (also .gz), CSV, XLSX, or folders of documents. A bad line never stops the others."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

DOCUMENT_SUFFIXES = frozenset({".docx", ".pdf", ".ofd", ".html", ".htm", ".txt", ".doc", ".wps"})
LINES, TABLES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"), (".csv", ".csv.gz")
LONGEST_FIELD = 50_000_000
# The headings that people write in spreadsheets.
HEADINGS: dict[str, str] = {
    "编号": "id", "标题": "title", "名称": "title", "发文机关": "issuer", "发布机构": "issuer", "机关": "issuer", "文号": "doc_number",
    "发文字号": "doc_number", "日期": "date", "成文日期": "date", "网址": "url", "链接": "url", "正文": "text", "内容": "text",
    "种类": "kind", "代码": "code", "机关代码": "code", "全称": "name", "机关名称": "name", "简称": "short_name", "上级": "parent",
    "上级机关": "parent", "类型": "agency_kind", "统一社会信用代码": "credit_code", "曾用名": "former_names", "发文字号代字": "number_prefixes",
    "文种": "genre", "公开类别": "category", "主题分类": "themes", "服务对象": "audiences", "索引号": "index_number", "栏目": "columns",
}  # fmt: skip


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says what to do."""


@dataclass(frozen=True)
class Record:
    """One record and where it stands. `problem` tells why a line could not even be read; `path` is set for a document file."""

    place: str
    data: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    path: Path | None = None


def check_paths(paths: Iterable[Path]) -> None:
    """Raise Unreadable, before anything is read, for a path that is missing, empty of documents or of unknown format."""
    for path in paths:
        if not path.exists():
            raise Unreadable(f"没有这个文件或文件夹：{path}，请核对路径。")
        if path.is_dir() and next(_documents_in(path), None) is None:
            raise Unreadable(f"文件夹 {path} 里没有可导入的文件（{'、'.join(sorted(DOCUMENT_SUFFIXES))}）。")
        known = (*LINES, *TABLES, ".xlsx", *DOCUMENT_SUFFIXES)
        if path.is_file() and not path.name.lower().endswith(known):
            raise Unreadable(
                f"不认识 {path.name} 的格式，请用 jsonl、jsonl.gz、csv、xlsx，或 docx、pdf、ofd、html、txt 文件。"
            )


def _documents_in(folder: Path) -> Iterator[Path]:
    return (one for one in sorted(folder.rglob("*")) if one.suffix.lower() in DOCUMENT_SUFFIXES and one.is_file())


def records_of(paths: Iterable[Path]) -> Iterator[Record]:
    """Yield every record of the files and folders in order. See `check_paths` for what must hold before."""
    for path in paths:
        if path.is_dir():
            yield from (Record(str(one.relative_to(path)), path=one) for one in _documents_in(path))
        else:
            yield from _records(path)


def _records(path: Path) -> Iterator[Record]:
    name = path.name.lower()
    if name.endswith(LINES):
        return _json_lines(path)
    if name.endswith(TABLES):
        return _csv(path)
    if name.endswith(".xlsx"):
        return _xlsx(path)
    return iter([Record(path.name, path=path)])


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    stream: Any = gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # noqa: SIM115 - closed below
    with stream:
        yield stream


def _json_lines(path: Path) -> Iterator[Record]:
    number = 0
    try:
        with _opened(path) as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _json_record(f"{path.name}:{number}", line)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield Record(f"{path.name}:{number + 1}", problem=f"压缩文件从这里起已损坏（{error}），请重新传输后再导入。")


def _json_record(place: str, line: bytes) -> Record:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Record(place, problem="这一行不是 UTF-8 编码，请转换编码后再导入。")
    except (ValueError, RecursionError):
        return Record(place, problem="这一行不是合法的 JSON，请检查引号、逗号和括号。")
    if not isinstance(data, dict):
        return Record(place, problem="这一行应是一个 JSON 对象（{…}）。")
    return Record(place, data)


def _csv(path: Path) -> Iterator[Record]:
    with _opened(path) as stream:
        raw = stream.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(io.StringIO(text))
    try:
        yield from _table(path.name, rows)
    except csv.Error as error:
        yield Record(path.name, problem=f"表格从这里起无法读取（{error}），请检查引号是否成对。")


def _xlsx(path: Path) -> Iterator[Record]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, OSError, KeyError, ValueError):
        yield Record(path.name, problem="不是可以读取的 xlsx 文件，请用表格软件另存后再导入。")
        return
    try:
        sheet = book.worksheets[0]
        yield from _table(path.name, (["" if cell is None else _cell(cell) for cell in row] for row in sheet.values))
    finally:
        book.close()


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    return str(value)


def _table(name: str, rows: Iterable[list[str]]) -> Iterator[Record]:
    """Take the first row as headings, English or Chinese; what has no place in the format goes into `extra`."""
    heads: list[str] = []
    for number, row in enumerate(rows, start=1):
        if not any(cell.strip() for cell in row):
            continue
        if not heads:
            heads = [HEADINGS.get(cell.strip(), cell.strip()) for cell in row]
            continue
        if len(row) > len(heads):
            yield Record(f"{name}:{number}", problem=f"这一行有{len(row)}格，比表头多，请检查分隔符和引号。")
            continue
        data: dict[str, Any] = {head: cell.strip() for head, cell in zip(heads, row, strict=False) if head}
        yield Record(f"{name}:{number}", _with_extra(data))


def _with_extra(data: dict[str, Any]) -> dict[str, Any]:
    extra = data.get("extra")
    if isinstance(extra, str) and extra.startswith("{"):
        try:
            return {**data, "extra": json.loads(extra)}
        except ValueError:
            return {**data, "extra": {}}
    return data
