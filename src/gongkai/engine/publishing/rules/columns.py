"""What may stand in a column (收录范围), as data, and whether an item keeps to it (内容混杂, R259). No Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_IDLE_DAYS = 3660  # calendar days between two updates that a column may be given: ten years
KEYS = ("kinds", "genres", "categories")
# The three blocks that a site keeps in balance (政務公開、財政服務、政民互動, R249).
BLOCK_NAMES = {"openness": "政务公开", "services": "政务服务", "interaction": "政民互动"}


@dataclass(frozen=True)
class ColumnRule:
    """What a column takes: nothing named means anything. `own_agency`: only what the responsible agency published."""

    kinds: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    own_agency: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, object]) -> ColumnRule:
        """Read the column's JSON; what is not a list of words counts as nothing."""
        sets = {key: _words(stored.get(key)) for key in KEYS}
        return cls(**sets, own_agency=stored.get("own_agency") is True)

    @property
    def is_open(self) -> bool:
        return not (self.kinds or self.genres or self.categories or self.own_agency)


@dataclass(frozen=True)
class Standing:
    """What is known of an item that stands in a column; `same_agency`: it is the column's own agency's."""

    kind: str = ""
    kind_name: str = ""
    genre: str = ""
    category: str = ""
    same_agency: bool = True
    themes: Sequence[str] = field(default=())


def _words(value: object) -> frozenset[str]:
    return frozenset(str(one) for one in value) if isinstance(value, list | tuple) else frozenset()


def misfit(rule: ColumnRule, item: Standing) -> str:
    """Return in a Chinese sentence why the item does not belong here, or nothing."""
    if rule.kinds and item.kind not in rule.kinds:
        return f"本栏目不收“{item.kind_name or item.kind}”。"
    if rule.genres and item.genre and item.genre not in rule.genres:
        return f"文种是“{item.genre}”，本栏目只收{_listed(rule.genres)}。"
    if rule.categories and item.category not in rule.categories:
        said = item.category or "未标明"
        return f"公开类别是“{said}”，本栏目只收{_listed(rule.categories)}。"
    if rule.own_agency and not item.same_agency:
        return "本栏目只收负责机关自己公开的内容。"
    return ""


def _listed(names: frozenset[str]) -> str:
    return "、".join(f"“{name}”" for name in sorted(names))


def words_of(rule: ColumnRule, kind_names: Mapping[str, str]) -> str:
    """Return the rule as readers see it: «公文；公开类别：规划计划»; nothing for an open column."""
    said = ["、".join(sorted(kind_names.get(kind, kind) for kind in rule.kinds))] if rule.kinds else []
    if rule.genres:
        said.append(f"文种：{'、'.join(sorted(rule.genres))}")
    if rule.categories:
        said.append(f"公开类别：{'、'.join(sorted(rule.categories))}")
    if rule.own_agency:
        said.append("只收负责机关公开的内容")
    return "；".join(said)
