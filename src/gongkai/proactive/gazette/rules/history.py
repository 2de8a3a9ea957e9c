"""Reading lists of old issues (R289): JSON Lines or CSV, one text a line, put together by issue. No Django."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai.proactive.gazette.rules import COLUMN_NAMES

# Names of the fields, in JSON and as headings of a CSV.
HEADINGS = {
    "year": "年份", "number": "期号", "total": "总期号", "day": "出版日期", "column": "栏目", "title": "标题",
    "doc_number": "发文字号", "issuer": "发文机关", "formed_on": "成文日期", "text": "正文", "file": "文件",
}  # fmt: skip
MOST_LINES = 50_000


class HistoryRefused(Exception):
    """The list cannot be read as a whole; the sentence says what to do."""


@dataclass(frozen=True, kw_only=True)
class OldText:
    """One text of an old issue. `text` is plain, paragraphs are lines; `html` wins where it is given."""

    title: str
    column: str = "government"
    doc_number: str = ""
    issuer: str = ""
    formed_on: dt.date | None = None
    text: str = ""
    html: str = ""


@dataclass(frozen=True, kw_only=True)
class OldIssue:
    """An issue as the list tells it. `file` names the scanned PDF that belongs to it, if there is one."""

    year: int
    number: int
    total: int
    day: dt.date | None = None
    file: str = ""
    texts: list[OldText] = field(default_factory=list)


def read_list(data: bytes, name: str) -> tuple[list[OldIssue], list[str]]:
    """Return the issues in the order of their total numbers, and one sentence for each line that cannot be used.

    Raises HistoryRefused when the file is no list at all.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise HistoryRefused("文件不是 UTF-8 或者 GB18030 编码的文本，请另存后再导入。") from error
    rows = _json_rows(text) if name.lower().endswith((".jsonl", ".json", ".ndjson")) else _csv_rows(text)
    issues: dict[tuple[int, int], OldIssue] = {}
    wrong: list[str] = []
    for place, row in rows:
        try:
            _take(issues, row)
        except ValueError as error:
            wrong.append(f"第{place}行：{error}")
    return sorted(issues.values(), key=lambda one: (one.total, one.year, one.number)), wrong


def _json_rows(text: str) -> list[tuple[int, Mapping[str, object]]]:
    rows: list[tuple[int, Mapping[str, object]]] = []
    for place, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        if len(rows) >= MOST_LINES:
            raise HistoryRefused(f"一次最多导入{MOST_LINES}行，请分几次导入。")
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        rows.append((place, found if isinstance(found, dict) else {}))
    if not rows:
        raise HistoryRefused("文件里没有内容。")
    return rows


def _csv_rows(text: str) -> list[tuple[int, Mapping[str, object]]]:
    names = {heading: key for key, heading in HEADINGS.items()}
    try:
        reader = csv.DictReader(io.StringIO(text))
        rows: list[tuple[int, Mapping[str, object]]] = [
            (reader.line_num, {names.get(head or "", head or ""): value for head, value in row.items() if head})
            for _, row in zip(range(MOST_LINES + 1), reader, strict=False)
        ]
    except csv.Error as error:
        raise HistoryRefused("文件不是逗号分隔的表格，请下载模板后填写。") from error
    if len(rows) > MOST_LINES:
        raise HistoryRefused(f"一次最多导入{MOST_LINES}行，请分几次导入。")
    if not rows:
        raise HistoryRefused("表格里没有内容。")
    return rows


def _take(issues: dict[tuple[int, int], OldIssue], row: Mapping[str, object]) -> None:
    """Raises ValueError with a Chinese reason."""
    year, number, total = (_whole(row, key) for key in ("year", "number", "total"))
    if not 1900 <= year <= 2100 or not 1 <= number <= 9999 or not 1 <= total <= 99_999:
        raise ValueError("年份或者期号不在合理范围内")
    day = _day(row, "day")
    issue = issues.setdefault(
        (year, number), OldIssue(year=year, number=number, total=total, day=day, file=_text(row, "file"))
    )
    if issue.total != total:
        raise ValueError(f"{year}年第{number}号在表中有两个总期号：{issue.total}和{total}")
    title = _text(row, "title")
    if not title:
        return  # a line for the issue alone: only its scan is kept
    columns = {name: key for key, name in COLUMN_NAMES.items()}
    column = _text(row, "column")
    issue.texts.append(
        OldText(
            title=title[:300],
            column=column if column in COLUMN_NAMES else columns.get(column, "government"),
            doc_number=_text(row, "doc_number")[:60],
            issuer=_text(row, "issuer")[:100],
            formed_on=_day(row, "formed_on"),
            text=_text(row, "text"),
            html=_text(row, "html"),
        )
    )


def _text(row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    text = value if isinstance(value, str) else "" if value is None else str(value)
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _whole(row: Mapping[str, object], key: str) -> int:
    text = _text(row, key)
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise ValueError(f"缺少{HEADINGS[key]}，或者不是数字")
    return int(text)


def _day(row: Mapping[str, object], key: str) -> dt.date | None:
    text = _text(row, key)
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{HEADINGS[key]}请写成2026-03-09的样子") from error
