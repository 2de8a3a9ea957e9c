"""Reports given as JSON (tables as in the corpus), and whole files of any kind. No Django."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from gongkai.base.files.rules import FileRefused, extract
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.rules.figures import Fault, Figures, Number, Sum
from gongkai.oversight.annual_report.rules.narrative import read_text
from gongkai.oversight.annual_report.rules.numbers import NotANumber, number_of, whole
from gongkai.oversight.annual_report.rules.reading import figures_of_html, figures_of_text

WIDTHS = {"table3": len(law.ALL_COLUMNS), "table4": len(law.TABLE4_COLUMNS)}
LIKE_JSON, LIKE_HTML, LIKE_TEXT = (".json", ".jsonl"), (".html", ".htm", ".xhtml"), (".txt", ".md")


class Unreadable(ValueError):
    """The file is no report that can be judged; the sentence says what to do."""


def reports_in(name: str, data: bytes) -> list[Figures]:
    """Return the reports of one file, linked to the year before where that is in it too. Raises Unreadable."""
    kind = PurePath(name).suffix.lower()
    if kind in LIKE_JSON or data.lstrip()[:1] in (b"{", b"["):
        found = [figures_of_record(record) for record in _records(data)]
    elif kind in LIKE_HTML:
        found = [figures_of_html(_decoded(data))]
    elif kind in LIKE_TEXT:
        found = [figures_of_text(_decoded(data))]
    else:
        found = [_extracted(name, data)]
    if all(one.is_empty for one in found):
        raise Unreadable(
            "没有读到年度报告的表格，也没有读到正文中的件数。请提供公布的报告（HTML、DOCX、XLSX、纯文本），"
            "或者按接口格式整理的 JSON。"
        )
    return linked(found)


def linked(reports: Sequence[Figures]) -> list[Figures]:
    """Give each report the one of the same body and the year before, where it is among them."""
    known = {(one.issuer, one.year): one for one in reports if one.issuer and one.year}
    return [replace(one, previous=one.previous or known.get((one.issuer, (one.year or 0) - 1))) for one in reports]


def _decoded(data: bytes) -> str:
    for name in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise Unreadable("无法识别文件的文字编码，请另存为 UTF-8 编码。")


def _extracted(name: str, data: bytes) -> Figures:
    try:
        read = extract(data, name)
    except FileRefused as error:
        raise Unreadable(str(error)) from error
    return figures_of_html(read.html, title=read.title)


def _records(data: bytes) -> list[Mapping[str, Any]]:
    text = _decoded(data)
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        try:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        except json.JSONDecodeError as error:
            raise Unreadable(f"不是有效的 JSON：第{error.lineno}行第{error.colno}个字符处有误。") from error
    found = found if isinstance(found, list) else [found]
    if not found or not all(isinstance(one, dict) for one in found):
        raise Unreadable("JSON 中没有报告：应为一个对象，或者由对象组成的数组。")
    return found


def figures_of_record(record: Mapping[str, Any]) -> Figures:
    """Read a record of the corpus, or its `extra` alone. Raises Unreadable with the place."""
    facts = record.get("extra") if isinstance(record.get("extra"), dict) else record
    assert isinstance(facts, Mapping)
    faults: list[Fault] = []
    said, sums = _narrative(facts.get("narrative") or {})
    text = read_text(str(record.get("text") or facts.get("text") or ""))
    given = {(one.total, one.parts) for one in sums}
    before = facts.get("previous")
    year = facts.get("year")
    return Figures(
        year=int(year) if isinstance(year, int | str) and str(year).isdigit() else None,
        issuer=str(record.get("issuer") or facts.get("issuer") or ""),
        table2=_table2(facts.get("table2")),
        table3=_counts("table3", facts.get("table3"), faults),
        table4=_counts("table4", facts.get("table4"), faults),
        said={**text.numbers, **said},
        handled=text.handled and "received" not in said,
        sums=(*sums, *(one for one in text.sums if (one.total, one.parts) not in given)),
        faults=tuple(faults),
        part_six=text.part_six if text.part_six is not None else facts.get("part6"),
        previous=figures_of_record(before) if isinstance(before, dict) else None,
    )


def _mapping(name: str, value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable(f"{name} 应为对象：行的键对应一行数字。")
    return value


def _counts(name: str, value: Any, faults: list[Fault]) -> dict[str, tuple[int | None, ...]]:
    names = [column.name for column in (law.ALL_COLUMNS if name == "table3" else law.TABLE4_COLUMNS)]
    known = law.ROW_NAMES if name == "table3" else dict.fromkeys(law.TABLE4, "")
    found: dict[str, tuple[int | None, ...]] = {}
    for key, cells in _mapping(name, value).items():
        if key not in known:
            raise Unreadable(f"{name} 没有“{key}”这一行，可用的行：{'、'.join(known)}。")
        if not isinstance(cells, list) or len(cells) != WIDTHS[name]:
            raise Unreadable(f"{name} 的“{key}”应有{WIDTHS[name]}个数：{'、'.join(names)}。")
        found[key] = tuple(_count(key, column, cell, faults) for column, cell in zip(names, cells, strict=True))
    return found


def _count(row: str, column: str, value: Any, faults: list[Fault]) -> int | None:
    if value is None:
        return None
    try:
        return whole(str(value))
    except NotANumber as error:
        faults.append(Fault(row, column, str(error)))
        return None


def _table2(value: Any) -> dict[str, tuple[Decimal | None, ...]]:
    """Cells of old forms are copied as they stood ("+22", "--253"); what is no number there is not judged."""
    found: dict[str, tuple[Decimal | None, ...]] = {}
    for key, cells in _mapping("table2", value).items():
        found[key] = tuple(_amount(key, cell) for cell in (cells if isinstance(cells, list) else [cells]))
    return found


def _amount(row: str, value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        return number_of(str(value), money_in_wan=row == law.FEES)
    except NotANumber:
        return None


def _narrative(value: Any) -> tuple[dict[str, Number], list[Sum]]:
    facts = _mapping("narrative", value)
    said: dict[str, Number] = {
        key: one if isinstance(one, int) else Decimal(str(one))
        for key, one in facts.items()
        if isinstance(one, int | float) and not isinstance(one, bool)
    }
    sums = []
    for one in facts.get("sums") or []:
        if not isinstance(one, dict) or not {"total", "parts"} <= one.keys():
            raise Unreadable("narrative.sums 的每一项应有 what、total 和 parts。")
        parts = tuple(Decimal(str(part)) for part in one["parts"])
        sums.append(Sum(str(one.get("what", "")), Decimal(str(one["total"])), parts))
    return said, sums
