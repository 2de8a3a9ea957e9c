"""Reading an old site without a database: pages, addresses, the sheet of columns, near copies. No Django."""

from __future__ import annotations

from enum import StrEnum

from gongkai.base.events.rules import declare

from .addresses import Addresses, address_of, external_id, lookup_forms, query_forms
from .charset import Unreadable
from .labels import day_in, number_in
from .page import MOST_PAGE_BYTES, OldPage, digest_of, normal, read_page
from .sheet import ACTIONS, MappingRule, first_match
from .similar import BANDS, THRESHOLD, Near, differs_in_particulars, near_copies, signature, similarity

declare(
    {
        "takeover:run:scan": "扫描旧网站",
        "takeover:run:map": "修改接管对应规则",
        "takeover:run:commit": "开始接管旧网站",
        "takeover:run:undo": "撤销接管批次",
        "takeover:run:stop": "暂停接管批次",
        "takeover:run:resume": "继续接管批次",
        "takeover:page:decide": "处理接管中拦下的页面",
    }
)


class State(StrEnum):
    """Where a run stands."""

    SCANNING = "scanning"
    SCANNED = "scanned"
    COMMITTING = "committing"
    DONE = "done"
    UNDONE = "undone"


STATE_NAMES = {
    State.SCANNING: "正在扫描",
    State.SCANNED: "待接管",
    State.COMMITTING: "正在接管",
    State.DONE: "已完成",
    State.UNDONE: "已撤销",
}


AT_WORK = (State.SCANNING, State.COMMITTING)
QUIET_SECONDS = 120  # without progress for so long, its process has probably died; configuration of our own


class Fate(StrEnum):
    """What becomes of one page."""

    READY = "ready"
    HELD = "held"
    NEAR = "near"
    DUPLICATE = "duplicate"
    INCOMPLETE = "incomplete"
    LIST = "list"
    SKIPPED = "skipped"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    DONE = "done"


FATE_NAMES = {
    Fate.READY: "待接管",
    Fate.HELD: "拦下待定",
    Fate.NEAR: "疑似重复",
    Fate.DUPLICATE: "重复",
    Fate.INCOMPLETE: "要素不全",
    Fate.LIST: "栏目页",
    Fate.SKIPPED: "不接管",
    Fate.UNREADABLE: "读不了",
    Fate.REFUSED: "未能接管",
    Fate.DONE: "已接管",
}
# What an officer still has to look at; a run may go on without it.
OPEN_FATES = (Fate.HELD, Fate.NEAR, Fate.INCOMPLETE, Fate.UNREADABLE, Fate.REFUSED)
# What the mapping may judge again; the others are settled by the page itself or by a person.
JUDGED = (Fate.READY, Fate.NEAR, Fate.DUPLICATE, Fate.INCOMPLETE, Fate.SKIPPED, Fate.LIST, Fate.HELD)

TAKEN_BEFORE = "此前已接管"  # how the reason of a page begins that an earlier run took over

__all__ = [
    "ACTIONS",
    "AT_WORK",
    "BANDS",
    "FATE_NAMES",
    "JUDGED",
    "MOST_PAGE_BYTES",
    "OPEN_FATES",
    "QUIET_SECONDS",
    "STATE_NAMES",
    "TAKEN_BEFORE",
    "THRESHOLD",
    "Addresses",
    "Fate",
    "MappingRule",
    "Near",
    "OldPage",
    "State",
    "Unreadable",
    "address_of",
    "day_in",
    "differs_in_particulars",
    "digest_of",
    "external_id",
    "first_match",
    "lookup_forms",
    "near_copies",
    "normal",
    "number_in",
    "query_forms",
    "read_page",
    "signature",
    "similarity",
]
