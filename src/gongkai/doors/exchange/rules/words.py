"""Names of everything that is exchanged: partners, messages, their states, tasks, differences; and the event tags."""

from __future__ import annotations

from enum import StrEnum

from gongkai.base.events.rules import declare

declare(
    {
        "exchange:partner:register": "登记对接系统",
        "exchange:partner:edit": "修改对接系统",
        "exchange:key:issue": "签发对接密钥",
        "exchange:key:revoke": "停用对接密钥",
        "exchange:call:accept": "接口来件已收",
        "exchange:call:repeat": "接口重复来件（未再办理）",
        "exchange:call:refuse": "接口来件未收",
        "exchange:call:read": "接口查询来件情况",
        "exchange:call:receipt": "收到报送回执",
        "exchange:message:apply": "来件并入公文",
        "exchange:message:queue": "列入发送",
        "exchange:message:dead": "多次发送未成，停止重试",
        "exchange:message:retry": "重新办理或发送",
        "exchange:message:park": "暂缓发送",
        "exchange:message:drop": "放弃办理或发送",
        "exchange:task:open": "列入交换待办",
        "exchange:task:assign": "指定交换待办承办人",
        "exchange:task:decide": "处理交换待办",
        "exchange:run:start": "开始报备比对",
        "exchange:run:finish": "完成报备比对",
    }
)


class PartnerKind(StrEnum):
    OA = "oa"
    SUPERIOR = "superior"


CALLS, PACKAGES = "calls", "packages"
ADAPTER_NAMES: dict[str, str] = {CALLS: "接口调用", PACKAGES: "交换目录（政务公开报送包）"}
PARTNER_NAMES: dict[str, str] = {PartnerKind.OA: "办公系统", PartnerKind.SUPERIOR: "上级平台"}


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


DIRECTION_NAMES: dict[str, str] = {Direction.IN: "来件", Direction.OUT: "去件"}


class MessageKind(StrEnum):
    DOCUMENT = "document"
    ATTACHMENT = "attachment"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    STATUS = "status"
    FILE_RELEASE = "file-release"
    FILE_CORRECTION = "file-correction"
    FILE_WITHDRAWAL = "file-withdrawal"


MESSAGE_NAMES: dict[str, str] = {
    MessageKind.DOCUMENT: "公文",
    MessageKind.ATTACHMENT: "附件",
    MessageKind.CORRECTION: "更正",
    MessageKind.WITHDRAWAL: "撤回",
    MessageKind.STATUS: "办理情况回告",
    MessageKind.FILE_RELEASE: "公开报送",
    MessageKind.FILE_CORRECTION: "更正报送",
    MessageKind.FILE_WITHDRAWAL: "撤下报送",
}
FILINGS = (MessageKind.FILE_RELEASE, MessageKind.FILE_CORRECTION, MessageKind.FILE_WITHDRAWAL)


class State(StrEnum):
    PARKED = "parked"
    APPLIED = "applied"
    CONFLICT = "conflict"
    QUEUED = "queued"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    DEAD = "dead"
    HELD = "held"
    DROPPED = "dropped"


STATE_NAMES: dict[str, str] = {
    State.PARKED: "已收，等待前件",
    State.APPLIED: "已办理",
    State.CONFLICT: "与已有内容不一致，待核",
    State.QUEUED: "待发送",
    State.SENT: "已送达，等回执",
    State.ACKNOWLEDGED: "已有回执",
    State.REJECTED: "对方未接受",
    State.DEAD: "多次未成，已停止",
    State.HELD: "暂缓发送",
    State.DROPPED: "已放弃",
}
# What is told to some and not to all stays out of every filing, whatever a partner is registered for.
NEVER_FILED = frozenset({"targeted"})
WAITING = (State.QUEUED, State.SENT)
# A receipt may still come for these, however late; afterwards it changes nothing.
OPEN_TO_RECEIPTS = (State.QUEUED, State.SENT, State.DEAD, State.HELD)


class TaskKind(StrEnum):
    CONFLICT = "conflict"
    RECALL = "recall"
    SUPPLEMENT = "supplement"
    REJECTED = "rejected"
    DEAD = "dead"
    DIFFERENCE = "difference"


TASK_NAMES: dict[str, str] = {
    TaskKind.CONFLICT: "来文内容不一致",
    TaskKind.RECALL: "来文单位撤回",
    TaskKind.SUPPLEMENT: "来文补充或更正",
    TaskKind.REJECTED: "上级平台未接受",
    TaskKind.DEAD: "多次发送未成",
    TaskKind.DIFFERENCE: "报备不一致",
}


class Decision(StrEnum):
    """What a person decides on a task; which of them a task offers says `DECISIONS`."""

    KEEP = "keep"
    ADOPT = "adopt"
    STOP = "stop"
    GO_ON = "go-on"
    RESEND = "resend"
    CORRECT_OURS = "correct-ours"
    ACCEPT = "accept"
    GONE = "gone"


DECISION_NAMES: dict[str, str] = {
    Decision.KEEP: "保留现有内容",
    Decision.ADOPT: "采用来文内容",
    Decision.STOP: "按撤回办理",
    Decision.GO_ON: "已与来文单位核实，继续办理",
    Decision.RESEND: "重新报送",
    Decision.CORRECT_OURS: "由本平台更正",
    Decision.ACCEPT: "核实无误，予以保留",
    Decision.GONE: "比对已一致",
}
DECISIONS: dict[str, tuple[Decision, ...]] = {
    TaskKind.CONFLICT: (Decision.KEEP, Decision.ADOPT),
    TaskKind.RECALL: (Decision.STOP, Decision.GO_ON),
    TaskKind.SUPPLEMENT: (Decision.ADOPT, Decision.KEEP),
    TaskKind.REJECTED: (Decision.RESEND, Decision.CORRECT_OURS, Decision.ACCEPT),
    TaskKind.DEAD: (Decision.RESEND, Decision.ACCEPT),
    TaskKind.DIFFERENCE: (Decision.RESEND, Decision.CORRECT_OURS, Decision.ACCEPT),
}


class Result(StrEnum):
    """How an item stands when our library and the superior's list are laid side by side."""

    SAME = "same"
    MISSING_THERE = "missing-there"
    MISSING_HERE = "missing-here"
    DIFFERS = "differs"
    WITHDRAWN_THERE = "withdrawn-there"
    WITHDRAWN_HERE = "withdrawn-here"


RESULT_NAMES: dict[str, str] = {
    Result.SAME: "一致",
    Result.MISSING_THERE: "上级平台没有",
    Result.MISSING_HERE: "本平台没有",
    Result.DIFFERS: "内容不同",
    Result.WITHDRAWN_THERE: "上级平台已撤下",
    Result.WITHDRAWN_HERE: "本平台已撤下，上级平台仍在",
}
FIELD_NAMES: dict[str, str] = {
    "index_number": "索引号",
    "doc_number": "发文字号",
    "title": "标题",
    "date": "成文日期",
    "text_sha256": "正文摘要值",
    "url": "地址",
    "attribute": "公开属性",
    "html": "正文",
    "files": "附件",
    "status": "办理状态",
    "reason": "对方说明",
    "attempts": "发送次数",
}


class RunState(StrEnum):
    READING = "reading"
    COMPARING = "comparing"
    DONE = "done"
    FAILED = "failed"


RUN_NAMES: dict[str, str] = {
    RunState.READING: "正在读取上级目录",
    RunState.COMPARING: "正在比对",
    RunState.DONE: "已完成",
    RunState.FAILED: "未完成",
}
