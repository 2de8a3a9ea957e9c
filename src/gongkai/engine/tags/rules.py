"""标签目录: schemes, the plan from one catalogue to the next, who holds tags. No Django."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from gongkai.base.events.rules import declare

declare(
    {
        "tags:version:propose": "拟定标签目录新版本",
        "tags:version:adopt": "启用标签目录新版本",
        "tags:version:discard": "放弃标签目录草案",
        "tags:item:retag": "按新目录调整标签",
        "tags:item:decide": "逐件确定标签",
    }
)

SCHEMES: dict[str, str] = {
    "theme": "主题分类",
    "genre": "体裁文种",
    "category": "公开类别",
    "five": "五公开",
    "audience": "服务对象",
    "field": "领域",
}
LONGEST = {"code": 20, "name": 30}


class Kind(StrEnum):
    """What a new catalogue does to an old tag."""

    KEEP = "keep"
    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    RETIRE = "retire"


KIND_NAMES = {
    Kind.KEEP: "沿用",
    Kind.RENAME: "改名",
    Kind.MERGE: "合并",
    Kind.SPLIT: "拆分，逐件确定",
    Kind.RETIRE: "停用，逐件确定",
}


@dataclass(frozen=True)
class Choice:
    """A tag as it stands in a catalogue."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class NewTag:
    """A line of a new catalogue; `replaces` names old tags by code or name."""

    code: str
    name: str
    parent: str = ""
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What becomes of one old tag: nothing in `to` when it is retired."""

    old: Choice
    kind: Kind
    to: tuple[Choice, ...]


@dataclass(frozen=True)
class Field:
    """A field in which things hold tags of a scheme: by `name` or `code`, one or a list of them."""

    scheme: str
    field: str
    by: str = "name"
    many: bool = False


# Who holds tags, by model label, as foreign keys name their tables. Each has `item`, the thing of publishing it belongs to.
HOLDERS: dict[str, tuple[Field, ...]] = {
    "documents.Document": (
        Field("theme", "themes", many=True),
        Field("audience", "audiences", many=True),
        Field("genre", "genre"),
        Field("category", "category"),
        Field("five", "five", by="code", many=True),
    ),
    "publishing.Release": (
        Field("theme", "themes", many=True),
        Field("audience", "audiences", many=True),
        Field("genre", "genre"),
        Field("category", "category"),
    ),
}


def hold(label: str, *fields: Field) -> None:
    """Say that a model holds tags, so that a new catalogue re-tags its rows. Called from the package's rules."""
    HOLDERS[label] = fields


@cache
def seed() -> Mapping[str, tuple[Choice, ...]]:
    """Return the catalogue that the platform comes with."""
    told = tomllib.loads(files(__package__).joinpath("seed.toml").read_text(encoding="utf-8"))
    return {scheme: tuple(Choice(code, name) for code, name in tags.items()) for scheme, tags in told.items()}


def defects(old: Sequence[Choice], new: Sequence[NewTag]) -> list[str]:
    """Return everything wrong with a new catalogue, in sentences."""
    found = [] if new else ["新目录是空的。"]
    found += [f"代码“{code}”出现了{n}次。" for code, n in Counter(tag.code for tag in new).items() if n > 1]
    found += [f"名称“{name}”出现了{n}次。" for name, n in Counter(tag.name for tag in new).items() if n > 1]
    codes, standing = {tag.code for tag in new}, {tag.code: tag for tag in old}
    names = {tag.name: tag for tag in old}
    for tag in new:
        label = tag.name or tag.code
        if not tag.code or not tag.name:
            found.append(f"“{label}”缺少代码或名称。")
        if len(tag.code) > LONGEST["code"] or len(tag.name) > LONGEST["name"]:
            found.append(f"“{label}”过长：代码不超过{LONGEST['code']}个字符，名称不超过{LONGEST['name']}个字。")
        if tag.parent and (tag.parent not in codes or tag.parent == tag.code):
            found.append(f"“{label}”的上级代码“{tag.parent}”不在新目录里。")
        found += [
            f"“{label}”承接的“{one}”不在现行目录里。"
            for one in tag.replaces
            if one not in standing and one not in names
        ]
        other = names.get(tag.name)
        if other is not None and other.code not in {before.code for before in _before(tag, old)}:
            found.append(f"名称“{tag.name}”现在是另一个标签（{other.code}），不能改作他用，请另取名称。")
    return found + _circles(new)


def _circles(new: Sequence[NewTag]) -> list[str]:
    parents = {tag.code: tag.parent for tag in new}
    for tag in new:
        seen, step = set(), tag.code
        while parents.get(step):
            if step in seen:
                return [f"“{tag.name}”的上级绕成了一圈，请核对上级代码。"]
            seen.add(step)
            step = parents[step]
    return []


def _before(tag: NewTag, old: Sequence[Choice]) -> list[Choice]:
    """Return the old tags that a new one takes over: those it names, else the one of its code, else that of its name."""
    if tag.replaces:
        return [one for one in old if one.code in tag.replaces or one.name in tag.replaces]
    same = [one for one in old if one.code == tag.code] or [one for one in old if one.name == tag.name]
    return same[:1]


def plan(old: Sequence[Choice], new: Sequence[NewTag]) -> list[Change]:
    """Return what becomes of every old tag, in the old order."""
    after: dict[str, list[NewTag]] = {}
    before = {tag.code: _before(tag, old) for tag in new}
    for tag in new:
        for one in before[tag.code]:
            after.setdefault(one.code, []).append(tag)
    return [Change(one, _kind(one, after.get(one.code, []), before), _choices(after.get(one.code, []))) for one in old]


def _choices(tags: Sequence[NewTag]) -> tuple[Choice, ...]:
    return tuple(Choice(tag.code, tag.name, tag.parent) for tag in tags)


def _kind(one: Choice, after: Sequence[NewTag], before: Mapping[str, Sequence[Choice]]) -> Kind:
    if not after:
        return Kind.RETIRE
    if len(after) > 1:
        return Kind.SPLIT
    if len(before[after[0].code]) > 1:
        return Kind.MERGE
    return Kind.KEEP if (after[0].code, after[0].name) == (one.code, one.name) else Kind.RENAME
