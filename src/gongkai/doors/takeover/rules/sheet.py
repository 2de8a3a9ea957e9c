"""Which pages go where: rules by path and by the old column, the first that fits decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

ACTIONS = {"take": "接管", "list": "栏目页", "skip": "不接管"}
# Headings of the sheet in any of their usual wordings → field.
HEADINGS = {
    "路径": "path", "地址": "path", "网址": "path", "目录": "path",
    "旧栏目": "old_column", "原栏目": "old_column",
    "栏目": "column", "新栏目": "column", "归入栏目": "column",
    "种类": "kind", "内容种类": "kind", "机关": "agency", "发布机关": "agency", "单位": "agency",
    "处理": "action", "处理方式": "action", "主题": "theme", "主题分类": "theme", "文种": "genre", "备注": "note",
}  # fmt: skip
KINDS = {"公文": "take", "文件": "take", "document": "take", "文章": "take", "栏目页": "list", "列表": "list"}


@dataclass(frozen=True)
class MappingRule:
    """`path` is the beginning of an address, or a pattern with *; empty fits all. `column` and `agency` are codes."""

    path: str = ""
    old_column: str = ""
    column: str = ""
    agency: str = ""
    action: str = "take"
    theme: str = ""
    genre: str = ""

    def fits(self, address: str, old_column: str) -> bool:
        if self.old_column and self.old_column != old_column:
            return False
        return not self.path or bool(_pattern(self.path).match(address))


@lru_cache(maxsize=2000)
def _pattern(path: str) -> re.Pattern[str]:
    """Without * it is a beginning, with * a whole address; no other sign has a meaning."""
    if "*" not in path:
        return re.compile(re.escape(path))
    return re.compile(".*".join(re.escape(part) for part in path.split("*")) + r"\Z")


def first_match(rules: Sequence[MappingRule], address: str, old_column: str) -> MappingRule | None:
    return next((rule for rule in rules if rule.fits(address, old_column)), None)
