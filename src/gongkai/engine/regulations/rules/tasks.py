"""Update tasks: why one is opened, how it ends, and the tags under which the record keeps it."""

from __future__ import annotations

from enum import StrEnum

from gongkai.base.events.rules import declare

declare(
    {
        "regulations:library:import": "导入法规",
        "regulations:task:open": "发现引用的法规有变动",
        "regulations:task:decide": "认定无需修改",
        "regulations:task:close": "更新任务办结",
    }
)


class Reason(StrEnum):
    """AMENDED and REPEALED: the page cites what has changed. DIFFERS: it carries a law whose text is not the library's."""

    AMENDED = "amended"
    REPEALED = "repealed"
    DIFFERS = "differs"


REASON_NAMES: dict[str, str] = {
    Reason.AMENDED: "引用的法规已修改",
    Reason.REPEALED: "引用的法规已废止",
    Reason.DIFFERS: "登载的法规文本与法规库不一致",
}


class Outcome(StrEnum):
    """OPEN runs; the page was CORRECTED, somebody said that it is FINE as it is, or it is GONE (withdrawn, expired)."""

    OPEN = "open"
    CORRECTED = "corrected"
    FINE = "fine"
    GONE = "gone"


OUTCOME_NAMES: dict[str, str] = {
    Outcome.OPEN: "待处理",
    Outcome.CORRECTED: "已更正",
    Outcome.FINE: "无需修改",
    Outcome.GONE: "文件已撤下或失效",
}


class TaskRefused(Exception):
    """The decision cannot be taken; the sentence says what to do instead."""
