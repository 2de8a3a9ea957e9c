"""The duties that the platform watches, as data; the number of days stands in `law.clocks`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongkai.base.events.rules import declare
from gongkai.base.organisations.rules import Permission
from gongkai.law.clocks import CLOCKS, Clock

declare(
    {
        "duties:duty:open": "时限开始计算",
        "duties:duty:pause": "时限暂停",
        "duties:duty:resume": "时限恢复计算",
        "duties:duty:reopen": "恢复原来的时限",
        "duties:duty:arrival": "更正收到意见日期",
        "duties:duty:extend": "延长时限",
        "duties:duty:discharge": "时限办结",
        "duties:duty:cancel": "终止时限",
        "duties:duty:assign": "指定时限经办人",
        "duties:duty:reschedule": "到期日变动",
        "duties:duty:forget": "清除时限中的涉密事项名称",
        "duties:notice:load": "录入放假通知",
        "duties:notice:correct": "更正放假通知",
        "duties:reminder:send": "发送时限提醒",
        "duties:adoption:adopt": "核准启用时限",
        "duties:adoption:end": "停用核准的时限",
    }
)

SOON = 3  # working days; the desk's third heading. Configuration, no rule of law
HISTOGRAM_DAYS = 10  # working days shown on top of the desk


class Status(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


STATUS_NAMES = {Status.OPEN: "办理中", Status.PAUSED: "已暂停", Status.DONE: "已办结", Status.CANCELLED: "已终止"}
ACTIVE = (Status.OPEN, Status.PAUSED)

TRANSITIONS: dict[str, tuple[tuple[Status, ...], Status]] = {
    "pause": ((Status.OPEN,), Status.PAUSED),
    "resume": ((Status.PAUSED,), Status.OPEN),
    "discharge": (ACTIVE, Status.DONE),
    "cancel": (ACTIVE, Status.CANCELLED),
    "reopen": ((Status.CANCELLED,), Status.OPEN),
}


class UnknownRule(LookupError):
    """A verb opened a duty under a rule that is not in the table."""


@dataclass(frozen=True)
class DutyRule:
    """One kind of duty.

    `clock` is the key of the time limit in `law.clocks`. `remind_before` counts working days before the due day, 0 is the
    due day itself; `source` says where that choice comes from, for it is no rule of law. Before the due day the holder
    of the duty is told, without one whoever holds `remind` in the agency; once late, `escalate` is told too. What a
    division is asked for (`in_division`: who answers there) it is told, and the others once it is late or nobody is there.
    After that once every `repeat_days` calendar days.
    """

    key: str
    name: str
    clock: str
    remind: Permission
    remind_before: tuple[int, ...]
    source: str
    escalate: Permission | None = None
    repeat_days: int = 7
    mail: bool = True
    # Who may open the page of the thing; others are led to the page of the clock, where nothing answers 404.
    opens: Permission | None = None
    in_division: Permission | None = None

    @property
    def law(self) -> Clock:
        return CLOCKS[self.clock]

    @property
    def basis(self) -> str:
        """自公文印发起10个工作日（沪委办发〔2017〕14号）."""
        return f"自{self.law.base_label or self.law.trigger}起{self.law.limit}（{self.law.source.citation}）"


DUTY_RULES: dict[str, DutyRule] = {}


def register(rule: DutyRule) -> DutyRule:
    """Add a kind of duty; packages do so from their `rules`. Raises ValueError for an unknown clock or a taken key."""
    if rule.clock not in CLOCKS:
        raise ValueError(f"时限规则 {rule.key} 引用了不存在的法定时限 {rule.clock}")
    if DUTY_RULES.setdefault(rule.key, rule) != rule:
        raise ValueError(f"时限规则 {rule.key} 已经登记过，内容不同")
    return rule


def rule_of(key: str) -> DutyRule:
    try:
        return DUTY_RULES[key]
    except KeyError:
        raise UnknownRule(f"没有名为 {key!r} 的时限规则，请在 duties 的规则表中登记后再使用") from None


PUBLISH_AFTER_ISSUE = register(
    DutyRule(
        key="publish-after-issue",
        name="印发后上网发布",
        clock="ISSUE",
        remind=Permission.PUBLISHING_RELEASE,
        remind_before=(3, 1, 0),
        source="平台配置：到期前3个、1个工作日和到期当日提醒，逾期后每7日提醒一次",
        escalate=Permission.DOCUMENTS_SIGN,
        opens=Permission.DOCUMENTS_READ,
    )
)
