"""A deadline accounts for itself: one line a fact, in Chinese, in the order of the days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gongkai.law.notices import WEEKDAYS

if TYPE_CHECKING:
    from gongkai.law.periods import Reckoning

ONE_DAY = timedelta(days=1)
SHORT_NAMES = {"清明节": "清明", "端午节": "端午", "中秋节": "中秋", "国庆节": "国庆", "国庆节、中秋节": "国庆、中秋"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: `when` as printed, what happened, what it does to the count, the article."""

    when: str
    text: str
    effect: str = ""
    article: str = ""
    days: tuple[date, ...] = ()
    decisive: bool = False

    def __str__(self) -> str:
        article = f"（{self.article}）" if self.article else ""
        effect = f"，{self.effect}" if self.effect else ""
        return f"{self.when}：{self.text}{article}{effect}"


def explain(reckoning: Reckoning) -> tuple[Line, ...]:
    """The ledger of a reckoning: trigger, first day, rest days, pauses, extension, end, warning."""
    dated = [*_pauses(reckoning), *_extension(reckoning)]
    dated.sort(key=lambda line: line.days[0])
    return (*_beginning(reckoning), *_rest_days(reckoning), *dated, *_end(reckoning))


def say_day(day: date, year: int) -> str:
    """9月22日; with the year when it is not `year`."""
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"


def say_span(first: date, last: date, year: int) -> str:
    """9月25—27日, 5月31日—6月2日, 10月8日."""
    if first == last:
        return say_day(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{say_day(first, year)[:-1]}—{last.day}日"
    return f"{say_day(first, year)}—{say_day(last, first.year)}"


def _beginning(reckoning: Reckoning) -> Iterator[Line]:
    period = reckoning.period
    base = period.base
    text = period.base_text or period.rule.base_label or period.rule.trigger
    yield Line(say_day(base, base.year), f"{text}，当日不计", "", period.base_article, (base,))
    if reckoning.counted:
        first = reckoning.counted[0]
        yield Line(say_day(first, base.year), "第1个工作日", "", "", (first,))


def _rest_days(reckoning: Reckoning) -> Iterator[Line]:
    """One line for all rest days: festivals run by run, then weekends that are worked and count."""
    if not reckoning.counted:
        return
    year = reckoning.period.base.year
    runs = [f"{say_span(first, last, year)}{name}" for first, last, name in _festivals(reckoning)]
    worked = [
        f"{say_day(day, year)}（周{WEEKDAYS[day.weekday()]}）"
        for day in reckoning.counted
        if reckoning.calendar.is_worked_weekend(day)
    ]
    parts = ["，".join(runs)] if runs else ["周六、周日不计"]
    if worked:
        parts.append(f"{'、'.join(worked)}上班，计入")
    yield Line("休息日", "；".join(parts))


def _festivals(reckoning: Reckoning) -> list[tuple[date, date, str]]:
    runs: list[tuple[date, date, str]] = []
    day = reckoning.period.base + ONE_DAY
    while day <= reckoning.due:
        if festival := reckoning.calendar.festival(day):
            name = SHORT_NAMES.get(festival, festival)
            if runs and runs[-1][1] + ONE_DAY == day and runs[-1][2] == name:
                runs[-1] = (runs[-1][0], day, name)
            else:
                runs.append((day, day, name))
        day += ONE_DAY
    return runs


def _pauses(reckoning: Reckoning) -> Iterator[Line]:
    """Two lines a pause. Days in two pauses at once are credited to the earlier one."""
    period, year = reckoning.period, reckoning.period.base.year
    article = period.rule.pause_source.brief if period.rule.pause_source else ""
    credited: set[date] = set()
    for pause in sorted(period.pauses, key=lambda pause: pause.sent):
        if pause.sent >= reckoning.due:
            continue
        used = sum(1 for day in reckoning.counted if day <= pause.sent)
        sent = f"发函{pause.reason}，次日起停止计算"
        yield Line(say_day(pause.sent, year), sent, f"已用{used}个工作日", article, (pause.sent,))
        mine = {day for day in reckoning.excluded if pause.sent < day <= (pause.arrived or date.max)} - credited
        credited |= mine
        if pause.arrived:
            text, day = "收到意见或者意见期满，次日起继续计算", pause.arrived
            yield Line(say_day(day, year), text, f"扣除{len(mine)}个工作日", article, (day,))
        else:
            day = reckoning.today or pause.sent
            yield Line(say_day(day, year), "尚未收到意见，停止计算", f"已暂停{len(mine)}个工作日", article, (day,))


def _extension(reckoning: Reckoning) -> Iterator[Line]:
    period, extension, year = reckoning.period, reckoning.period.extension, reckoning.period.base.year
    if extension is None:
        return
    source = period.rule.extension_source
    article = source.brief if source else ""
    if extension.granted:
        text = f"{extension.by}批准延长{extension.days}个工作日"
        yield Line(say_day(extension.granted, year), text, "", article, (extension.granted,))
    base_due = reckoning.base_due
    effect = f"{period.rule.length}个工作日"
    yield Line(say_day(base_due, year), "基本期限届满", effect, period.rule.source.brief, (base_due,))
    first = reckoning.counted[period.rule.length]
    yield Line(say_day(first, year), "延长期第1个工作日", f"＋{extension.days}个工作日", article, (first,))


def _end(reckoning: Reckoning) -> Iterator[Line]:
    period, due = reckoning.period, reckoning.due
    year = period.base.year
    label = f"{period.rule.due_label or '到期'}，周{WEEKDAYS[due.weekday()]}"
    article = "" if period.extension else period.rule.source.brief
    yield Line(say_day(due, year), label, _standing(reckoning), article, (due,), decisive=True)
    if not reckoning.counted and reckoning.safe_day != due:
        yield Line(
            say_day(reckoning.safe_day, year),
            "到期日逢休息日，宜在此前最后一个工作日办结",
            "",
            "",
            (reckoning.safe_day,),
        )
    for unknown in reckoning.unknown_years:
        text = f"{unknown}年放假通知尚未发布，只扣除周末和法定节日，日期可能变动"
        yield Line("暂定", text, "", "", ())


def _standing(reckoning: Reckoning) -> str:
    """还剩2个工作日, 今日到期, 逾期1个工作日; the length of the period when no today was given."""
    rule = reckoning.period.rule
    unit = "个工作日" if reckoning.counted else "日"
    if reckoning.today is None:
        return "" if reckoning.period.extension else rule.limit
    if reckoning.waiting:
        return f"收到意见后还剩{reckoning.remaining}{unit}"
    if reckoning.is_late:
        return f"逾期{reckoning.overdue}{unit}"
    return f"还剩{reckoning.remaining}{unit}" if reckoning.today < reckoning.due else "今日到期"
