"""Whether the blocks of a site are in balance (政務公開、財政服務、政民互動, R249). No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """板块 of a column whose keeper named none: the first block that names its type, or whose words stand in its name."""

    key: str
    name: str
    types: frozenset[str]
    words: tuple[str, ...]


BLOCKS: tuple[Block, ...] = (
    Block("interaction", "政民互动", frozenset({"问答（常见问题）", "互动交流", "意见征集"}), ("互动", "留言", "征集", "信箱", "访谈", "建议")),
    Block("services", "政务服务", frozenset({"办事指南", "表格下载", "财政信息"}), ("办事", "服务", "表格", "预决算", "财政")),
    Block("openness", "政务公开", frozenset(), ("",)),
)  # fmt: skip
BALANCE_DAYS = 90
LEAST_SHARE = 0.1
BALANCE_SOURCE = (
    f"平台配置：近{BALANCE_DAYS}日更新不足全站{LEAST_SHARE:.0%}的板块提示失衡；上级文件要求各板块均衡，没有规定比例"
)


def block_of(column_type: str, name: str) -> Block:
    typed = next((block for block in BLOCKS if column_type in block.types), None)
    return typed or next(block for block in BLOCKS if any(word in name for word in block.words))


def unbalanced(active: Mapping[str, int], columns: Mapping[str, int]) -> dict[str, str]:
    """Return block → what is wrong with it. `active` counts what was published lately, `columns` the columns of a block."""
    total = sum(active.values())
    found: dict[str, str] = {}
    for block in BLOCKS:
        if not columns.get(block.key):
            found[block.key] = "没有栏目"
        elif total and active.get(block.key, 0) / total < LEAST_SHARE:
            found[block.key] = f"近{BALANCE_DAYS}日只有{active.get(block.key, 0)}件，不足全站的{LEAST_SHARE:.0%}"
    return found
