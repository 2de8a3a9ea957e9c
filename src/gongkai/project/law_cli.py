"""`gongkai law …`: the law in numbers on the command line. Starts without Django."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from gongkai.law.calendar import MOST_DAYS, Calendar, builtin_calendar
from gongkai.law.clocks import ClockRefused
from gongkai.law.deadlines import disclosure_due, publish_due, reply_due, supplement_notice_due
from gongkai.law.explanations import Line
from gongkai.law.fees import MOST, Charge, charge
from gongkai.law.identifiers import judge_credit_code, judge_id_number
from gongkai.law.notices import WEEKDAYS
from gongkai.law.numbers import judge_number
from gongkai.law.periods import Extension, Pause, PeriodRefused
from gongkai.law.receipt import Channel
from gongkai.law.sources import Verdict

DONE, NOTHING_FOUND, WRONG_USE = 0, 1, 2
YEARS = range(1990, 2200)
CHANNELS = {channel.value: channel for channel in Channel if channel is not Channel.FAX}

USAGE = {
    "reply-due": "reply-due 收到日 [--channel counter|registered-mail|ordinary-mail|online] [--extend 工作日数] [--pause 发函日 收到意见日]… [--json]",
    "publish-due": "publish-due 信息形成或者公文印发日 [--json]",
    "workdays": "workdays 起始日 截止日 [--json]    （含首尾两日）",
    "add-workdays": "add-workdays 起算日 工作日数 [--json]    （起算日不计）",
    "fee": "fee --items 件数 | --pages 页数 [--json]",
    "doc-number": "doc-number 文号 [--json]",
    "id-number": "id-number 身份证号码 [--json]",
    "credit-code": "credit-code 统一社会信用代码 [--json]",
}
HELP = {
    "reply-due": "政府信息公开申请的答复期限与补正告知期限",
    "publish-due": "主动公开的法定期限，以及公文印发后的上网期限",
    "workdays": "两日之间的工作日数",
    "add-workdays": "若干个工作日之后是哪一天",
    "fee": "信息处理费",
    "doc-number": "检查发文字号的写法",
    "id-number": "检查身份证号码",
    "credit-code": "检查统一社会信用代码",
}


class WrongUse(Exception):
    """The command was called wrongly; the message says how, in Chinese."""


@dataclass(frozen=True)
class Answer:
    """What a command found: the JSON document, the lines for people, the exit status."""

    document: dict[str, object]
    lines: list[str]
    status: int = DONE
    unknown_years: tuple[int, ...] = ()


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese and never ends the process by itself."""

    def error(self, message: str) -> NoReturn:
        raise WrongUse(_in_chinese(message))


def main(argv: list[str]) -> int:
    """Run one command. 0 done, 1 invalid or nothing found, 2 wrong use."""
    if not argv or argv[0] in {"-h", "--help", "help"}:
        _say(_overview(), error=not argv)
        return DONE if argv else WRONG_USE
    name, rest = argv[0], argv[1:]
    if name not in COMMANDS:
        _say(f"没有“{name}”这个命令。\n\n{_overview()}", error=True)
        return WRONG_USE
    if {"-h", "--help"} & set(rest):
        _say(f"{HELP[name]}\n用法：gongkai law {USAGE[name]}")
        return DONE
    try:
        arguments = _parser(name).parse_args(rest)
        answer = COMMANDS[name](arguments)
    except (WrongUse, PeriodRefused, ClockRefused) as refusal:
        _say(f"{refusal}\n用法：gongkai law {USAGE[name]}", error=True)
        return WRONG_USE
    _print(answer, as_json=arguments.json)
    return answer.status


def _reply_due(arguments: argparse.Namespace) -> Answer:
    received = _date(arguments.date)
    channel = _channel(arguments.channel)
    extend = _whole(arguments.extend, "--extend 后的工作日数", 0, MOST_DAYS) if arguments.extend else 0
    pauses = tuple(Pause(_date(sent), _date(arrived)) for sent, arrived in arguments.pause or ())
    extension = Extension(extend) if extend else None
    reckoning = reply_due(received, channel=channel, extension=extension, pauses=pauses)
    notice = supplement_notice_due(received)
    document: dict[str, object] = {
        "due": reckoning.due.isoformat(),
        "provisional": reckoning.provisional,
        "supplement_notice_due": notice.due.isoformat(),
        "explanation": [str(line) for line in reckoning.explanation],
    }
    lines = [
        f"答复期限：{_spell(reckoning.due)}{_provisional(reckoning.provisional)}",
        f"如需补正，最迟告知日：{_spell(notice.due)}{_provisional(notice.provisional)}",
        *_ledger(reckoning.explanation),
    ]
    return Answer(document, lines, unknown_years=reckoning.unknown_years)


def _publish_due(arguments: argparse.Namespace) -> Answer:
    day = _date(arguments.date)
    statutory, online = disclosure_due(day), publish_due(day)
    document: dict[str, object] = {
        "due": statutory.due.isoformat(),
        "provisional": statutory.provisional,
        "document_due": online.due.isoformat(),
        "explanation": [str(line) for line in statutory.explanation],
        "document_explanation": [str(line) for line in online.explanation],
    }
    lines = []
    for title, reckoning in (("信息形成或者变更后主动公开", statutory), ("主动公开公文印发后上网", online)):
        lines.append(f"{title}：{_spell(reckoning.due)}{_provisional(reckoning.provisional)}")
        lines.extend(_ledger(reckoning.explanation))
    return Answer(document, lines, unknown_years=statutory.unknown_years)


def _workdays(arguments: argparse.Namespace) -> Answer:
    first, last = _date(arguments.first), _date(arguments.last)
    if last < first:
        raise WrongUse(f"截止日（{last}）早于起始日（{first}），请对调。")
    calendar = builtin_calendar()
    number, unknown = calendar.working_days_between(first, last), calendar.unknown_years(first, last)
    document: dict[str, object] = {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "workdays": number,
        "provisional": bool(unknown),
    }
    text = f"{_spell(first)}至{_spell(last)}（含首尾两日）共{number}个工作日{_provisional(bool(unknown))}"
    return Answer(document, [text], unknown_years=unknown)


def _add_workdays(arguments: argparse.Namespace) -> Answer:
    start = _date(arguments.date)
    number = _whole(arguments.number, "工作日数", 1, MOST_DAYS)
    calendar = builtin_calendar()
    counted = calendar.add_working_days(start, number)
    document: dict[str, object] = {
        "due": counted.due.isoformat(),
        "provisional": counted.provisional,
        "from": start.isoformat(),
        "workdays": number,
    }
    text = f"{_spell(start)}（当日不计）起第{number}个工作日是{_spell(counted.due)}{_provisional(counted.provisional)}"
    return Answer(document, [text, *_notes(calendar, start)], unknown_years=counted.unknown_years)


def _fee(arguments: argparse.Namespace) -> Answer:
    if (arguments.items is None) == (arguments.pages is None):
        raise WrongUse("按件（--items）、按量（--pages）只能选择一种，也必须选择一种。")
    if arguments.items is not None:
        found, unit = charge(items=_whole(arguments.items, "件数", 0, MOST)), "件"
    else:
        found, unit = charge(pages=_whole(arguments.pages, "页数", 0, MOST)), "页"
    tiers = [
        {"from": tier.first, "to": tier.last, "count": tier.count, "unit_yuan": tier.unit_yuan, "yuan": tier.yuan}
        for tier in found.tiers
    ]
    return Answer({"yuan": found.yuan, "tiers": tiers}, _bill(found, unit))


def _bill(found: Charge, unit: str) -> list[str]:
    rows = [
        f"  第{tier.first}—{tier.last}{unit}：{tier.count}{unit} × {tier.unit_yuan}元 = {tier.yuan}元"
        for tier in found.tiers
    ]
    return [f"{found.method.value}计收：{found.yuan}元", *rows]


def _judged(judge: Callable[[str], Verdict]) -> Callable[[argparse.Namespace], Answer]:
    def command(arguments: argparse.Namespace) -> Answer:
        verdict = judge(" ".join(arguments.text))
        document: dict[str, object] = {
            "valid": verdict.valid,
            "normalised": verdict.normalised,
            "reason": verdict.reason,
        }
        text = f"正确：{verdict.normalised}" if verdict.valid else f"有误：{verdict.reason}"
        return Answer(document, [text], DONE if verdict.valid else NOTHING_FOUND)

    return command


def _judge_id(text: str) -> Verdict:
    return judge_id_number(text, today=date.today())  # noqa: DTZ011 - the desk's own day


COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "reply-due": _reply_due,
    "publish-due": _publish_due,
    "workdays": _workdays,
    "add-workdays": _add_workdays,
    "fee": _fee,
    "doc-number": _judged(judge_number),
    "id-number": _judged(_judge_id),
    "credit-code": _judged(judge_credit_code),
}


def _parser(name: str) -> _Parser:
    parser = _Parser(prog=f"gongkai law {name}", add_help=False, allow_abbrev=False)
    parser.add_argument("--json", action="store_true")
    if name == "workdays":
        parser.add_argument("first", metavar="起始日")
        parser.add_argument("last", metavar="截止日")
    elif name == "fee":
        parser.add_argument("--items")
        parser.add_argument("--pages")
    elif name in {"doc-number", "id-number", "credit-code"}:
        parser.add_argument("text", nargs="+", metavar="号码")
    else:
        parser.add_argument("date", metavar="日期")
    if name == "add-workdays":
        parser.add_argument("number", metavar="工作日数")
    if name == "reply-due":
        parser.add_argument("--channel")
        parser.add_argument("--extend")
        parser.add_argument("--pause", nargs=2, action="append")
    return parser


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
    except ValueError:
        raise WrongUse(f"“{text}”这一天不存在，请核对。") from None
    if day is None:
        raise WrongUse(f"日期“{text}”写法不对，应写作“2026-02-02”。")
    if day.year not in YEARS:
        raise WrongUse(f"日期“{text}”超出范围，应在{YEARS.start}年至{YEARS.stop - 1}年之间。")
    return day


def _channel(text: str | None) -> Channel | None:
    if text is not None and text not in CHANNELS:
        choices = "，".join(f"{value}（{channel.word}）" for value, channel in CHANNELS.items())
        raise WrongUse(f"没有“{text}”这种提交方式，可选：{choices}。")
    return CHANNELS[text] if text is not None else None


def _whole(text: str, what: str, least: int, most: int) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not least <= int(text) <= most:
        raise WrongUse(f"{what}应是{least}至{most}的整数，现为“{text}”。")
    return int(text)


def _in_chinese(message: str) -> str:
    """Argparse's complaint in Chinese; its own sentences are few."""
    if found := re.match(r"the following arguments are required: (.*)", message):
        return f"缺少参数：{found[1]}。"
    if found := re.match(r"unrecognized arguments: (.*)", message):
        return f"多余或者不认识的参数：{found[1]}。"
    if found := re.match(r"argument (\S+): expected (one|1|2) argument", message):
        return f"{found[1]} 后应有{'两个日期' if found[2] == '2' else '一个值'}。"
    return "参数不对。"


def _spell(day: date) -> str:
    return f"{day.isoformat()}（周{WEEKDAYS[day.weekday()]}）"


def _provisional(provisional: bool) -> str:
    return "（暂定）" if provisional else ""


def _ledger(lines: tuple[Line, ...]) -> list[str]:
    return [f"  {line}" for line in lines]


def _notes(calendar: Calendar, start: date) -> list[str]:
    return (
        []
        if calendar.is_working_day(start)
        else [f"  起算日{start.isoformat()}不是工作日（{calendar.reason(start)}）。"]
    )


def _overview() -> str:
    rows = [f"  gongkai law {USAGE[name]}\n      {HELP[name]}" for name in COMMANDS]
    return "\n".join(
        ["用法：", *rows, "日期写作 2026-02-02；--json 输出 JSON。退出码：0 完成，1 不合规或者没有结果，2 用法不对。"]
    )


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        _say(json.dumps(answer.document, ensure_ascii=False))
    else:
        _say("\n".join(answer.lines))
    for year in answer.unknown_years:
        _say(f"提示：尚无{year}年放假通知，结果为暂定，通知发布后可能变动。", error=True)


def _say(text: str, *, error: bool = False) -> None:
    (sys.stderr if error else sys.stdout).write(text + "\n")
