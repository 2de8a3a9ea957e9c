"""Published reports as offices write them: the same numbers in several shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongkai.law import annual_tables as law

# rules 3.6 A: a real-shaped report of a city for 2025.
A3: dict[str, list[int]] = {
    "new": [13612, 252, 0, 45, 128, 32, 14069], "carried_in": [535, 6, 0, 1, 18, 0, 560],
    "granted": [5345, 129, 0, 41, 19, 14, 5548], "partial": [2120, 39, 0, 1, 6, 2, 2168],
    "d1": [13, 0, 0, 0, 0, 0, 13], "d2": [30, 0, 0, 0, 0, 0, 30], "d3": [11, 0, 0, 0, 0, 0, 11],
    "d4": [49, 2, 0, 0, 0, 0, 51], "d5": [103, 1, 0, 0, 0, 0, 104], "d6": [84, 1, 0, 0, 0, 0, 85],
    "d7": [282, 4, 0, 0, 0, 0, 286], "d8": [147, 0, 0, 0, 1, 2, 150],
    "u1": [3075, 50, 0, 0, 89, 8, 3222], "u2": [177, 3, 0, 0, 0, 0, 180], "u3": [19, 0, 0, 0, 0, 0, 19],
    "n1": [199, 1, 0, 0, 3, 0, 203], "n2": [147, 1, 0, 0, 0, 0, 148], "n3": [0] * 7,
    "n4": [100, 1, 0, 0, 0, 0, 101], "n5": [5, 0, 0, 0, 0, 0, 5],
    "o1": [315, 3, 0, 0, 0, 0, 318], "o2": [202, 0, 0, 1, 0, 0, 203], "o3": [941, 17, 0, 1, 3, 3, 965],
    "total": [13364, 252, 0, 44, 121, 29, 13810], "carried_out": [783, 6, 0, 2, 25, 3, 819],
}  # fmt: skip
A4 = {law.REVIEW: [376, 97, 196, 121, 790], law.DIRECT: [16, 1, 12, 27, 56], law.AFTER_REVIEW: [74, 1, 30, 51, 156]}
A2 = {"规章": [3, 5, 74], "行政规范性文件": [564, 984, 4185], "行政许可": [11398889], "行政处罚": [6937489],
      "行政强制": [166105], "行政事业性收费": [316441]}  # fmt: skip


def record(**changes: Any) -> dict[str, Any]:
    """Return report A as `report check` takes it; `changes` like {"carried_out": [...]} go into table 三."""
    table3 = {key: list(values) for key, values in A3.items()} | changes
    return {"year": 2025, "issuer": "云川市人民政府", "table2": A2, "table3": table3, "table4": A4}


TEXT = (
    "一、总体情况。2025年，全市共收到政府信息公开申请14069件，结转下年度继续办理819件。"
    "办理行政复议790件、行政诉讼212件。主动公开政府信息1,150条，其中，网站公开1000条、新媒体公开150条。"
)


def page(cell: Callable[[int], str] = str, *, shell: str = "plain", text: str = TEXT, t3: Any = None) -> str:
    """Return an HTML page of report A. `cell` writes a number, `shell` is how the page is built around the tables."""
    body = {"plain": _plain, "layout": _layout, "loose": _loose}[shell](cell, t3 or A3)
    title = "云川市2025年政府信息公开工作年度报告"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p>{body}</body></html>"


def _row(labels: str, values: list[int], cell: Callable[[int], str], style: str = "") -> str:
    return f"<tr>{labels}{''.join(f'<td{style}><p><span>{cell(value)}</span></p></td>' for value in values)}</tr>"


def _plain(cell: Callable[[int], str], t3: Any) -> str:
    """Merged headings as on the form."""
    rows = [
        (
            "<tr><td colspan='3' rowspan='3'>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>"
            "<td colspan='7'>申请人情况</td></tr>"
        ),
        "<tr><td rowspan='2'>自然人</td><td colspan='5'>法人或其他组织</td><td rowspan='2'>总计</td></tr>",
        "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>",
    ]
    group, first = "", True
    for row in law.TABLE3[law.Form.Y2021]:
        if row.key in ("new", "carried_in", "carried_out"):
            labels = f"<td colspan='3'>{row.name}</td>"
        else:
            labels = "<td rowspan='22'>三、本年度办理结果</td>" if first else ""
            first = False
            labels += f"<td rowspan='9'>{row.group}</td>" if row.group and row.group != group else ""
            labels += f"<td{'' if row.group else ' colspan=2'}>{row.name}</td>"
            group = row.group
        rows.append(_row(labels, t3[row.key], cell))
    return f"<table>{''.join(rows)}</table>{_fourth(cell)}{_second(cell)}"


def _fourth(cell: Callable[[int], str]) -> str:
    names = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    heads = (
        f"<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>{names}<td colspan=5>未经复议直接起诉</td>"
        f"<td colspan=5>复议后起诉</td></tr><tr>{names}{names}</tr>"
    )
    return f"<table>{heads}{_row('', [n for cells in A4.values() for n in cells], cell)}</table>"


def _second(cell: Callable[[int], str]) -> str:
    rows = [("<tr><td colspan=4>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td>"
            "<td>现行有效件数</td></tr>")]  # fmt: skip
    for name, values in A2.items():
        wide = " colspan=3" if len(values) == 1 else ""
        rows.append(_row(f"<td>{name}</td>", values, cell, wide))
    return f"<table>{''.join(rows)}</table>"


def _layout(cell: Callable[[int], str], t3: Any) -> str:
    """The tables inside tables that make the page."""
    inner = _plain(cell, t3)
    return (
        f"<table><tr><td>导航<ul><li>首页</li></ul></td><td><table><tr><td>{inner}</td></tr></table></td></tr></table>"
    )


def _loose(cell: Callable[[int], str], t3: Any) -> str:
    """Pasted from Word: spaces in the words, group and row in one cell, an extra table of another kind, vertical 表四."""
    rows = [("<tr><th>申请人情况</th><th>自 然 人</th><th>商业企业</th><th>科研机构</th><th>社会公益组织</th><th>法律服务机构</th>"
            "<th>其他</th><th>总 计</th></tr>")]  # fmt: skip
    for row in law.TABLE3[law.Form.Y2021]:
        name = f"{row.group}&nbsp;{row.name}".replace("总计", "总　计").replace("信访举报", "信访、举报")
        rows.append(_row(f"<td>{name}</td>", t3[row.key], cell))
    fourth = "".join(
        _row(f"<td>{'行政诉讼 ' if name != law.REVIEW else ''}{name}</td>", values, cell) for name, values in A4.items()
    )
    other = "<table><tr><td>序号</td><td>栏目</td><td>条数</td></tr><tr><td>1</td><td>规划</td><td>7</td></tr></table>"
    return f"{other}<table>{''.join(rows)}</table><table>{fourth}</table>{_second(cell)}"
