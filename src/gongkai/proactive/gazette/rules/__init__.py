"""The gazette without a database: states, columns, channels, addresses, which numbers are missing. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongkai.base.events.rules import declare
from gongkai.engine.publishing.rules import Step

declare(
    {
        "gazette:gazette:found": "登记公报",
        "gazette:issue:plan": "安排公报期次",
        "gazette:issue:choose": "选入公报",
        "gazette:issue:drop": "移出公报",
        "gazette:issue:arrange": "调整公报篇目",
        "gazette:issue:refresh": "取回文件现行内容",
        "gazette:issue:select": "公报选稿完成",
        "gazette:issue:reopen": "公报退回选稿",
        "gazette:issue:read": "公报校对",
        "gazette:issue:finding": "登记校对意见",
        "gazette:issue:decide": "处理校对意见",
        "gazette:issue:approve": "审定公报",
        "gazette:issue:release": "公报出版",
        "gazette:issue:takeover": "公报历史期次入库",
        "gazette:issue:channel": "登记公报发布渠道",
        "gazette:standard:found": "发现与标准文本不一致",
        "gazette:standard:decide": "处理与标准文本的差异",
        "gazette:standard:settle": "与标准文本恢复一致",
        "gazette:window:reason": "说明文件不刊登公报的理由",
        "gazette:english:edit": "编辑公报英文版",
        "gazette:english:review": "审校公报英文版",
        "gazette:english:release": "发布公报英文版",
        "gazette:paper:recipient": "登记赠阅对象",
        "gazette:paper:supply": "登记公报发行",
        "gazette:paper:receipt": "登记公报签收",
    }
)

ISSUE = "gazette-issue"
TEXT = "gazette-text"
ENGLISH = "gazette-english"
PROOF = Step("proof", "复校")
APPROVE = Step("approve", "审定")
LANGUAGE = Step("language", "语言审校")
PUBLIC_PATH = "/gazette/"
ENGLISH_PATH = "/en/gazette/"
SUBJECT = ISSUE
MOST_ENTRIES = 300


class State(StrEnum):
    """An issue is planned and filled, selected and read twice, proofed, approved, released. 历史期次 begin as released."""

    PLANNED = "planned"
    SELECTED = "selected"
    PROOFED = "proofed"
    APPROVED = "approved"
    RELEASED = "released"


STATE_NAMES: dict[str, str] = {
    State.PLANNED: "选稿",
    State.SELECTED: "校对",
    State.PROOFED: "待审定",
    State.APPROVED: "待出版",
    State.RELEASED: "已出版",
}
STEP_NAMES: dict[str, str] = {
    State.PLANNED: "选稿",
    State.SELECTED: "两次校对",
    State.PROOFED: "审定",
    State.APPROVED: "出版",
    State.RELEASED: "传播和发行",
}
# While these hold, entries may still be changed by the editor.
OPEN = (State.PLANNED, State.SELECTED)


@dataclass(frozen=True)
class Column:
    """A column of the gazette (栏目); a title with one of `words` is proposed for it."""

    key: str
    name: str
    english: str
    words: tuple[str, ...] = ()


# In the order of the printed gazette. 人事任免、表彰褒扬 are asked for by the yearly key points (R293); the list is a configuration of our own.
COLUMNS: dict[str, Column] = {
    one.key: one
    for one in (
        Column("government", "政府文件", "Documents of the Municipal Government"),
        Column("departments", "部门文件", "Documents of departments"),
        Column("districts", "区县文件", "Documents of districts and counties"),
        Column("personnel", "人事任免", "Appointments and removals", words=("任免", "任命", "免去", "任职", "免职")),
        Column("honours", "表彰褒扬", "Commendations", words=("表彰", "表扬", "嘉奖", "命名", "授予")),
        Column("interpretation", "政策解读", "Interpretations", words=("解读",)),
        Column("chronicle", "大事记", "Chronicle"),
        Column("correction", "更正", "Corrections", words=("更正",)),
    )
}
COLUMN_NAMES = {key: one.name for key, one in COLUMNS.items()}
ASKED_FOR = ("personnel", "honours")


def column_for(title: str, level: str) -> str:
    """Return the column that this document most likely belongs to; the editor has the last word.

    `level` is the column of the issuing body: government, departments or districts.
    """
    for one in COLUMNS.values():
        if any(word in title for word in one.words):
            return one.key
    return level


# What is a policy document (政策文件) for the window that shows all of them (R294). A configuration of our own.
POLICY_GENRES = frozenset("通知 意见 决定 办法 规定 细则 方案 通告 令 规划 预案".split())
NORMATIVE = "行政规范性文件"


def is_policy(genre: str, category: str) -> bool:
    return category == NORMATIVE or genre in POLICY_GENRES


class Why(StrEnum):
    """Why a public policy document stands in no issue."""

    LATER = "later"
    LOCAL = "local"
    REDACTED = "redacted"
    OTHER = "other"


WHY_NAMES: dict[str, str] = {
    Why.LATER: "安排在以后期次",
    Why.LOCAL: "只涉及个别单位，不具普遍约束力",
    Why.REDACTED: "删减后公开，不作标准文本",
    Why.OTHER: "其他",
}


class Verdict(StrEnum):
    """How a finding of a proof reader was decided."""

    MENDED = "mended"
    DOCUMENT = "document"
    KEPT = "kept"


VERDICT_NAMES: dict[str, str] = {
    Verdict.MENDED: "已改",
    Verdict.DOCUMENT: "原文有误，转文件更正",
    Verdict.KEPT: "原文如此，不改",
}
READINGS = (1, 2)
READING_NAMES = {1: "初校", 2: "复校"}


class Answer(StrEnum):
    """What follows from a difference between the site's version and the standard text."""

    NOTICE = "notice"
    SITE = "site"
    LAWFUL = "lawful"
    FORM = "form"


ANSWER_NAMES: dict[str, str] = {
    Answer.NOTICE: "公报刊登更正",
    Answer.SITE: "改正网站版本",
    Answer.LAWFUL: "文件已依法修改，公报为修改前文本",
    Answer.FORM: "只是格式不同，内容一致",
}
# What readers are told of, on both pages; a mere matter of form is none of theirs.
TOLD = (Answer.NOTICE, Answer.SITE, Answer.LAWFUL)


class Channel(StrEnum):
    """The four channels of the electronic gazette (R287)."""

    PORTAL = "portal"
    MICROBLOG = "microblog"
    WECHAT = "wechat"
    APP = "app"


CHANNEL_NAMES: dict[str, str] = {
    Channel.PORTAL: "门户网站",
    Channel.MICROBLOG: "政务微博",
    Channel.WECHAT: "微信公众号",
    Channel.APP: "移动客户端",
}


class Place(StrEnum):
    """Whom the paper gazette is given to, free of charge and mainly at the grassroots (R288)."""

    VILLAGE = "village"
    SUBDISTRICT = "subdistrict"
    HALL = "hall"
    LIBRARY = "library"
    ARCHIVE = "archive"
    AGENCY = "agency"


PLACE_NAMES: dict[str, str] = {
    Place.VILLAGE: "村（社区）",
    Place.SUBDISTRICT: "街道、镇",
    Place.HALL: "政务服务大厅",
    Place.LIBRARY: "图书馆",
    Place.ARCHIVE: "档案馆",
    Place.AGENCY: "机关单位",
}
GRASSROOTS = frozenset({Place.VILLAGE, Place.SUBDISTRICT})
READING_POINTS = frozenset({Place.HALL, Place.LIBRARY, Place.ARCHIVE})

# --- addresses ----------------------------------------------------------------------------------------
_KEY = re.compile(r"^gazette/(?:(?P<code>[a-z][-\w]*)/)?(?P<year>\d{4})/(?P<number>\d{1,4})(?:/(?P<text>\d{1,3}))?$")


def issue_key(year: int, number: int, *, code: str = "") -> str:
    """Return the index number of an issue. `code` names the agency where it is not the one of the main site."""
    return f"gazette/{code}/{year}/{number}" if code else f"gazette/{year}/{number}"


def text_key(issue: str, place: int) -> str:
    return f"{issue}/{place}"


def english_key(issue: str) -> str:
    return f"en/{issue}"


def path_of(key: str) -> str:
    """Return the public address: the index numbers of the gazette are addresses without their first slash."""
    return f"/{key}"


def issue_of(key: str) -> str:
    """Return the index number of the issue that a text stands in."""
    found = _KEY.match(key)
    return key.rpartition("/")[0] if found and found["text"] else key


def issue_name(gazette: str, year: int, number: int, total: int) -> str:
    return f"{gazette}{year}年第{number}号（总第{total}期）"


# --- completeness by number (R289) --------------------------------------------------------------------


def missing_numbers(present: Iterable[int], *, first: int = 1, last: int = 0) -> list[tuple[int, int]]:
    """Return the gaps as (from, to), both inclusive, between `first` and the highest number present (or `last`)."""
    known = sorted({one for one in present if one >= first})
    end = max([*known, last], default=0)
    gaps, expected = [], first
    for one in [*known, end + 1]:
        if one > expected:
            gaps.append((expected, one - 1))
        expected = max(expected, one + 1)
    return gaps


def gap_words(gaps: Sequence[tuple[int, int]], before: str = "总第", after: str = "期") -> str:
    """Return «总第3—5期、总第9期», nothing for no gaps."""
    said = [f"{before}{a}{after}" if a == b else f"{before}{a}—{b}{after}" for a, b in gaps]
    return "、".join(said)


def gap_count(gaps: Sequence[tuple[int, int]]) -> int:
    return sum(b - a + 1 for a, b in gaps)


def one_step(state: str, *, texts: int, open_findings: int, readings: int, gates: int) -> str:
    """Return in one sentence what is to be done next with an issue."""
    if state == State.PLANNED:
        return "选好篇目、排好先后，然后提交校对。" if texts else "从候选文件中选入篇目。"
    if state == State.SELECTED:
        if open_findings:
            return f"处理{open_findings}条校对意见。"
        return "由一人初校。" if readings == 0 else "由另一人复校。"
    if state == State.PROOFED:
        return "先解决不能审定的问题。" if gates else "由没有参加校对的负责人审定。"
    if state == State.APPROVED:
        return "出版：公报和各篇同时公开。"
    return "登记各渠道发布情况和纸质发行。"
