"""Holiday notices as they come: our JSON, records of public collections, tables from a spreadsheet. Errors name the line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

NOTICE_COLUMNS = ("日期", "节日", "安排")
MOST_BYTES = 1024 * 1024
MOST_LINES = 500
_RANGE = re.compile(r"\s*(?:至|到|—+|–|~|～)\s*")
_PARTS = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?$")
_KINDS = {"放假": True, "休": True, "休息": True, "上班": False, "班": False, "调休上班": False}


class Unreadable(ValueError):
    """The text is no notice; `problems` are Chinese sentences, one a line of the text."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(self.problems))


def notice_from_record(record: Mapping[str, Any], **given: object) -> dict[str, Any]:
    """Return a record in the terms of `law.notices.load_notice`.

    `record` is our own form, or one of a public collection whose days stand in `extra.days` and whose year in `extra` or
    `date`. What is `given` (year, number, issued, source) fills what the record leaves open and never overrides it.
    Nothing is checked here: the law refuses what is missing.
    """
    extra = record.get("extra")
    extra = extra if isinstance(extra, Mapping) else {}
    found: dict[str, Any] = {
        "year": record.get("year") or extra.get("year") or _year_of(record.get("date")) or _year_of(record.get("id")),
        "number": record.get("number") or record.get("doc_number"),
        "issued": record.get("issued") or extra.get("issued"),
        "source": record.get("source") or record.get("url"),
        "days": record.get("days") if "days" in record else extra.get("days"),
        "off": record.get("off"),
        "worked": record.get("worked"),
    }
    for key, value in given.items():
        found[key] = found.get(key) or value
    return {key: value for key, value in found.items() if value is not None}


def read_notice_file(data: bytes, **given: object) -> dict[str, Any]:
    """Read an uploaded file, see `decoded` and `read_notice_text`."""
    return read_notice_text(decoded(data), **given)


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8 or, as spreadsheets here often write it, GB 18030. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(["文件超过1MB，不像放假安排，请检查是否选错了文件。"])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(["文件不是文本。请上传 JSON 或 CSV 文件；Word、Excel 文件请另存为 CSV 后再上传。"])


def read_notice_text(text: str, **given: object) -> dict[str, Any]:
    """Read pasted text: a JSON object, or lines of 日期, 节日, 安排. Raises Unreadable with every bad line."""
    stripped = text.strip().lstrip("\ufeff")
    if not stripped:
        raise Unreadable(["没有内容。请粘贴或上传放假安排，每行写日期、节日、放假或上班。"])
    if stripped[0] in "{[":
        return notice_from_record(_json(stripped), **given)
    days = _table(stripped)
    given.setdefault("year", _likeliest_year(days))
    return notice_from_record(
        {"off": [d for d in days if d["off"]], "worked": [d for d in days if not d["off"]]}, **given
    )


def _json(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(
            [f"第{error.lineno}行第{error.colno}个字符处不是正确的 JSON，请检查引号、逗号和括号。"]
        ) from error
    except RecursionError as error:
        raise Unreadable(["JSON 嵌套过深，不像放假安排。"]) from error
    if isinstance(value, list):
        value = {"days": value}
    if not isinstance(value, Mapping):
        raise Unreadable(["JSON 的内容应是一份通知。"])
    return value


def _table(text: str) -> list[dict[str, Any]]:
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise Unreadable([f"共{len(lines)}行，超过{MOST_LINES}行，不像一年的放假安排。"])
    delimiter = "\t" if "\t" in text else ","
    days: list[dict[str, Any]] = []
    problems: list[str] = []
    rows = csv.reader(io.StringIO(text.replace("，", ",")), delimiter=delimiter)
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0] == NOTICE_COLUMNS[0]):
            continue
        day = _row(cells)
        if isinstance(day, str):
            problems.append(f"第{number}行：{day}")
        else:
            days.append(day)
    if problems:
        raise Unreadable(problems)
    return days


def _row(cells: list[str]) -> dict[str, Any] | str:
    """Return the day of one line, or what is wrong with it."""
    if len(cells) < len(NOTICE_COLUMNS):
        return "应有三栏：日期、节日、放假或上班。"
    off = _KINDS.get(cells[2])
    if off is None:
        return f"“{cells[2]}”应写作“放假”或“上班”。"
    ends = [_day(part) for part in _RANGE.split(cells[0])]
    if None in ends or len(ends) > 2:
        return f"日期“{cells[0]}”不存在或写法不对，应写作“2026-02-15”或“2026-02-15至2026-02-23”。"
    if not cells[1]:
        return f"{cells[0]}没有写明是哪个节日。"
    return {"from": ends[0], "to": ends[-1], "name": cells[1], "off": off}


def _day(text: str) -> str | None:
    match = _PARTS.match(text.strip())
    try:
        return date(*(int(part) for part in match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _likeliest_year(days: list[dict[str, Any]]) -> int | None:
    years = [int(str(day["from"])[:4]) for day in days]
    return max(set(years), key=years.count) if years else None


def _year_of(value: object) -> int | None:
    match = re.search(r"(?<!\d)(20\d\d)(?!\d)", str(value or ""))
    return int(match[1]) if match else None
