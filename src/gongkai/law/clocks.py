"""The clock table: every "within N days" the law knows, as data with its source and how surely we know it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypedDict

from gongkai.law import validity
from gongkai.law.sources import Confidence, Source

DRIVING = frozenset({Confidence.TEXT, Confidence.PARTIAL})


class Unit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"
    MONTHS = "months"
    HOURS = "hours"
    YEARLY = "yearly"  # a fixed day of every year

    @property
    def word(self) -> str:
        return {"working": "个工作日", "calendar": "日", "months": "个月", "hours": "小时", "yearly": ""}[self.value]


class LastDay(StrEnum):
    """What happens when the last calendar day is a rest day."""

    STAYS = "stays"  # a duty of the agency: be early; `Reckoning.safe_day` is the working day before
    MOVES_ON = "moves-on"  # a right of a citizen: the first day after (民法典 art 203, 民事诉讼法 art 85)


class ClockRefused(ValueError):
    """The clock may not be used for this day; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One time limit.

    `article` of an extension or a pause stands in `extension_source` and `pause_source`; None where the law knows none.
    `backwards`: the limit lies before the trigger (采购意向). `at_least`: the limit is a minimum, not a maximum.
    `fixed`: month and day of a yearly limit. `valid_from` None: the date was not verified.
    """

    id: str
    trigger: str
    length: int
    unit: Unit
    what: str
    source: Source
    confidence: Confidence
    valid_from: date | None = None
    valid_until: date | None = None
    base_label: str = ""
    due_label: str = ""
    extension: int = 0
    extension_source: Source | None = None
    pause_source: Source | None = None
    last_day: LastDay = LastDay.STAYS
    backwards: bool = False
    at_least: bool = False
    fixed: tuple[int, int] | None = None
    adopted: str = ""

    @property
    def drives(self) -> bool:
        """Whether it may set a deadline: verified in the text or in part, or adopted by a named person."""
        return self.confidence in DRIVING or bool(self.adopted)

    def adopt(self, by: str) -> Clock:
        """The same clock, put in force by the named authority after checking its source."""
        if not by.strip():
            raise ClockRefused("启用未核实的时限须写明由谁核准。")
        return replace(self, adopted=by.strip())

    def check_usable(self, on: date) -> None:
        """Raises ClockRefused when the clock may not set a deadline, or its rule was not in force on `on`."""
        if not self.drives:
            raise ClockRefused(
                f"“{self.what}”的时限（{self.source.citation}）依据尚未核实，须由政务公开主管部门核准启用后才能计算。"
            )
        if self.valid_from and on < self.valid_from:
            first = f"{self.valid_from.year}年{self.valid_from.month}月{self.valid_from.day}日"
            raise ClockRefused(f"{self.source.instrument}的这一规定自{first}起适用，{on}不能按它计算。")
        if self.valid_until and on > self.valid_until:
            raise ClockRefused(f"{self.source.instrument}的这一规定已于{self.valid_until}停止适用。")

    @property
    def limit(self) -> str:
        """20个工作日, 不少于30日, 每年1月31日前, 当日."""
        if self.fixed:
            return f"每年{self.fixed[0]}月{self.fixed[1]}日前"
        if not self.length:  # it ends on the day on which it stands, which a person chose
            return "当日"
        return f"{'不少于' if self.at_least else ''}{self.length}{self.unit.word}"


IN_FORCE = date(2019, 5, 15)
FEE_DAY = date(2021, 1, 1)
T, P, M_PLUS = Confidence.TEXT, Confidence.PARTIAL, Confidence.MEMORY_SURE
WD, CD = Unit.WORKING, Unit.CALENDAR


def _regulation(article: str) -> Source:
    return Source("《中华人民共和国政府信息公开条例》", article, "条例")


FEES = Source("《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）", short="国办函〔2020〕109号")
REVIEW_20 = Source("《中华人民共和国行政复议法》", "第二十条", "复议法")
LITIGATION_45 = Source("《中华人民共和国行政诉讼法》", "第四十五条", "诉讼法")
LITIGATION_46 = Source("《中华人民共和国行政诉讼法》", "第四十六条", "诉讼法")
BUDGET_14 = Source("《中华人民共和国预算法》", "第十四条", "预算法")
DECISIONS_15 = Source("《重大行政决策程序暂行条例》", "第十五条")
PENALTY_48 = Source("《中华人民共和国行政处罚法》", "第四十八条、第八十五条", "处罚法")


class _ReplyRules(TypedDict):
    extension: int
    extension_source: Source
    pause_source: Source


_REPLY: _ReplyRules = {
    "extension": 20,
    "extension_source": _regulation("第三十三条第二款"),
    "pause_source": _regulation("第三十三条第三款"),
}

# One clock, one row.
# fmt: off
_TABLE: tuple[Clock, ...] = (
    Clock("C1", "政府信息形成或者变更", 20, WD, "主动公开", _regulation("第二十六条"), T, IN_FORCE,
          base_label="信息形成或者变更", due_label="主动公开到期"),
    Clock("C2", "收到申请", 7, WD, "一次性告知补正", _regulation("第三十条"), T, IN_FORCE,
          base_label="收到申请", due_label="补正告知到期"),
    Clock("C3", "收到申请或者补正后的申请", 20, WD, "答复申请人", _regulation("第三十三条第二款"), T, IN_FORCE,
          base_label="收到申请", due_label="答复到期", **_REPLY),
    Clock("C4", "答复期限届满", 20, WD, "延长答复", _regulation("第三十三条第二款"), T, IN_FORCE,
          base_label="基本期限届满", due_label="延长后答复到期"),
    Clock("C5", "第三方收到征求意见函", 15, WD, "第三方提出意见", _regulation("第三十二条"), T, IN_FORCE,
          base_label="第三方收到征求意见函", due_label="第三方意见到期"),
    Clock("C6", "共同制作机关收到征求意见函", 15, WD, "共同制作机关提出意见", _regulation("第三十四条"), T, IN_FORCE,
          base_label="对方机关收到征求意见函", due_label="对方机关意见到期"),
    Clock("C7", "申请人收到收费通知", 20, WD, "缴纳信息处理费", FEES, P, FEE_DAY,
          base_label="申请人收到收费通知", due_label="缴费到期"),
    Clock("C8", "缴费完成", 20, WD, "缴费后重新计算的答复期限", FEES, M_PLUS, FEE_DAY,
          base_label="缴费完成", due_label="答复到期", **_REPLY),
    Clock("C9", "每年", 0, Unit.YEARLY, "县级以上政府部门报送并公布年度报告", _regulation("第四十九条"), T, IN_FORCE,
          base_label="统计年度结束", due_label="年度报告到期", fixed=(1, 31)),
    Clock("C10", "每年", 0, Unit.YEARLY, "主管部门公布本级政府年度报告", _regulation("第四十九条"), T, IN_FORCE,
          base_label="统计年度结束", due_label="年度报告到期", fixed=(3, 31)),
    Clock("C11", "知道或者应当知道行政行为", 60, CD, "申请行政复议", REVIEW_20, T, date(2024, 1, 1),
          base_label="收到答复", due_label="申请复议到期", last_day=LastDay.MOVES_ON),
    Clock("C12", "知道或者应当知道行政行为", 6, Unit.MONTHS, "直接提起行政诉讼", LITIGATION_46, T,
          base_label="收到答复", due_label="起诉到期", last_day=LastDay.MOVES_ON),
    Clock("C13", "收到复议决定或者复议期满", 15, CD, "复议后提起行政诉讼", LITIGATION_45, T,
          base_label="收到复议决定", due_label="起诉到期", last_day=LastDay.MOVES_ON),
    Clock("C14", "人大批准或者财政部门批复", 20, CD, "公开预算、决算", BUDGET_14, T,
          base_label="批准或者批复", due_label="预决算公开到期"),
    Clock("C15", "采购活动开始", 30, CD, "公开采购意向", Source("财库〔2020〕10号"), P,
          base_label="采购活动开始", due_label="采购意向最迟公开日", backwards=True),
    Clock("C16", "公开征求意见开始", 30, CD, "公开征求意见", DECISIONS_15, T, date(2019, 9, 1),
          base_label="公开征求意见", due_label="最早结束日", at_least=True),
    Clock("C17", "作出行政许可、行政处罚决定", 7, WD, "双公示", Source("发改办财金〔2018〕424号"), P, date(2018, 7, 25),
          base_label="作出决定", due_label="双公示到期"),
    Clock("C18", "作出其他行政执法决定", 20, WD, "执法决定公示", Source("国办发〔2018〕118号"), P,
          base_label="作出决定", due_label="执法公示到期"),
    Clock("C19", "公开的处罚决定被变更、撤销、确认违法或者无效", 3, WD, "撤下处罚信息并公开说明理由", PENALTY_48, T,
          base_label="决定被变更或者撤销", due_label="撤下到期"),
    Clock("C20", "每年", 0, Unit.YEARLY, "公布政府网站工作年度报表", Source("国办函〔2018〕12号"), T,
          due_label="网站年度报表到期", fixed=(1, 31)),
    # Beside the numbered table: the city's publication clock, and the clocks of public response, which count hours.
    Clock("ISSUE", "主动公开公文印发", 10, WD, "主动公开公文上网发布", Source("沪委办发〔2017〕14号"), T, date(2017, 5, 14),
          base_label="公文印发", due_label="上网发布到期"),
    Clock("OPINION5", "特别重大、重大突发事件发生", 5, Unit.HOURS, "首次发布权威信息", Source("国办发〔2016〕80号"), P),
    Clock("OPINION24", "特别重大、重大突发事件发生", 24, Unit.HOURS, "举行新闻发布会", Source("国办发〔2016〕80号"), P),
    Clock("OPINION48", "其他政务舆情发生", 48, Unit.HOURS, "回应政务舆情", Source("国办发〔2016〕61号"), P),
    # Of our own: a local rule of the provinces, and two that no law counts in days and the platform therefore sets.
    Clock("EVALUATION", "进入有效期届满前的评估期", validity.MONTHS_BEFORE_END["evaluation"], Unit.MONTHS,
          "规范性文件有效期届满前完成评估", validity.SOURCE, validity.CONFIDENCE,
          base_label="评估期开始", due_label="有效期届满"),
    Clock("STOCK-ROUND", "存量梳理、复审或者清理完成期限前3个月", 3, Unit.MONTHS, "完成存量梳理、复审或者清理",
          Source("平台配置"), Confidence.PRACTICE, base_label="督办起点（完成期限前3个月）", due_label="本轮办结到期",
          adopted="平台默认，可由政务公开主管部门调整"),
    Clock("SITE-REPAIR", "发现网站问题", 3, WD, "修复网站问题", Source("平台配置"), Confidence.PRACTICE,
          base_label="发现问题", due_label="修复到期", adopted="平台默认，可由政务公开主管部门调整"),
    Clock("SAFETY-DATE", "安全工作确定的日期", 0, CD, "按确定的日期完成", Source("平台配置"), Confidence.PRACTICE,
          base_label="确定的日期", due_label="到期", adopted="平台默认，可由政务公开主管部门调整"),
    Clock("SAFETY-REVIEW", "安全事件恢复", 10, WD, "安全事件复盘", Source("平台配置"), Confidence.PRACTICE,
          base_label="恢复", due_label="复盘到期", adopted="平台默认，可由政务公开主管部门调整"),
    Clock("APPLY-CONFIRM", "申请到达", 1, WD, "与申请人确认收到申请", Source("平台配置"), Confidence.PRACTICE,
          base_label="申请到达", due_label="确认收到到期", adopted="平台默认，可由政务公开主管部门调整"),
    Clock("APPLY-DATE", "办理依申请公开时确定的日期", 0, CD, "按确定的日期完成", Source("平台配置"), Confidence.PRACTICE,
          base_label="确定的日期", due_label="到期", adopted="平台默认，可由政务公开主管部门调整"),
    Clock("POLICY-DATE", "政策文件写明的申请日期", 0, CD, "按文件写明的日期办理", Source("平台配置"), Confidence.PRACTICE,
          base_label="文件写明的日期", due_label="到期", adopted="平台默认，可由政务公开主管部门调整"),
    Clock("REDACTION", "拟稿时确定的复核日期", 0, CD, "重新审查删减的内容能否公开", _regulation("第十八条"), T,
          base_label="确定的复核日期", due_label="复核到期"),
)
# fmt: on

CLOCKS: dict[str, Clock] = {clock.id: clock for clock in _TABLE}
