"""Figures in running text that do not agree: parts and total, shares of a whole, amounts in capitals, the same fact told twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.proofreading.numerals import CAPITAL_AMOUNT, capital_value, decimal, in_capitals

NUMBER = r"[0-9][0-9,，]*(?:\.[0-9]+)?"
EQUATION = re.compile(
    r"(?<![0-9.,\-+＋])([0-9][0-9,.]{0,17}(?:[ ]?[+＋][ ]?[0-9][0-9,.]{0,17})+)[ ]?[=＝][ ]?([0-9][0-9,]*(?:\.[0-9]+)?)"
)
_UNIT = "条|件|项|次|人|个|份|宗|家|户|篇|期|场|名|万元|亿元|元|万人|人次|平方米|公里|亩|辆|台|套"
TOTAL = re.compile(
    rf"(?<![0-9,.])([0-9][0-9,]{{0,17}}(?:\.[0-9]{{1,6}})?)({_UNIT})(?![0-9])([，,：:（(][ ]?其中[：:，,、]?)"
)
BRACKETED = re.compile(
    rf"(?<![0-9,.])([0-9][0-9,]{{0,17}}(?:\.[0-9]{{1,6}})?)({_UNIT})[（(]([^（）()。]{{4,120}})[）)]"
)
PERCENT = re.compile(r"(?:分别占|各占)[^。；]{0,20}?((?:[0-9.]{1,8}[%％][^0-9。；]{0,8}){2,20})")
ANY_PERCENT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)[%％]")
FIGURE_AMOUNT = re.compile(r"[¥￥]?[ ]?([0-9][0-9,]*(?:\.[0-9]{1,2})?)[ ]?(万|亿)?元?")
NEAR_AMOUNT = re.compile(r"^[（(，,：:；/ ]{0,2}(?:人民币)?(?:小写|大写)?[：:]?[ ]?(?:人民币)?[ ]?[¥￥]?[ ]?[0-9]")
DOUBLE_UNIT = re.compile(r"[0-9](万万元|亿亿元|元元|万元元|亿元元|％％|%%)")
FACT = re.compile(
    r"((?:主动公开|受理|收到|办结|答复|制发|废止|发布|办理|新增|公布)(?![\u4e00-\u9fff]{0,10}之日)[\u4e00-\u9fff]{3,12}?)(?:共计|共|总计|合计)?([0-9][0-9,]*)(件|条|项|次|人次|宗|份|个(?!工作日|月|小时|自然日|百分点|年))"
)
SIZES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), None: Decimal(1)}
PERIOD = re.compile(r"20[0-9]{2}年|上年|去年|同比|季度|上半年|下半年|[0-9]{1,2}月|累计|其中|分别")


@check("number.sum")
def sums(text: str) -> Iterator[Finding]:
    for match in EQUATION.finditer(text):
        yield from _equation(match)
    for match in TOTAL.finditer(text):
        yield from _parts(text, match)
    for match in BRACKETED.finditer(text):
        yield from _bracketed(match)
    for match in PERCENT.finditer(text):
        shares = [Decimal(one) for one in ANY_PERCENT.findall(match.group(1))]
        if len(shares) >= 2 and sum(shares) > Decimal("100.5"):
            yield _wrong(match.start(1), match.end(1), f"各占比相加是{sum(shares)}%，超过100%。", "请核对各占比。")
    for match in DOUBLE_UNIT.finditer(text):
        yield _wrong(
            match.start(1), match.end(1), f"单位“{match.group(1)}”写重了。", match.group(1)[-2:].strip("万亿元") or "元"
        )


def _equation(match: re.Match[str]) -> Iterator[Finding]:
    parts = [decimal(one.rstrip(",.")) for one in re.split(r"[ ]?[+＋][ ]?", match.group(1))]
    total = decimal(match.group(2))
    known = [part for part in parts if part is not None]
    if total is not None and len(known) == len(parts) and sum(known) != total:
        yield _wrong(match.start(), match.end(), f"算式不成立：左边相加是{sum(known):,}。", f"{sum(known):f}")


def _parts(text: str, match: re.Match[str]) -> Iterator[Finding]:
    """What follows 其中 need not be everything, but it cannot be more than the whole."""
    bracket = match.group(3)[0] in "（("
    rest = text[match.end() : match.end() + 300]
    stop = re.search(r"[）)]" if bracket else r"[。\n]", rest)
    clause = re.sub(r"[（(][^（）()]*[）)]", "", rest[: stop.start()] if stop else rest)
    total, unit = decimal(match.group(1)), match.group(2)
    parts = _counts(clause, unit)
    if total is None or len(parts) < 2 or any(part > total for part in parts) or _overlapping(clause):
        return
    if sum(parts) > total + _rounding([*parts, total]):
        shown = "+".join(f"{part:f}" for part in parts)
        yield _wrong(
            match.start(), match.end(2), f"分项之和{shown}={sum(parts):f}{unit}，与总数{match.group(1)}{unit}不符。",
            f"请核对总数和各分项；各分项相加是{sum(parts):f}{unit}。",
        )  # fmt: skip


def _rounding(figures: list[Decimal]) -> Decimal:
    """Return by how much figures with decimals may differ from their sum: half of the last place for each."""
    places = max(max(-int(figure.as_tuple().exponent), 0) for figure in figures)
    return Decimal(len(figures)) * Decimal(5) / Decimal(10) ** (places + 1) if places else Decimal(0)


def _overlapping(clause: str) -> bool:
    """Kinds that are no parts of one whole, or a second comparison in the clause."""
    return re.search(r"同比|增长|比上年|以上的|累计|上年|其中.*其中|平均|每", clause) is not None


def _bracketed(match: re.Match[str]) -> Iterator[Finding]:
    """4条（甲2条、乙1条）: in brackets all parts are told, unless they are called 其中."""
    inside, unit = match.group(3), match.group(2)
    total = decimal(match.group(1))
    pieces = [piece for piece in re.split(r"[、，,；;]|和(?=[\u4e00-\u9fff]+[0-9])", inside) if piece]
    parts = _counts(inside, unit)
    if total is None or inside.startswith(("其中", "含", "不含", "包括", "另", "同比", "比")) or _overlapping(inside):
        return
    if len(parts) >= 2 and len(parts) == len(pieces) and abs(sum(parts) - total) > _rounding([*parts, total]):
        yield _wrong(
            match.start(), match.end(), f"括号中各项相加是{sum(parts):f}{unit}，与{match.group(1)}{unit}不符。",
            f"请核对；各项相加是{sum(parts):f}{unit}。",
        )  # fmt: skip


def _counts(clause: str, unit: str) -> list[Decimal]:
    found = [
        decimal(one)
        for one in re.findall(rf"(?<![0-9.,])({NUMBER})(?={re.escape(unit)}(?:[^\u4e00-\u9fff]|$|[和、，；]))", clause)
    ]
    return [one for one in found if one is not None]


@check("number.amount")
def amounts(text: str) -> Iterator[Finding]:
    for match in CAPITAL_AMOUNT.finditer(text):
        figure = _beside(text, match)
        written = capital_value(match)
        if figure is not None and figure != written:
            yield Finding(
                "number.amount", Severity.JUDGE, match.start(), match.end(),
                f"大写金额是{written:,.2f}元，旁边的小写金额是{figure:,.2f}元，两处不一致。", in_capitals(figure), "大小写金额不符",
            )  # fmt: skip


def _beside(text: str, match: re.Match[str]) -> Decimal | None:
    """Return the amount in figures right after or right before the one in capitals."""
    following = text[match.end() : match.end() + 30]
    if NEAR_AMOUNT.match(following):
        return _value(FIGURE_AMOUNT.search(following))
    before = re.search(r"[¥￥]?[ ]?[0-9][0-9,]*(?:\.[0-9]{1,2})?[ ]?[万亿]?元[）)]?[（(，,：: ]{0,2}(?:人民币)?(?:大写)?[：:]?(?:人民币)?$",
                       text[max(0, match.start() - 40) : match.start()])  # fmt: skip
    return _value(FIGURE_AMOUNT.search(before.group())) if before else None


def _value(match: re.Match[str] | None) -> Decimal | None:
    number = decimal(match.group(1)) if match else None
    return number * SIZES[match.group(2)] if match and number is not None else None


@check("number.inconsistent")
def told_twice(text: str) -> Iterator[Finding]:
    """The same fact with another number in another sentence."""
    facts: dict[tuple[str, str], list[re.Match[str]]] = defaultdict(list)
    for match in FACT.finditer(text):
        sentence = text[max(text.rfind("。", 0, match.start()), text.rfind("\n", 0, match.start())) + 1 : match.start()]
        if not PERIOD.search(sentence):
            facts[(match.group(1), match.group(3))].append(match)
    for (fact, unit), told in facts.items():
        first = told[0]
        for other in told[1:]:
            if other.group(2).replace(",", "") != first.group(2).replace(",", ""):
                yield Finding(
                    "number.inconsistent", Severity.JUDGE, other.start(2), other.end(3),
                    f"“{fact}”前面写{first.group(2)}{unit}，这里写{other.group(2)}{unit}。", "请核对，使前后一致。", "前后数字不一致",
                )  # fmt: skip


def _wrong(start: int, end: int, message: str, suggestion: str) -> Finding:
    return Finding("number.sum", Severity.WARN, start, end, message, suggestion, "数字不符")
