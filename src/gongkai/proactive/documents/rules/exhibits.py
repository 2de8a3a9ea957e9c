"""Exhibits (图示): a chart, a timeline, a map or cards that show part of what a text says (R269). No Django.

An exhibit is plain JSON: what a person confirmed, normalised here, and nothing that is not shown. Whatever it shows can
also be read as a table (`table_of`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.base.events.rules import declare

declare(
    {
        "documents:exhibit:attach": "添加图示",
        "documents:exhibit:change": "修改图示",
        "documents:exhibit:remove": "移除图示",
        "documents:exhibit:verify": "对照公开稿确认图示",
        "documents:map:upload": "更换行政区划底图",
    }
)

KINDS: dict[str, str] = {"chart": "统计图", "timeline": "时间轴", "map": "地图", "cards": "要点卡片"}
KIND_NOTES: dict[str, str] = {
    "chart": "从正文、附件里的表格画成条形图、折线图或者占比图。",
    "timeline": "把正文里的日期和安排排成先后顺序。",
    "map": "按行政区着色，或者在图上标出地点。",
    "cards": "每个对象一张卡片：谁、多少、何时、怎么办、找谁。",
}
FORMS: dict[str, str] = {"bars": "条形图（比较多少）", "lines": "折线图（看变化）", "shares": "占比图（看构成）"}
MAP_FORMS: dict[str, str] = {"areas": "按行政区着色", "points": "标出地点"}
PLACES: dict[str, str] = {"below": "正文之后", "above": "正文之前"}
CARD_FIELDS: dict[str, str] = {
    "name": "对象", "amount": "多少", "when": "什么时间", "how": "怎么办", "contact": "找谁",
}  # fmt: skip
# What a page can hold and a reader can take in. Configuration of our own.
MOST_EXHIBITS, MOST_ROWS, MOST_SERIES, MOST_PARTS, MOST_STEPS, MOST_CARDS, MOST_POINTS = 8, 40, 4, 8, 40, 24, 60
LEAST_ALT, LONGEST_ALT, LONGEST_WORDS = 8, 300, 200
LARGEST = 1e15  # beyond it a float no longer tells units apart
NUMBER = re.compile(r"[-−+]?\d[\d,，]*(?:\.\d+)?")
BLANK = frozenset({"", "-", "—", "——", "－", "/", "…"})
TOTALS = frozenset({"合计", "总计", "小计", "合 计", "总 计", "全市", "全市合计", "合　计"})


@dataclass(frozen=True)
class Table:
    """Any exhibit as words: head, rows of text; `numeric` when all but the first column are figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: bool = False


def value_of(cell: str) -> float | None:
    """Return the number in a cell; a unit or % behind it is dropped. None where there is none."""
    text = cell.strip()
    match = NUMBER.match(text)
    if text in BLANK or match is None or len(text) - match.end() > 4:
        return None
    number = float(match[0].replace(",", "").replace("，", "").replace("−", "-"))
    if abs(number) > LARGEST:
        return None
    return int(number) if number.is_integer() else number


def shown(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4f}".rstrip("0").rstrip(".")


def head_defects(facts: Mapping[str, Any]) -> list[str]:
    """Return what is missing of what every exhibit needs, as sentences."""
    found = []
    if not str(facts.get("title", "")).strip():
        found.append("请填写图示标题")
    if not str(facts.get("source", "")).strip():
        found.append("请写明数据来源，例如“据正文第二部分”")
    alt = str(facts.get("alt", "")).strip()
    if len(alt) < LEAST_ALT:
        found.append(f"请用一句话写出图示说明了什么（至少{LEAST_ALT}个字），看不见图的人靠它了解内容")
    elif alt == str(facts.get("title", "")).strip():
        found.append("替代文字不能只重复标题，请写出图里能看出的结论")
    return found


def defects(kind: str, data: Mapping[str, Any]) -> list[str]:
    """Return why this cannot be drawn, as sentences; nothing when it can."""
    match kind:
        case "chart":
            return _chart_defects(data)
        case "timeline":
            return _timeline_defects(data["steps"])
        case "map":
            return _map_defects(data)
        case "cards":
            return _cards_defects(data["cards"])
    return ["请选择图示种类"]


def _chart_defects(data: Mapping[str, Any]) -> list[str]:
    rows, names = data["rows"], data["names"]
    if len(rows) < 2 or not names:
        return ["请至少给出两行、每行一个名称和一个数"]
    found = []
    if len(rows) > MOST_ROWS:
        found.append(f"一张图最多{MOST_ROWS}行，请合并次要的项目")
    if len(names) > MOST_SERIES:
        found.append(f"一张图最多{MOST_SERIES}组数，请选出要比较的列")
    if data["form"] not in FORMS:
        found.append("请选择图的形式")
    if not str(data.get("unit", "")).strip():
        found.append("请填写单位，例如“亿元”“件”")
    if data["form"] == "shares":
        found += _share_defects(rows, names)
    return found


def _share_defects(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> list[str]:
    if len(names) != 1:
        return ["占比图只用一组数，请只选一列"]
    if any(row[1] is None or row[1] < 0 for row in rows) or not sum(row[1] or 0 for row in rows):
        return ["占比图的每个数都要有，而且不能是负数"]
    return [f"占比图最多{MOST_PARTS}部分，请把小的合并为“其他”"] if len(rows) > MOST_PARTS else []


def _timeline_defects(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    if len(steps) < 2:
        return ["请至少选定两个时间点"]
    found = [f"最多{MOST_STEPS}个时间点，请只留主要的"] if len(steps) > MOST_STEPS else []
    if any(not step["title"].strip() or not step["said"].strip() for step in steps):
        found.append("每个时间点都要有时间和内容")
    return found


def _map_defects(data: Mapping[str, Any]) -> list[str]:
    if not data["areas"]:
        return ["还没有行政区划底图，请先由网站管理员上传，或者登记下级机关"]
    if data["form"] == "points":
        if not data["points"]:
            return ["请至少给出一个地点"]
        return [f"最多{MOST_POINTS}个地点"] if len(data["points"]) > MOST_POINTS else []
    known = [area for area in data["areas"] if area["value"] is not None]
    if len(known) < 2:
        return ["请至少给出两个行政区的数"]
    return [] if str(data.get("unit", "")).strip() else ["请填写单位，例如“公顷”“户”"]


def _cards_defects(cards: Sequence[Mapping[str, str]]) -> list[str]:
    if not cards:
        return ["请至少填写一张卡片"]
    found = [f"最多{MOST_CARDS}张卡片"] if len(cards) > MOST_CARDS else []
    if any(not card["name"].strip() for card in cards):
        found.append("每张卡片都要写明对象")
    if any(not any(card[key].strip() for key in CARD_FIELDS if key != "name") for card in cards):
        found.append("每张卡片除了对象，至少还要有一项内容")
    return found


def table_of(exhibit: Mapping[str, Any]) -> Table:
    """Return what an exhibit shows as a table of words: for those who do not see it, for paper, for comparison."""
    data, title = exhibit["data"], str(exhibit["title"])
    match exhibit["kind"]:
        case "chart":
            unit = f"（{data['unit']}）" if data["unit"] else ""
            rows = tuple((str(row[0]), *(shown(value) for value in row[1:])) for row in data["rows"])
            return Table(title, (data["label"] or "项目", *(_with(name, unit) for name in data["names"])), rows, True)
        case "timeline":
            return Table(title, ("时间", "安排"), tuple((one["said"], one["title"]) for one in data["steps"]))
        case "map" if data["form"] == "areas":
            ordered = sorted(data["areas"], key=lambda one: (one["value"] is None, -(one["value"] or 0)))
            unit = f"（{data['unit']}）"
            named = data["name"] or "数值"
            return Table(
                title, ("区域", _with(named, unit)), tuple((a["name"], shown(a["value"])) for a in ordered), True
            )
        case "map":
            rows = tuple((one["name"], one["area"], one["note"]) for one in data["points"])
            return Table(title, ("地点", "所在区域", "说明"), rows)
    rows = tuple(tuple(card[key] for key in CARD_FIELDS) for card in data["cards"])
    return Table(title, tuple(CARD_FIELDS.values()), rows)


def _with(name: str, unit: str) -> str:
    return name if unit and unit in name else f"{name}{unit}"


def words_of(exhibit: Mapping[str, Any]) -> str:
    """Return everything an exhibit says, one piece a line: what withheld words and data are looked for in."""
    table = table_of(exhibit)
    quotes = [step["quote"] for step in exhibit["data"].get("steps", ())]
    head = [str(exhibit.get(name, "")) for name in ("title", "source", "alt")]
    raw = [str(value) for row in exhibit["data"].get("rows", ()) for value in row]
    cells = [cell for row in (table.head, *table.rows) for cell in row]
    return "\n".join(part for part in [*head, *cells, *raw, *quotes] if part)
