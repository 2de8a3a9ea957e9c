"""Tables in a policy: which columns say what is granted, and whether the rows are steps of one benefit or several benefits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.proactive.policy.rules.extraction.granting import is_whole
from gongkai.proactive.policy.rules.extraction.money import Money, money_of
from gongkai.proactive.policy.rules.extraction.text import CELL, Paragraph, Piece

_GRANTED = re.compile(
    r"给多少|补多少|给什么|标准|金额|额度|比例|待遇|优惠|减免|奖励$|补贴$|补助$|支持(?:内容|措施|方式|政策)|(?:补贴|补助|奖励|资助)(?:内容|（|\()"
)
_NOT_GRANTED = re.compile(r"检测|抽检|抽查|违约|处罚|项目名称|对象|条件|依据|材料|收费标准|原标准|流程|时间|时限|部门")
_ASKED = re.compile(r"给谁|补谁|对象|条件|范围")
_STEPS = re.compile(r"等级|级别|档次|档位|层次|学历|职称|人数|面积|年限|类型|类别|星级|区域|地区|规模|职业|对象|序号")

_NAMES_A_BENEFIT = re.compile(r"项目|名称|事项|政策")


@dataclass
class Table:
    """A table while it is read; `first` is the index of its first row."""

    columns: list[int]
    asked: list[int]
    steps: bool
    first: int


def is_row(paragraph: Paragraph) -> bool:
    return CELL in paragraph.text


def cells(row: Piece) -> list[Piece]:
    found, at = [], row.start
    for text in row.text.split(CELL):
        found.append(Piece(text, at))
        at += len(text) + 1
    return found


def opened(head: Paragraph) -> Table:
    """Begin a table with its first row; where that names no column of benefits, none is looked for."""
    names = [one.text.strip() for one in cells(head)]
    columns = [n for n, name in enumerate(names) if _GRANTED.search(name) and not _NOT_GRANTED.search(name)]
    who = [name for n, name in enumerate(names) if n not in columns and not re.match(r"序号|编号", name)]
    steps = bool(who) and bool(_STEPS.search(who[0])) and not any(_NAMES_A_BENEFIT.search(name) for name in who)
    asked = [
        n for n, name in enumerate(names) if n not in columns and (_ASKED.search(name) or (steps and name == who[0]))
    ]
    return Table(columns, asked, steps, head.index)


def granted(table: Table, row: Paragraph) -> Money | None:
    """Return what a row grants; None where it grants nothing that can be read."""
    found, whole = Money(), False
    parts = cells(row)
    for number in table.columns:
        if number < len(parts):
            found.add(money_of(parts[number]))
            whole = whole or is_whole(parts[number].text)
    return found if found or whole else None


def asked(table: Table, row: Paragraph) -> list[Piece]:
    """Return the cells that say who gets it."""
    return [one for number, one in enumerate(cells(row)) if number in table.asked and one.text.strip()]


def says_the_same(table: Table, row: Paragraph) -> bool:
    """Tell whether a row is of the same people or benefit as the one above: «同上» where that is said, not beside it."""
    parts = cells(row)
    return any(parts[n].text.strip() == "同上" for n in {*table.columns, *table.asked} if n < len(parts))


def name_of(row: Piece) -> str:
    """Return the cell that names a row: the first one that is not a number."""
    return next(
        (one.text.strip() for one in cells(row) if len(one.text.strip()) > 1 and not one.text.strip().isdigit()), ""
    )
