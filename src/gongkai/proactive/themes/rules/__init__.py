"""政策专题集成: what belongs to a theme, in which section it stands, when the set is complete. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from gongkai.base.events.rules import declare

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

declare(
    {
        "themes:theme:create": "建立政策专题",
        "themes:theme:receive": "接收上级政策专题",
        "themes:theme:edit": "修改政策专题",
        "themes:theme:gather": "归集候选内容",
        "themes:entry:include": "归入政策专题",
        "themes:entry:exclude": "认定不归入政策专题",
        "themes:entry:reconsider": "重新认定是否归入",
    }
)

KIND = "theme"
KIND_NAME = "政策专题"
MARK = "/JC-"
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])?")


class Origin(StrEnum):
    OWN = "own"
    SUPERIOR = "superior"


ORIGIN_NAMES: dict[str, str] = {Origin.OWN: "本机关专题", Origin.SUPERIOR: "上级部署专题"}


class Decision(StrEnum):
    OPEN = "open"
    IN = "in"
    OUT = "out"


DECISION_NAMES: dict[str, str] = {Decision.OPEN: "待认定", Decision.IN: "已归入", Decision.OUT: "认定不归入"}


class Section(StrEnum):
    """In this order they stand on the page."""

    POLICY = "policy"
    INTERPRETATION = "interpretation"
    GUIDE = "guide"
    FAQ = "faq"
    SERVICE = "service"
    BENEFIT = "benefit"


SECTION_NAMES: dict[str, str] = {
    Section.POLICY: "政策文件", Section.INTERPRETATION: "政策解读", Section.GUIDE: "办事指南", Section.FAQ: "常见问题",
    Section.SERVICE: "在线办理", Section.BENEFIT: "政策事项",
}  # fmt: skip
# What an integrated publication (集成式发布, R191) must have before it may go out.
WHOLE_SET = (Section.POLICY, Section.GUIDE, Section.INTERPRETATION, Section.FAQ)
# Kinds of publishing that may belong to a theme, by the section they stand in; documents are told apart by their titles.
SECTION_OF_KIND: dict[str, Section] = {
    "document": Section.POLICY,
    "interpretation": Section.INTERPRETATION,
    "faq": Section.FAQ,
    "question": Section.FAQ,
    "service-item": Section.SERVICE,
    "policy-item": Section.BENEFIT,
    "policy-package": Section.BENEFIT,
}
_BY_TITLE: tuple[tuple[re.Pattern[str], Section], ...] = (
    (re.compile(r"常见问题|问答|答记者问|百问"), Section.FAQ),
    (re.compile(r"解读|图解|一图读懂|政策说明"), Section.INTERPRETATION),
    (re.compile(r"(?:办事|申请|服务|操作|办理)(?:指南|须知|流程)|指南$|须知$|指引$"), Section.GUIDE),
)
# Configuration of this platform, no rule of law: so long may a theme stand without anything new before its keeper is warned.
STALE_DAYS = 90
STALE_SOURCE = "平台配置：专题90天没有归入或者更新内容的，提醒维护人核对"


def theme_key(agency: str, slug: str) -> str:
    """Return the index number of a theme: it ends in the slug, so that its address needs no look-up."""
    return f"{agency}{MARK}{slug}"


def slug_of(key: str) -> str:
    return key.rpartition(MARK)[2]


def path_of(key: str) -> str:
    return f"/themes/{slug_of(key)}"


def section_of(kind: str, title: str) -> Section | None:
    """Return where a thing stands on the page of a theme; None for kinds that belong to no theme."""
    section = SECTION_OF_KIND.get(kind)
    if section is Section.POLICY:
        return next((found for pattern, found in _BY_TITLE if pattern.search(title)), section)
    return section


def lacking(sections: Iterable[str], *, integrated: bool) -> list[Section]:
    """Return what an integrated publication still lacks; any other theme lacks nothing but a policy."""
    present = set(sections)
    return [one for one in (WHOLE_SET if integrated else (Section.POLICY,)) if one not in present]


def is_stale(updated_on: dt.date | None, today: dt.date) -> bool:
    return updated_on is not None and (today - updated_on).days > STALE_DAYS


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What belongs: said in words for people (`statement`), in words to look for, in tags, and what does not belong."""

    statement: str = ""
    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.tags)


def split_words(text: str) -> tuple[str, ...]:
    """Return the words that stand in one field, divided by 、 or ； or commas or line ends."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[、;；,，\n]", text) if part.strip()))


SHORTEST_WORD, LONGEST_WORD = 2, 30
LINES = 20  # of a list on one page, here and in the interface
LONGEST_QUERY = 60


def defects(title: str, slug: str, scope: Scope) -> list[str]:
    """Return what is wrong or missing, as sentences for the form and for the line of an import."""
    found = []
    if not title.strip():
        found.append("请填写专题名称。")
    if not SLUG.fullmatch(slug):
        found.append("地址名用小写字母、数字和短横，例如 zhufang-baozhang，2至40个字符。")
    if not scope.statement.strip():
        found.append("请写明收录范围：哪些政策属于这个专题。")
    if scope.is_empty:
        found.append("请至少填写一个关键词或者一个主题标签，系统据此查找应归集的内容。")
    wrong = [word for word in (*scope.words, *scope.without) if not SHORTEST_WORD <= len(word) <= LONGEST_WORD]
    if wrong:
        found.append(f"关键词“{'、'.join(wrong)}”应在{SHORTEST_WORD}至{LONGEST_WORD}字之间。")
    return found
